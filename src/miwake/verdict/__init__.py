"""Whether a network really learned."""
