"""What is true in directory and what may be done. Pure functions only."""
