"""How data is shown: a dataset, a look and a run as the rooms below have it, and a comparison."""

from typing import Any

from miwake.comparison.comparison import Comparison
from miwake.render.comparison_text import comparison_lines
from miwake.render.html.comparison import comparison_page
from miwake.render.look_text import text_of
from miwake.render.notebook import html_of, page_for

__all__ = ["html_of", "text_of"]


@text_of.register
def _(comparison: Comparison) -> str:
    return "\n".join(comparison_lines(comparison))


@page_for.register
def _(comparison: Comparison, lang: str) -> dict[str, Any]:
    page = comparison_page(comparison, lang)
    return {
        "title": page["title"],
        "made": f"{page['head']} · {page['epochs']}",
        "tables": [[page["columns"], *page["rows"]]],
        "compared": [(page["score"], page["bars"])],
        "figures": [page["curve"]] if page["curve"] else [],
        "findings": page["findings"],
        "next": page["next"],
    }
