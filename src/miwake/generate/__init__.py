"""Making examples from a task's functions, in chunks, here or on other machines."""
