"""What changes on a known day: by itself, and what somebody has to look into; and how it all looks on any day."""
