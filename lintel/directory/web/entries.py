"""The directory: the teams, agencies and services of a council, added and changed."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.directory import actions, queries
from lintel.directory.rules.kinds import (
    AGENCY_KIND_WORDS,
    TEAM_KIND_WORDS,
    Agency,
    Service,
    Team,
    key_from,
)
from lintel.directory.rules.members import KIND
from lintel.directory.web.forms import AgencyForm, ChangeTeamForm, ServiceForm, TeamForm
from lintel.directory.web.members import standing_words
from lintel.directory.web.pages import DirectoryPage, EntryLine, EntryPage, Section
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.kernel.as_seen import letters_of
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, NotThere, Refused


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the directory: what it is called, and how an entry is added and changed."""

    title: str
    one: str
    hint: str
    kind_words: str
    made_of: type
    form: type[forms.Form]
    change_form: type[forms.Form]
    all_of: Callable[[str], Sequence[Any]]
    add: Callable[..., Any]
    change: Callable[..., bool]


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "teams": Part(
            "Teams",
            "team",
            "Who takes work on. An outcome goes to a team of its kind.",
            "Kind",
            Team,
            TeamForm,
            ChangeTeamForm,
            queries.teams,
            actions.add_team,
            actions.change_team,
        ),
        "agencies": Part(
            "Agencies",
            "agency",
            "Who people work for: the council, the police, a school.",
            "Kind",
            Agency,
            AgencyForm,
            AgencyForm,
            queries.agencies,
            actions.add_agency,
            actions.change_agency,
        ),
        "services": Part(
            "Services",
            "service",
            "What a family can be told of or sent to.",
            "What it does",
            Service,
            ServiceForm,
            ServiceForm,
            queries.services,
            actions.add_service,
            actions.change_service,
        ),
    }
)


@guarded(Permission.MANAGE_ACCOUNTS, object_type="directory", methods=("GET",))
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    council = request.viewer.council  # type: ignore[attr-defined]
    kept = {what: part.all_of(council) for what, part in PARTS.items()}
    there = {team.kind for team in kept["teams"]}
    page = DirectoryPage(
        sections=[
            Section(
                what=what,
                title=part.title,
                hint=part.hint,
                kind_words=part.kind_words,
                add=reverse("directory_add", args=[what]),
                add_words=f"Add {_an(part.one)}",
                lines=[_line(what, entry) for entry in kept[what]],
            )
            for what, part in PARTS.items()
        ],
        missing=[words for kind, words in TEAM_KIND_WORDS.items() if kind not in there | {"other"}],
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "directory/directory.html", {"page": page})


def _an(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _line(what: str, entry: Any) -> EntryLine:
    ways = (entry.phone, getattr(entry, "email", ""), getattr(entry, "url", ""))
    kind = {
        Team: lambda: TEAM_KIND_WORDS[entry.kind],
        Agency: lambda: AGENCY_KIND_WORDS.get(entry.kind, entry.kind),
        Service: lambda: entry.summary,
    }[type(entry)]()
    default = getattr(entry, "takes_by_default", False)
    return EntryLine(
        href=reverse("directory_change", args=[what, entry.key]),
        title=entry.title,
        kind=kind,
        reach=[way for way in ways if way],
        mark="Takes work of its kind" if default else "",
    )


def _part(what: str) -> Part:
    if what not in PARTS:
        raise NotThere
    return PARTS[what]


def _members(team: Team, *, on: date) -> list[tuple[str, ...]]:
    """Who is missing of a team that law asks several agencies for, and where that is changed."""
    if team.kind != KIND:
        return []
    words = standing_words(queries.membership(team.council, team.key, on=on))
    return [("Members", words, "See and change", reverse("team_members", args=[team.key]))]


@guarded(Permission.MANAGE_ACCOUNTS, object_type="directory", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, what: str) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    part = _part(what)
    form = part.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = {entry.key for entry in part.all_of(viewer.council)}
        entry = part.made_of(
            key=key_from(form.cleaned_data["title"], taken),
            council=viewer.council,
            **form.cleaned_data,
        )
        try:
            part.add(**{part.one: entry}, by=viewer, at=now)
        except Invalid as wrong:
            show_refusals(form, wrong.refusals)
        else:
            say_done(request, f"The {part.one} is in the directory")
            return redirect("directory")
    page = EntryPage(f"Add {_an(part.one)}", f"Add {part.one}", ())
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/entry.html", {"page": page, "form": form}, status=status)


@guarded(Permission.MANAGE_ACCOUNTS, object_type="directory", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, what: str, key: str) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    part = _part(what)
    entry = next((each for each in part.all_of(viewer.council) if each.key == key), None)
    if entry is None:
        raise NotThere
    before = dataclasses.asdict(entry)
    form = part.change_form(request.POST if request.method == "POST" else None, initial=before)
    meanwhile: list[tuple[str, ...]] = []
    if request.method == "POST" and form.is_valid():
        after = dataclasses.replace(entry, **form.cleaned_data)
        try:
            seen = request.POST.get("seen", "")
            changed = part.change(**{part.one: after}, seen=seen, by=viewer, at=now)
        except (Invalid, Refused) as wrong:
            show_refusals(form, wrong.refusals)
            meanwhile = _as_it_is(form) if isinstance(wrong, Refused) else []
        else:
            say_done(request, "Changed from now on" if changed else "Nothing was different")
            return redirect("directory")
    facts: list[tuple[str, ...]] = [("Key", key)]
    if isinstance(entry, Team):
        facts.append(("Kind", TEAM_KIND_WORDS[entry.kind]))
        facts += _members(entry, on=london_day(now))
    page = EntryPage(
        f"Change {_an(part.one)}", "Save changes", [*facts, *meanwhile], letters_of(before)
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/entry.html", {"page": page, "form": form}, status=status)


def _as_it_is(form: forms.Form) -> list[tuple[str, ...]]:
    """What it says now where that is not what was typed."""
    return [
        (f"{form.fields[name].label}: it now says", str(form.initial.get(name) or "nothing"))
        for name in form.changed_data
    ]
