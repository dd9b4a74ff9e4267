"""Settings, addresses, commands, and the table of which event wakes which handler."""
