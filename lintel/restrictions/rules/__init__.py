"""What restrictions hide, and when they may be set, read and lifted. Pure."""
