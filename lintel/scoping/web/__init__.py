"""Pages of scoping."""
