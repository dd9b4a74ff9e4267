"""python -m tools.draw [--check]: write docs/generated, or say which page is behind."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import django

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / "docs" / "generated"


def drawn() -> dict[str, str]:
    """Every page by file name, each ending in one line end."""
    pages: dict[str, str] = {}
    for found in pkgutil.iter_modules([str(HERE)]):
        if not found.name.startswith("_"):
            pages |= importlib.import_module(f"tools.draw.{found.name}").pages()
    return {name: text.rstrip() + "\n" for name, text in sorted(pages.items())}


def behind(pages: dict[str, str]) -> list[str]:
    """Names of pages that differ from the code, and of files that nothing draws any more."""
    there = {file.name: file.read_text() for file in FOLDER.glob("*.md")}
    return sorted(name for name in there.keys() | pages if there.get(name) != pages.get(name))


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    django.setup()
    pages = drawn()
    different = behind(pages)
    if "--check" in words:
        for name in different:
            print(f"docs/generated/{name} is behind the code; run python3 dev.py draw")
        return 1 if different else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in different:
        if name in pages:
            (FOLDER / name).write_text(pages[name])
        else:
            (FOLDER / name).unlink()
    print(f"{len(pages)} pages, {len(different)} redrawn")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
