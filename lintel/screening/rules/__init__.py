"""What stands in the way of a decision. Pure functions only."""
