"""Who may see and do what, as the code enforces it."""

from lintel.access import published


def pages() -> dict[str, str]:
    return {"permissions.md": published.as_markdown()}
