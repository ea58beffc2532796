"""Networks, and training them."""
