"""Ordinary facts for tests of policy: a council's own file, in a data folder of its own."""

from pathlib import Path

RED = """
[clocks.rag_red]
[[clocks.rag_red.values]]
in_force_from = 2026-06-01
length = {length}
unit = "{unit}"
calendar = "elapsed"
ends = "same_time"
source_title = "Our threshold document"
"""


def local_policy(folder: Path, council: str, text: str) -> Path:
    """Put a council's own policy file where `LINTEL_DATA=folder` looks for it."""
    path = folder / "policy" / f"{council}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
