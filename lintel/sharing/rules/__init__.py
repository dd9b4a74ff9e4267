"""Who may read an agency's item, and what a disclosure must say. Pure."""
