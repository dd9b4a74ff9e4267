"""What may be handed over, when and by whom; pure."""
