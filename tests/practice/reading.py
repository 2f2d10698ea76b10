"""How hard to read what is practised with may be."""

HARDEST = 35  # LIX: easy for an adult who reads on the go
