"""The id of the request being answered, so that a trail entry and a log line can be matched.

Set by config's middleware for web requests; empty in commands and jobs unless they set one.
"""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("lintel_request_id", default="")
