"""The blank form, for when there is paper and no Lintel."""
