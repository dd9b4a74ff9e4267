"""What in somebody's use of records is a reason to ask. Pure."""
