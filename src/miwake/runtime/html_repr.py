"""Shown: what a notebook shows as tables and figures."""

from importlib import import_module

FRONT_DOOR = "miwake.render.notebook"  # by name: data stands above all that draws it


class Shown:
    """Data that `notebook` knows how to show."""

    def _repr_html_(self) -> str:
        """What Jupyter asks for, in the user's language."""
        html: str = import_module(FRONT_DOOR).html_of(self)
        return html
