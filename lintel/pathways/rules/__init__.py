"""What is true in pathways and what may be done. Pure functions only."""
