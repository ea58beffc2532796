"""What a dataset holds, before any network."""
