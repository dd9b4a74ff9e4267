"""Deciding what happens to a contact, and what stands in the way of deciding."""
