"""What is kept is decided column by column, and kept behind its own context's door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import lintel
from tools.draw.__main__ import behind, drawn

HOUSE = Path(lintel.__file__).parent
OUR_MODELS = [m for m in apps.get_models() if m.__module__.startswith("lintel.")]
PRIVATE = frozenset({"models", "web"})


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_column_has_one_privacy_decision(model):
    columns = {field.name for field in model._meta.concrete_fields}
    governance = model.Governance

    assert governance.retention
    assert governance.identifies_someone | governance.safe_to_copy == columns
    assert not governance.identifies_someone & governance.safe_to_copy


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_nothing_points_into_another_context_but_at_an_account(model):
    for field in model._meta.concrete_fields:
        if field.is_relation:
            target = field.related_model._meta
            assert target.app_label == model._meta.app_label or target.label == "access.Account"


def intrusions() -> Iterator[str]:
    """Imports of another context's models or pages, from everything but tests and migrations."""
    for file in sorted(HOUSE.rglob("*.py")):
        inside = file.relative_to(HOUSE).parts
        if "tests" in inside or "migrations" in inside:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            for imported in _imported(node):
                house, context, room, *_ = [*imported.split("."), "", ""]
                if house == "lintel" and room in PRIVATE and context != inside[0]:
                    yield f"{'/'.join(inside)} reaches into {imported}"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_each_context_keeps_its_models_and_pages_to_itself():
    assert not list(intrusions())


def test_generated_pages_say_what_the_code_says():
    assert not behind(drawn()), "run python3 dev.py draw"
