"""Page furniture and form fields: the only design-system markup."""
