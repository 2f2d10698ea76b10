"""Practice and learning: scenarios to try in, ten-minute sessions for the team, and a card for each day."""
