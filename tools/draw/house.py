"""The contexts, what each is for, and which news wakes whom."""

import importlib

from lintel.config.settings import CONTEXTS
from lintel.config.wiring import NEWS


def pages() -> dict[str, str]:
    rows = [f"| `{context}` | {_charter(context)} |" for context in (*CONTEXTS, "kernel")]
    news = [
        f"| `{event}` | {', '.join(f'`{handler}`' for handler in handlers)} |"
        for event, handlers in NEWS.items()
    ]
    text = [
        "# The house",
        "Drawn from the code by `python3 dev.py draw`. Imports go down this list, never up.",
        "\n".join(["| context | what it is for |", "|---|---|", *rows]),
        "## News",
        "What happened, and who acts on it in the same transaction.",
        "\n".join(["| event | handlers |", "|---|---|", *news]) if news else "None yet.",
    ]
    return {"house.md": "\n\n".join(text)}


def _charter(context: str) -> str:
    """The context's own words about itself, on one line so that they fit a table."""
    return " ".join((importlib.import_module(f"lintel.{context}").__doc__ or "").split())
