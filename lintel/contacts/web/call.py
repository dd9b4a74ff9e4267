"""Taking a call: one page, kept as it is typed, so that no error and no time-out loses a word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import blake2s
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded, viewer_of
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.queries.visibility import just_taken
from lintel.contacts.rules.telling_rules import MOST_ADULTS, MOST_CHILDREN, what_is_wrong
from lintel.contacts.web.call_known import (
    KnownShown,
    as_id,
    chosen_in,
    is_a_child,
    known_beside,
)
from lintel.contacts.web.call_telling import (
    MOST,
    Call,
    call_of,
    how_many,
    show_what_is_wrong,
    telling_of,
    without,
)
from lintel.contacts.web.next_step import address
from lintel.govuk.summary import error_summary
from lintel.govuk.words import Clock, clock
from lintel.kernel.instants import london_day, recently_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.policy.in_force import policy_for

DRAFT = "call"
# What is about the page and not about the family.
NOT_TYPED = {"csrfmiddlewaretoken", "do", "which"}
LISTS = {"categories"}
GONE = "Somebody you chose as a child is not known any more. Take the choice back, and look again"
ALREADY = (
    "You have already recorded this call. Open it from the board to add to it, or start again to "
    "record another"
)


@dataclass(frozen=True, slots=True)
class CallPage:
    """Shape:

    saved_at: when what is shown was kept, in words; "" when nothing was restored.
    key: makes the second of two presses of the same button do nothing.
    errors: everything that is wrong, for the summary.
    look: where scripts ask who a child may be; "" for whoever may not say who people are.
    known: who each child may be or was said to be, by its place.
    paper_open: something is said of paper, or is wrong there.
    """

    call: Call
    key: str
    saved_at: str
    autosave: str
    errors: Sequence[Mapping[str, Any]]
    may_add_child: bool
    may_add_adult: bool
    look: str
    known: Mapping[str, KnownShown]
    paper_open: bool


@dataclass(frozen=True, slots=True)
class TakenPage:
    """Shape: `clock` is the first to run out; `href` is "" for whoever may not open it."""

    reference: str
    clock: Clock | None
    clock_title: str
    danger: bool
    href: str
    attach: str
    phone: str
    out_of_hours_phone: str


def keeps_what_was_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A session that ran out while somebody was typing costs them a sign-in, never the words."""

    @wraps(view)
    def kept(request: HttpRequest) -> HttpResponse:
        account = request.user if request.user.is_authenticated else None
        answer = view(request)
        ran_out = getattr(request, "session_ran_out", False)
        if request.method == "POST" and ran_out and account is not None and account.is_active:
            now = timezone.now()
            viewer = viewer_of(account, now)
            actions.save_draft(form=DRAFT, fields=_typed(request.POST), by=viewer, at=now)
            onward = urlencode({"why": "timed_out", "next": reverse("take_call")})
            return HttpResponseRedirect(f"{reverse('login')}?{onward}")
        return answer

    return kept


