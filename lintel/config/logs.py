"""Log lines that say what failed and where, and never what it was given."""

import logging
import traceback
from types import TracebackType

from lintel.kernel.request_ids import request_id

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """A fault's places and its class. Its message is left out: it may quote a record."""

    def format(self, record: logging.LogRecord) -> str:
        """With the number of the request, which the person who met the fault was shown."""
        record.request_id = request_id.get() or "-"
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
