"""The sentences of the look: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {}
