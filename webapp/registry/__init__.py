"""Where offers are kept: the tables, reading and writing them, their revisions, and whose each of them is."""
