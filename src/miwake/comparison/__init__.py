"""Networks and amounts of data side by side."""
