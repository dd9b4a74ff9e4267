"""Which instance this is: an id made with the data folder, the same for all its processes."""

import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from lintel.config.commandline import Cannot


def make_instance() -> None:
    """A data folder with an id and a secret, made where there is no instance yet.

    Errors:
        Cannot: there is an instance whose secret is gone. Another would break its trail.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    named, secret = settings.DATA / "instance", settings.SECRET_FILE
    if not secret.exists():
        if named.exists():
            raise Cannot(secret_is_missing())
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(48) + "\n")
    if not named.exists():
        named.write_text(secrets.token_hex(8) + "\n")
    settings.SECRET_KEY = secret.read_text().strip()
    _named_in.cache_clear()


def secret_is_missing() -> str:
    """What is wrong where there is an instance without its secret, and what to do."""
    return (
        f"the secret of this instance is not at {settings.SECRET_FILE}; put it back, or name where "
        "it is in LINTEL_SECRET_FILE"
    )


def instance_id() -> str:
    """The id in the data folder; "" before there is one."""
    return _named_in(settings.DATA)


@cache
def _named_in(folder: Path) -> str:
    named = folder / "instance"
    return named.read_text().strip() if named.is_file() else ""
