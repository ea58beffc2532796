"""Polars, which holds a table's columns; loaded when the first table is read."""

from typing import Any

Frame = Any  # a polars.DataFrame
Column = Any  # a polars.Series


def polars() -> Any:
    """Load polars."""
    import polars as pl

    return pl
