"""Django's PostgreSQL, whose refusals to write are a database that is not available."""
