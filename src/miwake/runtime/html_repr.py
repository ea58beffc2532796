"""Let a notebook show data as tables and figures."""

from collections.abc import Callable
from typing import Any


class HtmlRepr:
    """Data that a notebook shows.

    Attributes:
        renderer: makes the HTML; miwake/__init__.py sets it, since data knows nothing of drawing.
    """

    renderer: Callable[[Any], str]

    def _repr_html_(self) -> str:
        """Return what Jupyter asks for, in the user's language."""
        return type(self).renderer(self)
