"""The same inserts with nothing around them: a plain view that creates the rows of one intake.

No middleware, no token, no rule, no look-up and no seal: a list of rows, one transaction.
"""

import json
import os
import pickle
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

from lintel.config.urls import urlpatterns as ours

CONTEXTS = ("contacts", "people", "notices", "audit")
HERE_ALREADY = frozenset({"TrailHead", "Heartbeat", "SweepRun"})
OF_ITS_OWN = frozenset({"reference", "once_key", "key", "source_ref"})
_sequence = count(1_000_000_000)
_rows: list[tuple[type[models.Model], dict[str, Any]]] = []

Row = tuple[str, dict[str, Any]]


def columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.concrete_fields)


def rows_of_one_intake() -> list[Row]:
    """Every row an instance holds that has taken one contact and nothing else."""
    return [
        (model._meta.label, {f.attname: getattr(row, f.attname) for f in columns(model)})
        for model in apps.get_models()
        if model._meta.app_label in CONTEXTS and model.__name__ not in HERE_ALREADY
        for row in model._default_manager.all()
    ]


def read_rows() -> None:
    """Before serving: several requests at once must not each read them."""
    kept: list[Row] = pickle.loads(Path(os.environ["LINTEL_BENCH_ROWS"]).read_bytes())  # noqa: S301
    _rows.extend((apps.get_model(label), values) for label, values in kept)


def bare(request: HttpRequest) -> JsonResponse:
    """Read the JSON, create every row in one transaction, answer."""
    json.loads(request.body)
    new: dict[UUID, UUID] = {}
    with transaction.atomic():
        for model, values in _rows:
            model(**_fresh(model, values, new)).save(force_insert=True)
    return JsonResponse({"id": str(next(iter(new.values())))}, status=201)


def _fresh(model: type[models.Model], values: dict[str, Any], new: dict[UUID, UUID]) -> dict:
    """The same row under keys of its own; rows that go together keep together."""
    made = {}
    for field in columns(model):
        value = values[field.attname]
        if isinstance(field, models.AutoField):
            value = None
        elif field.primary_key and isinstance(value, int):
            value = next(_sequence)  # the trail's number: its own are counted from the other end
        elif isinstance(value, UUID) and not (field.is_relation and _is_account(field)):
            value = new.setdefault(value, uuid4())
        elif field.attname in OF_ITS_OWN:
            value = uuid4().hex[:20] if isinstance(value, str) else next(_sequence)
        made[field.attname] = value
    return made


def _is_account(field: models.Field) -> bool:
    return field.related_model._meta.label == "access.Account"


urlpatterns = [path("bare", bare), *ours]
