"""miwake: make your own dataset, teach a network to tell its classes apart, know if it learned."""

from typing import Any

import lazy_loader

from miwake.runtime.html_repr import HtmlRepr

__version__ = "0.1.0"

# Public names stand in __init__.pyi and are loaded when asked for, so `import miwake` is quick.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]


def _html_of(shown: Any) -> str:
    from miwake.render.notebook import html_of

    return html_of(shown)


HtmlRepr.renderer = staticmethod(_html_of)  # data knows nothing of drawing
