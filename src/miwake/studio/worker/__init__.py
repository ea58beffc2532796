"""The process in which users' code runs and networks train."""
