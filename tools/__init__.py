"""For people working on Lintel. Never shipped."""
