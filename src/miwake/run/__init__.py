"""Runs, and how they are kept."""
