"""Who of an agency has a request, so that two do not answer it at once."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from lintel.audit.kept import AddedModel
from lintel.screening.models.asking import AgencyRequest


class Taking(AddedModel):
    """Somebody of the agency took a request, was given it, or let it go; the newest holds.

    Shape: holder: None once it has been let go.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(AgencyRequest, on_delete=models.PROTECT, related_name="takings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["at", "id"]

    class Governance:
        retention = "contact"
        identifies_someone = frozenset({"by", "holder"})
        safe_to_copy = frozenset({"id", "request", "at"})

    def __str__(self) -> str:
        return f"taking of {self.request_id}"
