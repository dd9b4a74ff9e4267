"""What may be done with a hand-over. Pure functions only."""
