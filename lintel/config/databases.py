"""Which database, from one address, with the settings that make a commit mean something."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SERVER = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:\[\]]*))(?::(?P<port>\d*))?")

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
# A machine that lost its power says nothing at all: after these seconds nobody waits for it, and
# the next server of the address is asked.
POSTGRES_WHEN_SILENT = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
# Of several servers the one that takes writes: the others stand by.
ONE_THAT_TAKES_WRITES = {"target_session_attrs": "read-write"}


def database(address: str, *, data: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address; empty means SQLite in the data folder.

    Errors:
        ValueError: the address is neither sqlite: nor postgres:, or its servers cannot be read.
    """
    if not address:
        return _sqlite(data / "lintel.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        # Three slashes and a path below here, or four and a path from the root.
        return _sqlite(Path(unquote(parts.path)[1:]).absolute())
    if parts.scheme in {"postgres", "postgresql"}:
        hosts, ports = _servers(parts.netloc.rpartition("@")[2])
        return {
            "ENGINE": "lintel.config.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": hosts,
            "PORT": ports,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "options": POSTGRES_AT_CONNECT,
                **POSTGRES_WHEN_SILENT,
                **(ONE_THAT_TAKES_WRITES if "," in hosts else {}),
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ValueError(
        "The database address must begin with sqlite: or postgres:; "
        "put it right in --db or LINTEL_DATABASE_URL"
    )


def _servers(said: str) -> tuple[str, str]:
    """The hosts and the ports of an address, as libpq takes them.

    >>> _servers("db1,db2:5433"), _servers("[::1]:5433"), _servers("db")
    (('db1,db2', ',5433'), ('::1', '5433'), ('db', ''))
    """
    found = [SERVER.fullmatch(one) for one in said.split(",")]
    read = [match.group("six", "host", "port") for match in found if match]
    if len(read) < len(found) or (len(found) > 1 and not all(six or host for six, host, _ in read)):
        raise ValueError(
            "The database address must name its servers like db1.internal:5432,db2.internal:5432; "
            "put it right in --db or LINTEL_DATABASE_URL"
        )
    hosts = ",".join(unquote(six or host) for six, host, _ in read)
    ports = [port or "" for _, _, port in read]
    return hosts, ",".join(ports) if any(ports) else ""


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
