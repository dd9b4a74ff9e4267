"""What somebody had typed and not sent: theirs alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lintel.access.viewers import Viewer
from lintel.access.worded_once import worded_once
from lintel.contacts.models import Draft


def draft(viewer: Viewer, form: str) -> tuple[dict[str, Any], datetime] | None:
    """The fields of this form as last saved, and when; None when nothing is kept."""
    return next(((kept.fields, kept.saved_at) for kept in _drafts(viewer.account_id, form)), None)


@worded_once
def _drafts(account_id: UUID, form: str) -> QuerySet[Draft]:
    return Draft.objects.filter(account_id=account_id, form=form)
