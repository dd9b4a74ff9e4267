"""What is true in screening and what may be done. Pure functions only."""
