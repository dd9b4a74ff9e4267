"""Promises over the whole house."""
