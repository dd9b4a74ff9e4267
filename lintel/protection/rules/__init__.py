"""What protection decides, as pure functions and tables."""
