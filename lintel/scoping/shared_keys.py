"""The secrets two agencies share: files in the data folder, never in the database.

`token-keys/<council>/<partner>/<key id>.key`, mode 0600, as `secret.key` is kept. The two agree
on one out of band (`lintel ask --new-key` makes it; it is carried by hand). The last id in order
is the one we ask with; any that is there is answered with, so that two agencies can change keys
on different days. Taking a file away ends it.
"""

import base64
import binascii
import re
import secrets as random
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from lintel.kernel.refusals import Invalid, Refusal

KEY_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,39}")
SHORTEST = 32


class KeyFileWrong(ValueError):
    """A key file cannot be used. The message names it and says how to put it right."""


def folder(council: str, partner: str) -> Path:
    return Path(settings.DATA) / "token-keys" / council / partner


def keys_with(council: str, partner: str) -> Mapping[str, bytes]:
    """Every secret `council` shares with `partner`, by key id, the newest last.

    Errors:
        KeyFileWrong: a file is too short, or is not what `lintel ask --new-key` writes.
    """
    return {path.stem: _read(path) for path in sorted(folder(council, partner).glob("*.key"))}


def _read(path: Path) -> bytes:
    try:
        secret = base64.b64decode(path.read_text().strip(), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) < SHORTEST or not KEY_ID.fullmatch(path.stem):
        raise KeyFileWrong(f"{path}: is no key; put the file there that the partner gave you")
    return secret


def new_secret() -> str:
    """What goes into a key file of both."""
    return random.token_urlsafe(SHORTEST) + "="


def keep(council: str, partner: str, key_id: str, secret: str) -> Path:
    """Put a secret in its place; where it is.

    Errors:
        Invalid: the id cannot be the name of a file, or there is one by that id already.
    """
    path = folder(council, partner) / f"{key_id}.key"
    if not KEY_ID.fullmatch(key_id):
        said = "Enter a key id of small letters, digits and hyphens, like 2026-11"
        raise Invalid(Refusal("invalid", said, field="key_id"))
    if path.exists():
        said = f"There is a key {key_id} already. Choose another id, like 2026-11-b"
        raise Invalid(Refusal("key_exists", said, field="key_id"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(secret + "\n")
    return path


def api_token(council: str, partner: str) -> str:
    """The token `partner` gave us for its API; "" when it is not there."""
    path = folder(council, partner) / "api-token"
    return path.read_text().strip() if path.is_file() else ""
