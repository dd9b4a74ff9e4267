"""Telling the next page what has just been done, as govuk.answers does above this context."""

from django.contrib import messages
from django.http import HttpRequest


def say_done(request: HttpRequest, words: str) -> None:
    """Never a name: it is kept in a cookie until it is told."""
    messages.success(request, words, extra_tags="|")


def what_was_done(request: HttpRequest) -> tuple[str, ...]:
    return tuple(str(message) for message in messages.get_messages(request))
