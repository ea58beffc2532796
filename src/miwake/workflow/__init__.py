"""From a plan to a run: the only room that sees all the others."""
