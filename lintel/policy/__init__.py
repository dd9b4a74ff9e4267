"""Numbers and words that law, guidance or the council sets, each with a date and a source."""
