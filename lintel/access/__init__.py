"""Who may do what: accounts, roles, permissions, sign-in.

Denies by default; knows no context but its own.
"""
