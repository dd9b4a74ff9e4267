"""Log lines that say what failed and where, and never what it was given."""

import logging
import traceback
from types import TracebackType
from typing import Any

from lintel.kernel.request_ids import request_id

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def _without_the_address(said: object, request: Any) -> object:
    """Which page it was, and not what stood in its address: an invitation's is its key."""
    asked = str(getattr(request, "path", "") or "")
    if not asked or said not in {asked, asked.encode("unicode_escape").decode("ascii")}:
        return said
    found = getattr(request, "resolver_match", None)
    return f"/{found.route}" if found is not None else "an address that is not there"


class WithoutValues(logging.Formatter):
    """A fault's places and its class. Its message is left out: it may quote a record."""

    def format(self, record: logging.LogRecord) -> str:
        """With the number of the request, which the person who met the fault was shown."""
        record.request_id = request_id.get() or "-"
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            record.args = tuple(_without_the_address(said, request) for said in record.args)
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the name logging calls
        """Innermost last, as Python prints it."""
        kind, problem, _ = ei
        if kind is None or problem is None:
            return ""
        lines = []
        while problem is not None:
            frames = traceback.extract_tb(problem.__traceback__)
            lines.append(f"{type(problem).__module__}.{type(problem).__qualname__}")
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            problem = problem.__cause__ or problem.__context__
        return "\n".join(lines)
