"""Conflicts of interest: one's own, those of others for a manager, and a warning before opening."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import queries as access
from lintel.access.guards import guarded
from lintel.access.viewers import GRANTS, Permission, Viewer
from lintel.contacts import actions, queries
from lintel.contacts.web.conflict_forms import (
    DeclareForm,
    EndConflictForm,
    OwnDetailsForm,
    WhyOpenForm,
)
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.restrictions import actions as restrictions
from lintel.restrictions.queries import conflicts as conflict_queries
from lintel.restrictions.queries.declared import ConflictSeen, details_said, own_conflicts
from lintel.restrictions.rules.conflicts import RELATION_WORDS, Detail, Relation

DETAIL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Detail.SELF: "your name and date of birth",
        Detail.FAMILY_NAME: "your last names",
        Detail.ADDRESS: "where you live",
        Detail.FORMER_ADDRESS: "where you have lived",
        Detail.PHONE: "your telephone numbers",
        Detail.EMAIL: "your e-mail addresses",
        Detail.KIN: "your close family",
    }
)
MET_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Detail.FAMILY_NAME: "a last name you have had",
        Detail.ADDRESS: "where you live",
        Detail.FORMER_ADDRESS: "where you have lived",
        Detail.PHONE: "your telephone number",
        Detail.EMAIL: "your e-mail address",
        Detail.KIN: "somebody of your close family",
    }
)
KIND_WORDS = {"self": "Own record", "declared": "Declared", "inferred": "Seen by Lintel"}


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """Shape: `opened` are (when, why) they opened a record in spite of the warning."""

    who: str
    kind: str
    about: str
    said: str
    since: str
    opened: tuple[tuple[str, str], ...]
    end: str


@dataclass(frozen=True, slots=True)
class MyConflictsPage:
    declared: Sequence[ConflictShown]
    details: str
    keeps_others: bool
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    conflicts: Sequence[ConflictShown]
    done: Sequence[str]


@dataclass(frozen=True, slots=True)
class AskPage:
    """A page with one form. Shape: `lead` are paragraphs; `back` (words, address)."""

    title: str
    lead: Sequence[str]
    button: str
    back: tuple[str, str]


MINE = ("Back to my conflicts", "/conflicts")


@guarded(Permission.DECLARE_CONFLICT, object_type="conflict", methods=("GET",))
@require_safe
def my_conflicts(request: HttpRequest) -> HttpResponse:
    """What one has declared. What was inferred is not listed: it would say what there is."""
    viewer = request.viewer  # type: ignore[attr-defined]
    said = [DETAIL_WORDS[detail] for detail in details_said(viewer)]
    page = MyConflictsPage(
        declared=[_shown(one) for one in own_conflicts(viewer)],
        details=", ".join(said),
        keeps_others=viewer.may(Permission.KEEP_CONFLICTS),
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "contacts/my_conflicts.html", {"page": page})


@guarded(Permission.KEEP_CONFLICTS, object_type="conflict", methods=("GET",))
@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """Those of everybody else in the council, for a manager."""
    viewer = request.viewer  # type: ignore[attr-defined]
    page = ConflictsPage(
        conflicts=[
            _shown(one) for one in restrictions.read_conflicts(by=viewer, at=timezone.now())
        ],
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "contacts/conflicts.html", {"page": page})


def _shown(one: ConflictSeen) -> ConflictShown:
    said = one.reason
    if one.details:
        met = ", ".join(MET_WORDS.get(each, each) for each in one.details)
        said = f"What they said of themselves meets the record: {met.replace('your', 'their')}"
    if one.relation:
        said = f"{RELATION_WORDS[Relation(one.relation)]}. {said}"
    return ConflictShown(
        who=one.who,
        kind=KIND_WORDS[one.kind],
        about=one.about or ("Somebody described" if one.relation else ""),
        said=said,
        since=f"{when_in_words(one.at)}, by {one.by}",
        opened=tuple((when_in_words(at), because) for at, because in one.opened),
        end=reverse("end_conflict", args=[one.id]),
    )


@guarded(Permission.DECLARE_CONFLICT, object_type="conflict", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def declare_conflict(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    form = DeclareForm(
        request.POST if request.method == "POST" else None, colleagues=_colleagues(viewer)
    )
    lead = [
        "Everything about the family is hidden from whoever is near to them, from now on: "
        "records, lists and searches. A manager can end it.",
        "Give a reference if there is one, or the name and date of birth of one of them. "
        "You are not told whether there is a record.",
    ]
    page = AskPage("Declare a conflict of interest", lead, "Declare it", MINE)
    if request.method != "POST":
        return _ask(request, page, form)
    if not form.is_valid():
        return _ask(request, page, form, status=422)
    said = form.cleaned_data
    try:
        actions.declare_conflict(
            relation=said["relation"],
            reason=said["reason"],
            reference=said["reference"] or "",
            described=form.described(),
            of=UUID(said["of"]) if said.get("of") else None,
            by=viewer,
            at=now,
        )
    except Invalid as wrong:
        show_refusals(form, wrong.refusals)
        return _ask(request, page, form, status=422)
    say_done(request, "Declared. It is hidden from now on")
    return redirect("conflicts" if said.get("of") else "my_conflicts")


def _colleagues(viewer: Viewer) -> list[tuple[str, str]]:
    if not viewer.may(Permission.KEEP_CONFLICTS):
        return []
    roles = [role for role, granted in GRANTS.items() if Permission.DECLARE_CONFLICT in granted]
    people = access.accounts_in_council(viewer.council, roles)
    return [(str(p.account_id), p.name) for p in people if p.account_id != viewer.account_id]


@guarded(Permission.DECLARE_CONFLICT, object_type="conflict", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def own_details(request: HttpRequest) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    form = OwnDetailsForm(request.POST if request.method == "POST" else None)
    lead = [
        "So that records of your own family are kept from you, or you are warned before you open "
        "one. It is kept so that it can be compared and never read: nobody sees it, not even you. "
        "What you enter here takes the place of what you entered before.",
    ]
    page = AskPage("Your own details", lead, "Save", MINE)
    if request.method != "POST":
        return _ask(request, page, form)
    if not form.is_valid():
        return _ask(request, page, form, status=422)
    actions.say_own_details(said=form.said(), by=viewer, at=now)
    say_done(request, "Your details are kept")
    return redirect("my_conflicts")


@guarded(Permission.KEEP_CONFLICTS, object_type="conflict", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def end_conflict(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    (found,) = restrictions.read_conflicts(conflict_id=conflict_id, by=viewer, at=now)
    form = EndConflictForm(request.POST if request.method == "POST" else None)
    lead = [
        f"{found.who}: what this conflict hides from them is shown to them again.",
        _shown(found).said,
    ]
    back = ("Back to conflicts of interest", reverse("conflicts"))
    page = AskPage("End a conflict of interest", lead, "End it", back)
    if request.method != "POST":
        return _ask(request, page, form)
    if not form.is_valid():
        return _ask(request, page, form, status=422)
    try:
        restrictions.end_conflict(
            conflict_id=conflict_id, because=form.cleaned_data["because"], by=viewer, at=now
        )
    except (Invalid, Refused) as wrong:
        show_refusals(form, wrong.refusals)
        return _ask(request, page, form, status=409)
    say_done(request, "Ended")
    return redirect("conflicts")


@guarded(Permission.VIEW_CONTACT, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def possible_conflict(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Before a contact that may be of one's own family. It says which of one's own details met
    those of the contact, and nothing else of it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = queries.found(viewer, contact_id)
    if not seen:
        raise NotThere("contact")
    met = conflict_queries.warned_of(viewer, contact_id)
    if not met:
        return redirect("contact", contact_id)
    form = WhyOpenForm(request.POST if request.method == "POST" else None)
    words = ", ".join(MET_WORDS.get(each, each) for each in met)
    lead = [
        f"This contact names {words}. If you know this family, do not open it: declare it under "
        "My conflicts, and it is passed to somebody else.",
    ]
    back = ("Go to my conflicts instead", reverse("my_conflicts"))
    page = AskPage(f"{seen[0].reference} may be about somebody you know", lead, "Open it", back)
    if request.method != "POST":
        return _ask(request, page, form)
    if not form.is_valid():
        return _ask(request, page, form, status=422)
    try:
        actions.open_with_reason(
            contact_id=contact_id, reason=form.cleaned_data["reason"], by=viewer, at=now
        )
    except Invalid as wrong:
        show_refusals(form, wrong.refusals)
        return _ask(request, page, form, status=422)
    return redirect("contact", contact_id)


def _ask(
    request: HttpRequest, page: AskPage, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    given: dict[str, Any] = {"page": page, "form": form}
    return render(request, "contacts/conflict_asks.html", given, status=status)
