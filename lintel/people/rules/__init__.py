"""What is true in people and what may be done. Pure functions only."""
