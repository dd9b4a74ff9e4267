"""The request being answered: its id, so that a trail entry and a log line can be matched, and
the network address it came from, which the trail keeps as a mark.

Set by config's middleware for web requests; empty in commands and jobs unless they set one.
"""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("lintel_request_id", default="")
came_from: ContextVar[str] = ContextVar("lintel_came_from", default="")
