"""What is asked, in which order, and what the answers come to. Pure."""
