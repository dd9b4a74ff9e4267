"""A house whose every column that somebody wrote holds markup, whatever form it came in by."""

import re
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any

from django.apps import apps
from django.db import models

from tests.properties.hostile import MARKUP

# Read by the program and written by nobody: keys, marks, hashes, counts of the trail.
OF_THE_PROGRAM = frozenset(
    {
        *("about", "address", "bucket", "code", "cookie", "destination", "hash", "key", "mark"),
        *("number", "object_id", "once", "packed", "password", "reference", "session_key"),
        *("session_salt", "sha256", "source_ref", "subject", "terms", "where_from", "why"),
        *("named", "senior_readers", "events", "made_by"),
    }
)


def fill_every_column() -> int:
    """Markup in every column of every row that somebody wrote; how many there were."""
    words, numbers, filled = cycle(MARKUP), count(1), 0
    for model in apps.get_models():
        columns = list(_written(model)) if model.__module__.startswith("lintel.") else []
        for row in model._base_manager.all() if columns else ():
            new = {
                field.attname: _filled(getattr(row, field.attname), field, words, numbers)
                for field in columns
            }
            changed = {name: to for name, to in new.items() if to != getattr(row, name)}
            if changed:
                models.QuerySet(model).filter(pk=row.pk).update(**changed)
                filled += len(changed)
    return filled


def _written(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns that hold what a person wrote, and the titles of the directory."""
    for field in model._meta.concrete_fields:
        decided = field.name in model.Governance.identifies_someone or field.name == "title"
        kinds = models.CharField | models.TextField | models.JSONField
        ordinary = isinstance(field, kinds) and not (field.primary_key or field.choices)
        if decided and ordinary and field.name not in OF_THE_PROGRAM:
            yield field


def _filled(value: Any, field: models.Field, words: Iterator[str], numbers: Iterator[int]) -> Any:
    if isinstance(field, models.JSONField):
        return _in_json(value, words)
    if not value:
        return value
    room = field.max_length or 10_000
    if field.unique or field.name == "email":
        return f"{next(numbers)}{MARKUP[0]}"[:room]
    return next(one for one in words if len(one) <= room)


def _in_json(value: Any, words: Iterator[str]) -> Any:
    """Only what looks like writing: keys, codes and dates are the program's."""
    if isinstance(value, list):
        return [_in_json(one, words) for one in value]
    if isinstance(value, dict):
        return {name: _in_json(one, words) for name, one in value.items()}
    return next(words) if isinstance(value, str) and re.match(r"[A-Z][a-z]{2}", value) else value
