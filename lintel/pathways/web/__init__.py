"""Pages of pathways."""
