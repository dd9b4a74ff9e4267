"""Rows that are kept: no quiet rewriting, no deleting, except by a named escape.

`KeptModel` refuses `update`, the bulk calls and `delete`, on one row or on many, because none
of them leaves a trail. `AddedModel` goes further: once stored, a row is never saved again, but
for the fields it names in `fills_in` (the undoing of a link, the end of a hold).

Bulk work that has its own trail (an import, the demo, disposal) says so:

    Contact.objects.escape("demo").bulk_create(rows)

so that escapes are easy to find and to count.
"""

from typing import Any, ClassVar, Self

from django.db import models


class KeptForGood(TypeError):
    """A programming mistake: something tried to rewrite or delete kept rows without an escape."""


class KeptQuerySet(models.QuerySet):
    """A queryset that reads and adds; anything else needs `escape`."""

    _escape: str = ""

    def escape(self, reason: str) -> Self:
        """This queryset, allowed to rewrite; `reason` is one or a few words, found by search.

        Errors:
            ValueError: no reason.
        """
        if not reason.strip():
            raise ValueError("An escape needs a reason")
        escaped = self._chain()
        escaped._escape = reason
        return escaped

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._escape = self._escape
        return clone

    def _refuse(self, what: str) -> None:
        if not self._escape:
            raise KeptForGood(
                f"{self.model._meta.label} rows are kept: {what} needs .escape(reason)"
            )

    def update(self, **values: Any) -> int:
        self._refuse("update")
        return super().update(**values)

    def bulk_create(self, *args: Any, **options: Any) -> list:
        self._refuse("bulk_create")
        return super().bulk_create(*args, **options)

    def bulk_update(self, *args: Any, **options: Any) -> int:
        self._refuse("bulk_update")
        return super().bulk_update(*args, **options)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse("delete")
        return super().delete()

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


KeptManager = models.Manager.from_queryset(KeptQuerySet)


class KeptModel(models.Model):
    """A row that may change by `save` inside an action, and is never deleted."""

    objects = KeptManager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise KeptForGood(f"{self._meta.label} rows are kept: they are never deleted one by one")


class AddedModel(KeptModel):
    """A row that is added once. Only the fields named in `fills_in` may be filled in later.

    A later save names them: `link.save(update_fields=["undone_at", "undone_by"])`.
    """

    fills_in: ClassVar[frozenset[str]] = frozenset()

    class Meta(KeptModel.Meta):
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            changed = options.get("update_fields")
            if changed is None or not set(changed) <= self.fills_in:
                raise KeptForGood(
                    f"{self._meta.label} rows are added, not edited; "
                    f"may be filled in: {', '.join(sorted(self.fills_in)) or 'nothing'}"
                )
        super().save(*args, **options)
