"""Figures: plain data in, matplotlib figures out. Nothing else draws."""

import contextlib
import io
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

# Okabe and Ito's colours, which colour-blind people can tell apart, seen on white and on black.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d3b", "#999999")
INK = "#767676"  # equally far from white and from black, so that it reads on both
FAINT = 0.25
JAPANESE_FONTS = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "BIZ UDGothic",
    "IPAexGothic",
    "IPAGothic",
    "TakaoGothic",
    "VL Gothic",
    "MS Gothic",
    "Noto Serif CJK JP",
)
SHARP = 144  # dots an inch, of a PNG


def colour_of(number: int) -> str:
    """The colour of a class, the same in every figure."""
    return COLOURS[number % len(COLOURS)]


@contextlib.contextmanager
def style() -> Iterator[None]:
    """How every figure looks: no background, grey ink, text as it is written."""
    family = ["DejaVu Sans", *_japanese_fonts()]
    look: dict[Any, Any] = {
        "font.family": family,
        "font.size": 9,
        "text.parse_math": False,  # a class may be called $x$
        "text.color": INK,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "axes.facecolor": "none",
        "axes.unicode_minus": False,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": INK,
        "ytick.color": INK,
        "figure.facecolor": "none",
        "legend.frameon": False,
        "savefig.facecolor": "none",
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": "miwake",  # the same figure gives the same bytes
    }
    with mpl.rc_context(look), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        warnings.filterwarnings("ignore", message=".*[Ff]ont family .* not found")
        yield


@cache
def _japanese_fonts() -> tuple[str, ...]:
    """The first font that shows Japanese, of those that are installed."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return tuple(name for name in JAPANESE_FONTS if name in installed)[:1]


def svg(figure: Figure) -> str:
    """A figure as an <svg> element, to stand in a page or in a file by itself."""
    with style(), io.StringIO() as file:
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        text = file.getvalue()
    return text[text.index("<svg") :]


def png(figure: Figure, background: str = "white") -> bytes:
    """A figure as the bytes of a PNG file.

    Args:
        figure: what to draw.
        background: a colour; "none" for none.
    """
    with style(), io.BytesIO() as file:
        figure.savefig(file, format="png", dpi=SHARP, facecolor=background)
        return file.getvalue()
