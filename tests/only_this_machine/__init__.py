"""What tests reach for beyond this machine: refused and counted, in every process they start."""
