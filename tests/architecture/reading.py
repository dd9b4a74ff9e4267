"""Proof that a page only reads: for the tests of every page.

with only_reads():
    client.get(f"/contacts/{contact.id}")
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# The trail, and the row that says when a session was last seen.
ALLOWED = ("audit_", "django_session")
_WRITE = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+"?(\w+)"?', re.I
)


@contextmanager
def only_reads() -> Iterator[list[str]]:
    """Fails when anything inside writes to a table that is not the trail; gives what it wrote."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITE.match(sql)
        if found:
            written.append(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
    elsewhere = [table for table in written if not table.startswith(ALLOWED)]
    assert not elsewhere, f"a page that is only read wrote to {', '.join(elsewhere)}"


def assert_get_writes_nothing_but_trail(client: Any, address: str, **options: Any) -> Any:
    """GET it; the answer, once it is sure that nothing but the trail was written."""
    with only_reads():
        return client.get(address, **options)
