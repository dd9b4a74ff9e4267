"""How drafts are kept: sealed, for a week, findable only by who holds the cookie or the code."""

from uuid import uuid4

from django.db import models


class Draft(models.Model):
    """What somebody has typed and not yet sent; after sending, only its reference.

    Shape:
        cookie, code: keyed digests; a code is "" until one is given out.
        cookie_wrap, code_wrap: the content key, for each of the two.
        sealed: the answers, or the receipt, under the content key.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cookie = models.CharField(max_length=64, unique=True)
    cookie_wrap = models.BinaryField()
    code = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique if any
    code_wrap = models.BinaryField(default=b"")
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    class Governance:
        retention = "draft"
        identifies_someone = frozenset({"cookie", "cookie_wrap", "code", "code_wrap", "sealed"})
        safe_to_copy = frozenset({"id", "expires_at"})

    def __str__(self) -> str:
        return f"draft {self.id}"


class Knocks(models.Model):
    """How often one address has knocked in one stretch of time."""

    address = models.CharField(max_length=64)  # keyed digest
    purpose = models.CharField(max_length=20)
    begins_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("address", "purpose", "begins_at", name="knocks_once")
        ]

    class Governance:
        retention = "draft"
        identifies_someone = frozenset({"address"})
        safe_to_copy = frozenset({"id", "purpose", "begins_at", "count"})

    def __str__(self) -> str:
        return f"knocks {self.pk}"