@keeps_what_was_typed
@guarded(Permission.TAKE_CALL, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def take_call(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        typed, saved_at = queries.draft(viewer, DRAFT) or ({}, None)
        call = _call(viewer, typed, at=now)
        saved = recently_in_words(saved_at, at=now) if saved_at else ""
        return _answer(request, call, typed, saved_at=saved)
    do = request.POST.get("do", "save")
    if do == "discard":
        actions.drop_draft(form=DRAFT, by=viewer, at=now)
        return redirect("take_call")
    typed = _typed(request.POST)
    verb, _, which = do.partition(":")
    if verb == "remove":
        what, _, place = which.partition(".")
        if what in MOST and place.isascii() and place.isdigit():
            typed = without(typed, what, int(place))
    looking = _choose(typed, verb, which)
    actions.save_draft(form=DRAFT, fields=typed, by=viewer, at=now)
    if verb == "add" and which in MOST:
        call = _call(viewer, typed, at=now, **{which: how_many(typed, which) + 1})
        return _answer(request, call, typed)
    if verb == "save":
        return _receive(request, viewer, typed, at=now)
    return _answer(request, _call(viewer, typed, at=now), typed, look=looking)


def _choose(typed: dict[str, Any], verb: str, which: str) -> tuple[str, ...]:
    """Keep who was chosen for a child, or that it is nobody; the children now asked about."""
    place, _, person = which.partition(":")
    if verb not in ("look", "use", "unuse") or not is_a_child(place, typed):
        return ()
    if verb == "look":
        return (place,)
    typed.pop(f"{place}.known", None)
    chosen = as_id(person)
    if verb == "unuse" or chosen is None:
        return (place,)
    if chosen not in chosen_in(typed).values():
        typed[f"{place}.known"] = str(chosen)
    return ()


@guarded(Permission.LINK_PERSON, object_type="search", methods=("POST",))
@require_POST
def look_for_child(request: HttpRequest) -> HttpResponse:
    """Who one child of the page may be, as HTML for beside it. Sent, never in an address."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    typed, which = _typed(request.POST), request.POST.get("which", "")
    if not viewer.may(Permission.TAKE_CALL) or not is_a_child(which, typed):
        raise NotThere("child")
    known = known_beside(viewer, typed, at=now, look=(which,), only=which)
    return render(request, "contacts/call_known.html", {"page": known[which]})


def _receive(
    request: HttpRequest, viewer: Viewer, typed: dict[str, Any], *, at: datetime
) -> HttpResponse:
    call = _call(viewer, typed, at=at, checked=True)
    is_whole = call.is_valid()
    telling = telling_of(call)
    policy = policy_for(viewer.council)
    show_what_is_wrong(call, what_is_wrong(telling, at=at, policy=policy))
    if not is_whole or any(form.errors for form in call.forms):
        return _answer(request, call, typed, status=422)
    try:
        receipt = actions.receive_contact(
            telling=telling,
            council=viewer.council,
            by=viewer,
            at=at,
            idempotency_key=f"call:{typed['key']}" if typed.get("key") else "",
            body_digest=_digest(typed),
            known=_known(viewer, call, typed),
        )
    except NotThere:
        call.children_told[0].add_error(None, GONE)
    except Invalid as wrong:
        show_what_is_wrong(call, wrong.refusals)
    except Refused:
        call.call.add_error(None, ALREADY)
    else:
        actions.drop_draft(form=DRAFT, by=viewer, at=at)
        return redirect("call_taken", receipt.id)
    return _answer(request, call, typed, status=422)


def _known(viewer: Viewer, call: Call, typed: Mapping[str, Any]) -> dict[int, UUID]:
    """Who children were said to be, by their place in the telling."""
    if not viewer.may(Permission.LINK_PERSON):
        return {}
    chosen = chosen_in(typed)
    told = [str(form.prefix) for form in call.children_told]
    return {place: chosen[name] for place, name in enumerate(told) if name in chosen}


@guarded(Permission.TAKE_CALL, object_type="contact", methods=("GET",))
@require_safe
def call_taken(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The reference to read out, and what happens next."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact = just_taken(viewer, contact_id)
    policy = policy_for(contact.council)
    [row] = queries.rows_for(viewer, [contact], at=now)
    page = TakenPage(
        reference=contact.reference,
        clock=clock(row.clock.due_at, now) if row.clock else None,
        clock_title=row.clock.title if row.clock else "",
        danger=contact.immediate_danger,
        href=address("contact", contact.id)
        if viewer.may(Permission.VIEW_CONTACT) and queries.found(viewer, contact.id)
        else "",
        attach=address("attach_to_contact", contact.id)
        if viewer.may(Permission.ATTACH_FILE)
        else "",
        phone=policy.phone,
        out_of_hours_phone=policy.out_of_hours_phone,
    )
    return render(request, "contacts/call_taken.html", {"page": page})


def _call(viewer: Viewer, typed: Mapping[str, Any], *, at: datetime, **rest: Any) -> Call:
    policy = policy_for(viewer.council)
    return call_of(typed, policy=policy, on=london_day(at), **({"checked": False} | rest))


def _answer(
    request: HttpRequest,
    call: Call,
    typed: Mapping[str, Any],
    *,
    saved_at: str = "",
    look: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    may_look = viewer.may(Permission.LINK_PERSON)
    page = CallPage(
        call=call,
        key=str(typed.get("key") or uuid4().hex)[:64],
        saved_at=saved_at,
        autosave=address("draft", DRAFT),
        errors=error_summary(*call.forms),
        may_add_child=len(call.children) < MOST_CHILDREN,
        may_add_adult=len(call.adults) < MOST_ADULTS,
        look=address("look_for_child") if may_look else "",
        known=known_beside(viewer, typed, at=timezone.now(), look=look),
        paper_open=call.paper.has_anything() or bool(call.paper.errors),
    )
    return render(request, "contacts/call.html", {"page": page}, status=status)


def _typed(sent: QueryDict) -> dict[str, Any]:
    """What somebody typed, as a draft keeps it."""
    return {
        name: [_plain(each) for each in values] if name in LISTS else _plain(values[-1])
        for name, values in sent.lists()
        if name not in NOT_TYPED and values
    }


def _plain(words: str) -> str:
    return words.replace("\x00", "")  # no database keeps it, and nobody typed it


def _digest(typed: Mapping[str, Any]) -> str:
    said = repr(sorted((name, value) for name, value in typed.items() if value))
    return blake2s(said.encode("utf-8", "surrogatepass")).hexdigest()
