"""What is true in notices and what may be done. Pure functions only."""
