"""miwake: make your own dataset, teach a network to tell its classes apart, know if it learned."""

import lazy_loader

__version__ = "0.1.0"

# Public names stand in __init__.pyi and are loaded when asked for, so `import miwake` is quick.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]
