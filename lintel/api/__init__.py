"""Other systems, over JSON: thin over actions and queries."""
