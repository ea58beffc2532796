"""Let data print as text, and a notebook show it as tables and figures.

A dataset, a look, a run and a comparison are plain data, below the rooms that draw them; the
package's front door, above all rooms, says who draws.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from miwake.control_characters import visible


class Displayed:
    """Data that a notebook shows.

    Attributes:
        renderer: imports and returns the module that draws, with `html_of` and `text_of`;
            miwake/__init__.py sets it.
    """

    renderer: ClassVar[Callable[[], Any]]

    def _repr_html_(self) -> str:
        """Return what Jupyter asks for, in the user's language."""
        return str(type(self).renderer().html_of(self))


class Printed(Displayed):
    """Data that also prints as lines of text."""

    def __str__(self) -> str:
        return visible(str(type(self).renderer().text_of(self)), keep="\n")
