"""Roles that one person has asked for and another has to confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lintel.access import actions
from lintel.access.guards import guarded
from lintel.access.roles import ROLE_CAN, ROLE_WORDS
from lintel.access.rules import Appointment
from lintel.access.stepping_up import stepped_up
from lintel.access.viewers import Permission
from lintel.access.waiting import GrantSeen, grants_waiting
from lintel.directory import queries
from lintel.directory.web.pages import SecretPage
from lintel.govuk.answers import say_done, what_was_done
from lintel.kernel.instants import day_in_words, recently_in_words, when_in_words


@dataclass(frozen=True, slots=True)
class GrantLine:
    """Shape: `confirm` is "" for whoever may not, and `why_not` says why."""

    who: str
    terms: tuple[tuple[str, str], ...]
    confirm: str
    refuse: str
    why_not: str


@dataclass(frozen=True, slots=True)
class GrantsPage:
    grants: tuple[GrantLine, ...]
    done: tuple[str, ...]


@guarded(Permission.CONFIRM_GRANT, object_type="grant", methods=("GET",))
@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    entries = (*queries.agencies(viewer.council), *queries.teams(viewer.council))
    titles = {entry.key: entry.title for entry in entries}
    page = GrantsPage(
        grants=tuple(_line(one, titles, at=now) for one in grants_waiting(viewer, now)),
        done=tuple(done.words for done in what_was_done(request)),
    )
    return render(request, "directory/grants.html", {"page": page})


@guarded(Permission.CONFIRM_GRANT, object_type="grant", methods=("POST",))
@stepped_up
@require_POST
def confirm(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """The link of an invitation without an address is for whoever confirms to pass on."""
    site = request.build_absolute_uri("/").rstrip("/")
    token = actions.confirm_grant(
        grant_id=grant_id,
        site=site,
        by=request.viewer,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    if not token:
        say_done(request, "Confirmed: it counts from now on")
        return redirect("grants")
    page = SecretPage(
        title="Copy this invitation now",
        label="Invitation link",
        secret=f"{site}{reverse('invitation_link', args=[token])}",
        paragraphs=(
            "It is shown once. It makes one account, once, within 7 days.",
            "No email address was given, so it is for you to give it to them.",
            "Whoever opens it chooses a password and sets up one-time codes.",
        ),
        onward=reverse("grants"),
        onward_words="I have copied it. Go to roles to confirm",
    )
    return render(request, "directory/secret.html", {"page": page})


@guarded(Permission.CONFIRM_GRANT, object_type="grant", methods=("POST",))
@stepped_up
@require_POST
def refuse(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    actions.refuse_grant(grant_id=grant_id, by=request.viewer, at=timezone.now())  # type: ignore[attr-defined]
    say_done(request, "Refused: nothing has changed")
    return redirect("grants")


def _line(one: GrantSeen, titles: dict[str, str], *, at) -> GrantLine:
    asked = dict(_terms(one.appointed, titles))
    now = dict(_terms(one.now, titles)) if one.now else {}
    return GrantLine(
        who=one.who,
        terms=(
            ("For", _for_whom(one)),
            *((what, _from_to(now.get(what, words), words)) for what, words in asked.items()),
            *_goes_to(one),
            ("What the role can do", ROLE_CAN[one.appointed.role]),
            ("Why they need it", one.why or "It was not said"),
            ("Asked by", f"{one.asked_by}, {recently_in_words(one.asked_at, at=at)}"),
            ("Confirm by", when_in_words(one.lapses_at)),
        ),
        confirm="" if one.why_not else reverse("confirm_grant", args=[one.grant_id]),
        refuse=reverse("refuse_grant", args=[one.grant_id]),
        why_not=one.why_not,
    )


def _for_whom(one: GrantSeen) -> str:
    if one.comes_back:
        return "Somebody whose account was disabled, with the password and codes they had"
    return "Somebody who is here already" if one.now else "Somebody new"


def _terms(terms: Appointment, titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    until, registered = terms.employed_until, terms.registered_until
    yield "Role", ROLE_WORDS[terms.role]
    yield "Employer", titles.get(terms.agency, terms.agency)
    yield "Employed by the council", "Yes" if terms.employed_by_council else "No"
    yield "Teams", ", ".join(sorted(titles.get(key, key) for key in terms.teams)) or "None"
    number = terms.registration_number or "Without a number"
    yield "Registration", f"{number}, until {day_in_words(registered)}" if registered else "None"
    yield "Last day of employment", day_in_words(until) if until else "Open"


def _goes_to(one: GrantSeen) -> Iterator[tuple[str, str]]:
    if one.is_invitation:
        yield "The link goes to", one.email or "You, to give to them when you confirm"


def _from_to(now: str, asked: str) -> str:
    return asked if now == asked else f"From {now} to {asked}"
