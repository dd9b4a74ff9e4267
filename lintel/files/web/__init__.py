"""Pages of files: attaching, giving back, marking anew."""
