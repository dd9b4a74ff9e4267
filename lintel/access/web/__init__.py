"""Signing in and out, and the second factor. Private to this context."""
