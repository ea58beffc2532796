"""The sentences of the verdict: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {}
