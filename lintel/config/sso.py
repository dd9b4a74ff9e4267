"""Single sign-on as sso.toml in the data folder says; none without that file.

    [[provider]]
    key = "council"                              # a word for its addresses here
    title = "Northbeck account"                  # what its button says
    council = "northbeck"                        # the only one whose accounts it signs in
    server = "https://login.northbeck.example/tenant/v2.0"
    client_id = "..."
    client_secret_file = "sso-council.secret"    # beside this file, mode 600

Read once, when a process starts. Each provider is told to send people back to
LINTEL_URL/login/sso/KEY/callback.
"""

import ipaddress
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FILE = "sso.toml"
NEEDED = ("key", "title", "council", "server", "client_id", "client_secret_file")


class BadSso(Exception):
    """sso.toml cannot be used, and why."""


def providers(data: Path) -> list[dict[str, Any]]:
    """The providers as allauth's openid_connect takes them.

    Errors:
        BadSso: the file says something that makes no sense, or would send secrets in the clear.
    """
    file = data / FILE
    if not file.is_file():
        return []
    try:
        read = tomllib.loads(file.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadSso(f"{FILE}: {wrong}") from None
    told = read.get("provider") if read else []
    if not (isinstance(told, list) and all(isinstance(one, dict) for one in told)):
        raise BadSso(f"{FILE}: each provider must begin with a line [[provider]]")
    apps = [_app(one, data) for one in told]
    if len({app["provider_id"] for app in apps}) < len(apps):
        raise BadSso(f"{FILE}: two providers have the same key")
    return apps


def _app(one: dict[str, Any], data: Path) -> dict[str, Any]:
    missing = [name for name in NEEDED if not isinstance(one.get(name), str) or not one[name]]
    if missing:
        raise BadSso(f"{FILE}: a provider has no {', '.join(missing)}")
    if not re.fullmatch(r"[a-z0-9-]{1,30}", one["key"]):
        raise BadSso(f"{FILE}: key must be small letters, numbers and hyphens")
    if not _is_safe(one["server"]):
        raise BadSso(f"{FILE}: server must begin with https://")
    secret = data / one["client_secret_file"]
    if not secret.is_file():
        raise BadSso(f"{FILE}: there is no {one['client_secret_file']} beside it")
    return {
        "provider_id": one["key"],
        "name": one["title"],
        "client_id": one["client_id"],
        "secret": secret.read_text().strip(),
        "settings": {
            "server_url": one["server"],
            "oauth_pkce_enabled": True,
            "council": one["council"],
        },
    }


def _is_safe(server: str) -> bool:
    """https, or this machine, where a provider is tried out."""
    address = urlsplit(server)
    if address.scheme == "https":
        return True
    try:
        return ipaddress.ip_address(address.hostname or "").is_loopback
    except ValueError:
        return False
