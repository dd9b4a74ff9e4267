"""What somebody had typed and not sent: theirs alone."""

from datetime import datetime
from typing import Any

from lintel.access.viewers import Viewer
from lintel.contacts.models import Draft


def draft(viewer: Viewer, form: str) -> tuple[dict[str, Any], datetime] | None:
    """The fields of this form as last saved, and when; None when nothing is kept."""
    kept = Draft.objects.filter(account_id=viewer.account_id, form=form).first()
    return (kept.fields, kept.saved_at) if kept else None
