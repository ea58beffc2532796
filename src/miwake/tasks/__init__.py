"""What there is to tell apart: task files, the built-in tasks, data of the user's own."""
