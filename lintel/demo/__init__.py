"""An invented partnership, so that Lintel can be tried without a real family in it."""
