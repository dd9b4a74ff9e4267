"""What is true of challenges, and what may be done. Pure."""
