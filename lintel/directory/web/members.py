"""Who is of a multi-agency child protection team, and who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.directory import actions, queries
from lintel.directory.rules.members import KIND, PART_WORDS, SHORT_WORDS, Membership
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.govuk.fields import RadiosField, TextField, WrittenDateField
from lintel.kernel.instants import day_in_words, london_day
from lintel.kernel.refusals import Invalid, NotThere


class MemberForm(forms.Form):
    part = RadiosField("Which part do they take?", PART_WORDS.items(), error="Select their part")
    name = TextField("Name", error="Enter their name", width="two-thirds")
    agency = TextField("Where they work", width="two-thirds")
    from_on = WrittenDateField(
        "First day", what="The first day", error="Enter the first day they are of the team"
    )


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: str
    part: str
    name: str
    agency: str
    since: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Shape: `standing` says in words how the team stands by law; `is_short` that law asks for
    somebody who is missing."""

    title: str
    back: str
    standing: str
    missing: Sequence[str]
    is_short: bool
    members: Sequence[MemberLine]
    done: Sequence[str]


@guarded(Permission.MANAGE_ACCOUNTS, object_type="directory", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, key: str) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    today, team = london_day(now), queries.team(viewer.council, key)
    if team.kind != KIND:
        raise NotThere("members")
    ends = request.POST.get("ends", "")
    if ends:
        _end(ends, viewer.council, key, by=viewer, at=now)
        say_done(request, "They are of the team until the end of today")
        return redirect("team_members", key)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_member(team=key, **form.cleaned_data, by=viewer, at=now)
        except Invalid as wrong:
            show_refusals(form, wrong.refusals)
        else:
            say_done(request, "Added to the team")
            return redirect("team_members", key)
    found = queries.membership(viewer.council, key, on=today)
    page = MembersPage(
        title=team.title,
        back=reverse("directory_change", args=["teams", key]),
        standing=standing_words(found),
        missing=[PART_WORDS[part] for part in found.missing],
        is_short=found.required and bool(found.missing),
        members=[
            MemberLine(
                id=str(one.id),
                part=PART_WORDS[one.part],
                name=one.name,
                agency=one.agency,
                since=_since(one.from_on, one.until_on),
                may_end=one.until_on is None and one.from_on <= today,
            )
            for one in found.members
        ],
        done=[done.words for done in what_was_done(request)],
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/members.html", {"page": page, "form": form}, status=status)


def _end(member: str, council: str, key: str, *, by, at) -> None:
    """
    Errors:
        NotThere: nobody of this team.
    """
    today = london_day(at)
    there = {str(one.id): one for one in queries.membership(council, key, on=today).members}
    if member not in there:
        raise NotThere("member")
    actions.end_member(member_id=there[member].id, last_on=today, by=by, at=at)


def _since(from_on: date, until_on: date | None) -> str:
    since = f"From {day_in_words(from_on)}"
    return f"{since} until {day_in_words(until_on)}" if until_on else since


def standing_words(found: Membership) -> str:
    """
    Such as "Required since 1 September 2026: police and health are missing".
    """
    if found.required_from is None:
        when = "Your council's policy does not say yet from which day the law requires this"
    elif found.required:
        when = f"Required by law since {day_in_words(found.required_from)}"
    else:
        when = f"Required by law from {day_in_words(found.required_from)}"
    return f"{when}. {missing_words(found)}."


def missing_words(found: Membership) -> str:
    if not found.missing:
        return "Nobody is missing"
    return f"Missing: {', '.join(SHORT_WORDS[part] for part in found.missing)}"
