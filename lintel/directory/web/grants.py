"""Roles that one person has asked for and another has to confirm."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lintel.access import actions, queries as access
from lintel.access.guards import guarded
from lintel.access.queries import GrantSeen
from lintel.access.roles import ROLE_CAN, ROLE_WORDS
from lintel.access.stepping_up import stepped_up
from lintel.access.viewers import Permission
from lintel.directory import queries
from lintel.govuk.answers import say_done, what_was_done
from lintel.kernel.instants import day_in_words, recently_in_words


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
    titles = {agency.key: agency.title for agency in queries.agencies(viewer.council)}
    page = GrantsPage(
        grants=tuple(_line(one, titles, at=now) for one in access.grants_waiting(viewer, now)),
        done=tuple(done.words for done in what_was_done(request)),
    )
    return render(request, "directory/grants.html", {"page": page})


@guarded(Permission.CONFIRM_GRANT, object_type="grant", methods=("POST",))
@stepped_up
@require_POST
def confirm(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    actions.confirm_grant(grant_id=grant_id, by=request.viewer, at=timezone.now())  # type: ignore[attr-defined]
    say_done(request, "Confirmed: it counts from now on")
    return redirect("grants")


@guarded(Permission.CONFIRM_GRANT, object_type="grant", methods=("POST",))
@stepped_up
@require_POST
def refuse(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    actions.refuse_grant(grant_id=grant_id, by=request.viewer, at=timezone.now())  # type: ignore[attr-defined]
    say_done(request, "Refused: nothing has changed")
    return redirect("grants")


def _line(one: GrantSeen, titles: dict[str, str], *, at) -> GrantLine:
    terms = one.appointed
    until = terms.employed_until
    return GrantLine(
        who=one.who,
        terms=(
            ("Role now", ROLE_WORDS[one.role_now] if one.role_now else "None yet"),
            ("Role asked for", ROLE_WORDS[terms.role]),
            ("What it can do", ROLE_CAN[terms.role]),
            ("Employer", titles.get(terms.agency, terms.agency)),
            ("Last day", day_in_words(until) if until else "Open"),
            ("Asked by", f"{one.asked_by}, {recently_in_words(one.asked_at, at=at)}"),
        ),
        confirm="" if one.why_not else reverse("confirm_grant", args=[one.grant_id]),
        refuse=reverse("refuse_grant", args=[one.grant_id]),
        why_not=one.why_not,
    )
