"""Builds the site in both languages: python docs/build.py [FOLDER], by default docs/_site."""

import sys
from pathlib import Path

from chapters import HERE, LANGUAGES
from sphinx.cmd.build import build_main

START = """<!doctype html>
<meta charset="utf-8">
<title>miwake</title>
<script>
const lang = navigator.language.startsWith("ja") ? "ja" : "en";
location.replace(lang + "/index.html");
</script>
<p lang="en"><a href="en/index.html">English</a></p>
<p lang="ja"><a href="ja/index.html">日本語</a></p>
"""


def main() -> int:
    """Build; every warning is an error, after all of them were told."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "_site"
    failed = 0
    for lang in LANGUAGES:
        folders = [str(HERE / lang), str(site / lang)]
        cache = str(site.parent / f"{site.name}-cache" / lang)
        options = ["-q", "-W", "--keep-going", "-c", str(HERE), "-t", lang, "-d", cache]
        failed |= build_main([*options, *folders])
    (site / "index.html").write_text(START, "utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
