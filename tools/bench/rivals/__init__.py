"""What others find people with, measured beside ours: same people, same contacts, same truth."""
