"""What happens to drafts by the clock."""

from datetime import datetime

from lintel.portal import drafts


def expire_drafts(at: datetime) -> int:
    """Delete drafts whose time is over, and counts that no longer limit anybody."""
    return drafts.forget_expired(at=at)
