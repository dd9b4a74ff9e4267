"""Words to the outside, kept in a queue that survives failure and sent once."""
