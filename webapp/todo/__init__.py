"""The front page of the desk: what is not done yet."""
