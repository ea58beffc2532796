"""`{reference} PART` on a page of the site: a part of the reference, as the page's own sections."""

from typing import Any

from docutils.nodes import Node
from reference import PARTS
from sphinx.util.docutils import SphinxDirective


class Reference(SphinxDirective):
    """The directive."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The part, read as MyST."""
        text = PARTS[self.arguments[0]](self.config.language)
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Any) -> dict[str, Any]:
    """What Sphinx calls."""
    app.add_directive("reference", Reference)
    return {"parallel_read_safe": True}
