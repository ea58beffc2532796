"""The site, one build a language: sphinx-build -c docs -t ja docs/ja docs/_site/ja."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from japanese_search import JapaneseSearch

from miwake import __version__

TITLES = {
    "en": "miwake: learning by doing",
    "ja": "miwake：手を動かして学ぶ機械学習",
}
HERE = "ja" if tags.has("ja") else "en"  # noqa: F821  Sphinx brings `tags`
THERE = {"en": "ja", "ja": "en"}[HERE]

project = "miwake"
author = "the authors of miwake"
release = __version__
language = HERE
extensions = [
    "myst_parser",
    "mathml",
    "reference_directive",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
html_math_renderer = "mathml"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_inline"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = TITLES[HERE]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["offline.js"]
templates_path = ["templates"]
smartquotes = False
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_context = {
    "there": THERE,
    "there_named": {"en": "English", "ja": "日本語"}[THERE],
    "there_says": {"en": "Read this page in English", "ja": "このページを日本語で読む"}[THERE],
}

autodoc_typehints = "none"
autodoc_class_signature = "separated"
autodoc_default_options = {"exclude-members": "__init__, __new__"}
pygments_style = "friendly"
pygments_dark_style = "monokai"


def setup(app):  # noqa: ANN001, ANN201, D103
    app.add_search_language(JapaneseSearch)
