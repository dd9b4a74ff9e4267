"""What a form says back: refusals beside the questions they are about, and what has been done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lintel.access.viewers import Permission, Viewer
from lintel.kernel.refusals import Refusal

# A cause is the name of a page about the contact, but for this one.
PAGE_OF_CAUSE = {"link": "people"}
# A way that ends at "your role does not allow this" is none.
NEEDED = {
    "look": Permission.LOOK,
    "acknowledge": Permission.ACKNOWLEDGE_IMMEDIATE,
    "rate": Permission.RATE,
    "people": Permission.LINK_PERSON,
    "history": Permission.OPEN_HISTORY,
    "indicator": Permission.DISMISS_INDICATOR,
    "decide": Permission.DECIDE,
    "weigh": Permission.DECIDE,
    "requests_about": Permission.VIEW_BOARD,
    "release": Permission.HOLD,
    "handover": Permission.RECEIVE_HANDOVER,
    "promises": Permission.PROMISE,
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A refusal as a page shows it. Shape: `href` is "" where nothing can be opened."""

    message: str
    href: str = ""
    overridable: bool = False
    note: str = ""


def show_refusals(form: BaseForm, refusals: Iterable[Refusal]) -> None:
    """Put each refusal beside its question, or above the form where it has none.

    A form whose questions have other names than the rules says so in `answers`.
    """
    names = getattr(form, "answers", {})
    for refusal in refusals:
        field = names.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, refusal.message)


def address_of(cause: str, contact_id: object, viewer: Viewer) -> str:
    """Where `viewer` can put the cause of a refusal right: "rate", "indicator:<id>"; "" for
    nowhere. Who may not set a sign aside can still read it on the contact."""
    name, _, part = cause.partition(":")
    page = PAGE_OF_CAUSE.get(name, name)
    needed = NEEDED.get(page)
    if needed is not None and not viewer.may(needed):
        return f"{reverse('contact', args=[contact_id])}#sign-{part}" if part else ""
    for arguments in ((contact_id, part), (contact_id,)):
        try:
            return reverse(page, args=arguments) if page else ""
        except NoReverseMatch:
            continue
    return ""


def obstacles(
    refusals: Iterable[Refusal], contact_id: object, viewer: Viewer
) -> tuple[Obstacle, ...]:
    return tuple(
        Obstacle(
            refusal.message, address_of(refusal.cause, contact_id, viewer), refusal.overridable
        )
        for refusal in refusals
    )


@dataclass(frozen=True, slots=True)
class Done:
    """Shape: `undo` is the name of the page that takes it back, "" when nothing can; `onward`
    the queue that the next piece of work comes from, "" when none is offered."""

    words: str
    undo: str = ""
    onward: str = ""


def say_done(request: HttpRequest, words: str, *, undo: str = "", onward: str = "") -> None:
    """Tell the next page somebody sees what they have just done. Never a name: it is a cookie."""
    messages.success(request, words, extra_tags=f"{undo}|{onward}")


def what_was_done(request: HttpRequest) -> Sequence[Done]:
    """What has not been told yet; reading it tells it."""
    told = []
    for message in messages.get_messages(request):
        undo, _, onward = (message.extra_tags or "|").partition("|")
        told.append(Done(str(message), undo, onward))
    return told


def version_seen(request: HttpRequest) -> int:
    """The version of the record a form was made from. None sent is nobody's: the write is stale."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0
