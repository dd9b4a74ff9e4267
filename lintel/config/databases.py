"""Which database, from one address, with the settings that make a commit mean something."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A record that a partner was told is safe must survive a power cut: synchronous=FULL.
# No mmap_size: a Django site with it and several writers was corrupted in April 2026.
SQLITE_AT_CONNECT = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA busy_timeout=20000;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-65536"
)
# As long as SQLite waits: then whoever asks is told to try again, and not left waiting for ever.
POSTGRES_AT_CONNECT = "-c lock_timeout=20s"


def database(address: str, *, data: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address; empty means SQLite in the data folder.

    Errors:
        ValueError: the address is neither sqlite: nor postgres:.
    """
    if not address:
        return _sqlite(data / "lintel.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        # Three slashes and a path below here, or four and a path from the root.
        return _sqlite(Path(unquote(parts.path)[1:]).absolute())
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "lintel.config.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": POSTGRES_AT_CONNECT, **dict(parse_qsl(parts.query))},
        }
    raise ValueError(
        "The database address must begin with sqlite: or postgres:; "
        "put it right in --db or LINTEL_DATABASE_URL"
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "lintel.config.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_AT_CONNECT,
        },
    }
