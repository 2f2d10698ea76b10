"""Notices: what a municipality says on the front page of its phones for a while, and when."""
