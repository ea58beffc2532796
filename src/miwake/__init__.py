"""miwake: make your own dataset, teach a network to tell its classes apart, know if it learned."""

from typing import Any

import lazy_loader

from miwake.runtime.display import Displayed

__version__ = "0.1.0"

# Public names stand in __init__.pyi and are loaded when asked for, so `import miwake` is quick.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]


def _renderer() -> Any:
    from miwake.render import display

    return display


Displayed.renderer = staticmethod(_renderer)  # data knows nothing of drawing
