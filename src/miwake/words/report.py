"""The sentences of the report: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {}
