"""The built-in tasks: task files in the users' own form."""
