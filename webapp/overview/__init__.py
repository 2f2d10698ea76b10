"""The overview: what there is and what is missing for a municipality, by need and group; the sheet for the wall."""
