"""Pure rules of asking without telling."""
