"""What the page asks for, one file a part of it."""
