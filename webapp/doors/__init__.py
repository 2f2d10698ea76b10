"""Every municipality has a door: its number, its website, and who answers in the evening and at night."""
