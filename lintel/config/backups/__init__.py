"""Copies of a whole instance, sealed; and putting one back where there is nothing yet."""
