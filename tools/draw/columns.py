"""Every column that is kept, whether it identifies somebody, and under which retention rule."""

from django.apps import apps


def pages() -> dict[str, str]:
    parts = ["# Columns", "Drawn from each model's `Governance` by `python3 dev.py draw`."]
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label_lower):
        governance = getattr(model, "Governance", None)
        if not model.__module__.startswith("lintel.") or governance is None:
            continue
        rows = [
            f"| `{f.name}` | {'yes' if f.name in governance.identifies_someone else ''} |"
            for f in model._meta.concrete_fields
        ]
        parts.append(f"## {model._meta.app_label}: {model.__name__}")
        parts.append(f"Retention: {governance.retention}.")
        parts.append("\n".join(["| column | identifies someone |", "|---|---|", *rows]))
    return {"columns.md": "\n\n".join(parts)}
