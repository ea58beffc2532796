"""Showing findings, runs and comparisons: as text, as HTML, in a notebook."""
