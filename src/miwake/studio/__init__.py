"""The studio: the whole path on one local page."""
