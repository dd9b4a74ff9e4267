"""Django's SQLite, which never writes into a file that is not the instance's any more."""
