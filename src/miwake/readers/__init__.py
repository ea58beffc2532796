"""Reading a user's own data, to train on and to predict."""
