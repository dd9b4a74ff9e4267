"""Writing very many rows at once, for the loading modules: a named escape from one by one."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

# Kept as they are by both databases.
AS_IS = (models.IntegerField, models.BooleanField)


def insert_many(model: type[models.Model], rows: Sequence[models.Model], *, reason: str) -> None:
    """Insert new rows whose keys are set, as one prepared statement; `reason` is found by search.

    The same columns and values as `bulk_create`, at a third of its cost: nothing is asked of each
    value but what its column needs. Inside the caller's transaction.

    Errors:
        ValueError: no reason.
    """
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    columns = [map(attrgetter(field.attname), rows) for field in fields]
    _insert(model, fields, columns, reason=reason)
    for row in rows:
        row._state.adding = False


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    values: Sequence[tuple[Any, ...]],
    *,
    reason: str,
) -> None:
    """The same for rows that nobody needs as objects: `values` in the order of the fields `names`,
    which are all that the model has but its key.

    Errors:
        ValueError: no reason, or a field is not named.
    """
    fields = [model._meta.get_field(name) for name in names]
    named = {field.attname for field in fields} | {model._meta.pk.attname}
    if {field.attname for field in model._meta.concrete_fields} != named:
        raise ValueError("Every field is named")
    _insert(model, fields, list(zip(*values, strict=True)), reason=reason)


def _insert(
    model: type[models.Model],
    fields: Sequence[models.Field],
    columns: Sequence[Iterable[Any]],
    *,
    reason: str,
) -> None:
    if not reason.strip():
        raise ValueError("Bulk work needs a reason")
    rows = list(zip(*map(_as_kept, fields, columns), strict=True))
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
            rows,
        )


def rewrite_many(
    model: type[models.Model], rows: Sequence[models.Model], names: Sequence[str], *, reason: str
) -> None:
    """Write these fields of rows that are there, as one prepared statement.

    What `bulk_update` does, without a statement as long as all the rows. Inside the caller's
    transaction.

    Errors:
        ValueError: no reason.
    """
    if not reason.strip():
        raise ValueError("Bulk work needs a reason")
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    key = model._meta.pk
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    columns = [_as_kept(f, map(attrgetter(f.attname), rows)) for f in (*fields, key)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(key.column)} = %s",  # noqa: S608
            list(zip(*columns, strict=True)),
        )


def _as_kept(field: models.Field, values: Iterable[Any]) -> Iterable[Any]:
    """A whole column at a time: what a value becomes is settled once, by the field."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.CharField | models.TextField):
        return [value if type(value) is str else _plain(value) for value in values]
    if isinstance(target, AS_IS):
        return values
    if type(target) is models.UUIDField:
        if connection.features.has_native_uuid_field:
            return values
        return [
            value.hex if type(value) is UUID else target.get_db_prep_save(value, connection)
            for value in values
        ]
    if type(target) is models.DateTimeField:
        return _each_once(connection.ops.adapt_datetimefield_value, values)
    if type(target) is models.DateField:
        return _each_once(connection.ops.adapt_datefield_value, values)
    return [target.get_db_prep_save(value, connection) for value in values]


def _each_once(adapt: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
    """Rows written together share their moments."""
    known: dict[Any, Any] = {}
    return [known[v] if v in known else known.setdefault(v, adapt(v)) for v in values]


def _plain(value: Any) -> Any:
    """A member of a StrEnum as the plain word; drivers know no enums."""
    return str(value) if isinstance(value, str) else value
