"""What happens next: hand-offs that stay open until the other side has taken them."""
