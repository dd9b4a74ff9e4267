"""Pure: how a snapshot is sealed, and by whom opened."""
