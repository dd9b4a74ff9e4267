"""Which instance this is: an id made with the data folder, the same for all its processes."""

import secrets
from functools import cache
from pathlib import Path

from django.conf import settings


def make_instance() -> None:
    """A data folder with an id and a secret, both only made where they are missing."""
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    named = settings.DATA / "instance"
    if not named.exists():
        named.write_text(secrets.token_hex(8) + "\n")
    secret = settings.SECRET_FILE
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(48) + "\n")
    settings.SECRET_KEY = secret.read_text().strip()
    _named_in.cache_clear()


def instance_id() -> str:
    """The id in the data folder; "" before there is one."""
    return _named_in(settings.DATA)


@cache
def _named_in(folder: Path) -> str:
    named = folder / "instance"
    return named.read_text().strip() if named.is_file() else ""
