"""One person known to the hub, two side by side, and the queue of people who may be one."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import queries as access
from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts.web.person_pages import (
    BAND_WORDS,
    ComparePage,
    DuplicatesPage,
    PersonPage,
    Side,
    UnmergePage,
    facts_of_person,
    homes_of,
    pair_shown,
    past_of,
    record_shown,
    rows_of,
    search_words,
    title_of,
)
from lintel.contacts.web.record_pages import address
from lintel.govuk.answers import say_done, version_seen, what_was_done
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale
from lintel.people import actions, duplicates
from lintel.people.comparing_people import agreements_between, looks_like, objections
from lintel.people.person_file import known_as, person_file
from lintel.people.queries import PersonSummary, person_summary
from lintel.people.rules.agreements import Agreement
from lintel.people.rules.kin import KIN_WORDS


@guarded(Permission.VIEW_PERSON, object_type="person", methods=("GET",))
@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    kept = known_as(viewer, person_id)
    if kept != person_id:
        return redirect("person", kept)
    actions.open_person(person_id, by=viewer, at=now)
    found = person_file(viewer, person_id)
    names = access.names_of(found.accounts())
    undone, merges, apart = past_of(found, names)
    page = PersonPage(
        person_id=person_id,
        heading=found.card.name or "Name not known",
        number=found.card.number,
        facts=facts_of_person(found.card),
        homes=homes_of(viewer, found.card),
        records=[record_shown(record, names) for record in reversed(found.records)],
        undone=undone,
        merges=merges,
        apart=apart,
        done=what_was_done(request),
        family_href=address("family", person_id),
        restrict_href=address("restrict_person", person_id)
        if viewer.may(Permission.RESTRICT)
        else "",
    )
    return render(request, "contacts/person.html", {"page": page})


@guarded(Permission.LINK_PERSON, object_type="person", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Side by side: merge them, say they are two, or leave them for later."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    duplicates.both_known(viewer, person_id, other_id)
    kept, other = known_as(viewer, person_id), known_as(viewer, other_id)
    if kept == other:
        return redirect("person", kept)
    if request.method != "POST":
        for each in (kept, other):
            actions.open_person(each, by=viewer, at=now)
        return _compare_page(request, kept, other)
    try:
        words = _decide(request, kept, other, by=viewer, at=now)
    except (Invalid, Refused) as no:
        return _compare_page(request, kept, other, wrong=[r.message for r in no.refusals])
    except Stale:
        words = "They have changed since you opened this page. Look again before you decide"
        return _compare_page(request, kept, other, wrong=[words])
    say_done(request, words)
    if request.POST.get("do") == "merge":
        return redirect("person", kept)
    if request.POST.get("do") in {"apart", "leave"}:
        return redirect("duplicates")
    return redirect("compare_people", kept, other)


def _decide(request: HttpRequest, kept: UUID, other: UUID, *, by: Viewer, at: datetime) -> str:
    sent = request.POST
    reason = sent.get("reason", "")
    version = version_seen(request)
    if sent.get("do") == "merge":
        checked = bool(sent.get("checked"))
        actions.merge_people(kept, other, reason, by=by, at=at, version=version, checked=checked)
        return "Merged. If that was wrong, undo it below: everything goes back where it was"
    if sent.get("do") == "apart":
        actions.say_two_people(kept, other, by=by, at=at, because=reason, version=version)
        return "Said to be two people. To take that back, open one of them"
    if sent.get("do") == "back":
        actions.take_back_two_people(kept, other, reason, by=by, at=at, version=version)
        return "Taken back. They may be offered as one person again"
    pair = duplicates.pair_of(by, kept, other)
    if pair is None:
        raise NotThere("pair")
    if sent.get("do") == "take_up":
        actions.take_up_pair(pair.pair_id, by=by, at=at)
        return "Put back in the queue"
    if sent.get("do") == "leave":
        actions.leave_pair(pair.pair_id, by=by, at=at)
        return "Left for later. It is under Left for later, and can be put back from there"
    raise NotThere("act")


def _compare_page(
    request: HttpRequest, kept: UUID, other: UUID, *, wrong: list[str] | None = None
) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    one, two = person_summary(viewer, kept), person_summary(viewer, other)
    pair = duplicates.pair_of(viewer, kept, other)
    agreements, band = agreements_between(kept, other, viewer.council)
    against = objections(kept, other)
    stopped = next((each.message for each in against if not each.overridable), "")
    back = request.POST.get("do") == "back"
    wrong = wrong or []
    page = ComparePage(
        one=_side(one),
        other=_side(two),
        rows=rows_of(viewer, one, two),
        band=BAND_WORDS.get(band, "The scorer would not offer them as one person"),
        agrees=[(e.words, _bits(e)) for e in agreements if e.how.value != "differs"],
        differs=[(e.words, _bits(e)) for e in agreements if e.how.value == "differs"],
        kin=KIN_WORDS[looks_like(kept, other)],
        warnings=[each.message for each in against if each.overridable],
        stopped=stopped,
        may_go_on=viewer.may(Permission.MERGE_DOUBTFUL),
        may_merge=viewer.may(Permission.MERGE_PEOPLE),
        is_apart=bool(stopped),
        pair_id=pair.pair_id if pair else None,
        is_left=bool(pair and pair.left_at),
        swap_href=address("compare_people", other, kept),
        version=person_file(viewer, kept).version,
        errors=[{"text": words, "href": "#reason-back" if back else "#reason"} for words in wrong],
        merge_error=wrong[0] if wrong and not back else "",
        back_error=wrong[0] if wrong and back else "",
        typed=request.POST.get("reason", ""),
        done=what_was_done(request),
    )
    status = 422 if wrong else 200
    return render(request, "contacts/compare_people.html", {"page": page}, status=status)


def _side(card: PersonSummary) -> Side:
    return Side(card.person_id, title_of(card), card.number, address("person", card.person_id))


_SHARED = frozenset({"family_name", "address", "phone", "mother", "father", "date_of_birth"})


def _bits(one: Agreement) -> str:
    """How much it says, in words."""
    strength = abs(one.weight)
    if strength < 1:
        return "says little: a twin shares it" if one.field in _SHARED else "says little"
    much = "a little" if strength < 3 else "much" if strength < 8 else "very much"
    return f"says {much} {'for' if one.weight > 0 else 'against'} one person"


@guarded(Permission.MERGE_PEOPLE, object_type="person", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def unmerge(request: HttpRequest, person_id: UUID, merge_id: UUID) -> HttpResponse:
    """Why it was wrong; then everything is back where it was."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    kept = known_as(viewer, person_id)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            other = actions.unmerge_people(
                kept,
                request.POST.get("reason", ""),
                by=viewer,
                at=now,
                merge_id=merge_id,
                version=version_seen(request),
            )
        except (Invalid, Refused) as no:
            errors = [{"text": each.message, "href": "#reason"} for each in no.refusals]
        except Stale:
            words = "They have changed since you opened this page. Look again before you decide"
            errors = [{"text": words, "href": "#reason"}]
        else:
            say_done(
                request,
                "Unmerged: they are two people again, each with what was theirs. "
                "To merge them again, use the button below",
            )
            return redirect("compare_people", kept, other)
    else:
        actions.open_person(kept, by=viewer, at=now)
    found = person_file(viewer, kept)
    merge = next((each for each in found.merges if each.merge_id == merge_id), None)
    if merge is None or (merge.undone_at and not errors):
        raise NotThere("merge")
    names = access.names_of({merge.by})
    page = UnmergePage(
        person_id=kept,
        heading=found.card.name or "Name not known",
        other=f"{merge.other.name} (number {merge.other.number})",
        said=f"Merged by {names.get(merge.by, 'somebody')}, {when_in_words(merge.at)}",
        because=merge.because,
        version=found.version,
        errors=errors,
        typed=request.POST.get("reason", ""),
    )
    return render(
        request, "contacts/unmerge_person.html", {"page": page}, status=422 if errors else 200
    )


@guarded(Permission.LINK_PERSON, object_type="person", methods=("GET", "POST"))
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates_page(request: HttpRequest) -> HttpResponse:
    """Who may be one person, a household a line. A search of everybody runs in the worker."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            actions.search_everybody(by=viewer, at=now)
        except Refused as no:
            errors = [{"text": each.message, "href": "#search"} for each in no.refusals]
        else:
            say_done(request, "Everybody is being compared. You can go on working meanwhile")
            return redirect("duplicates")
    left = request.GET.get("left") == "1"
    found = duplicates.waiting(viewer, left=left, after=request.GET.get("after", "")[:60])
    search = duplicates.last_search(viewer)
    onward = f"?after={found.after}{'&left=1' if left else ''}" if found.after else ""
    number = found.left if left else found.pairs
    page = DuplicatesPage(
        households=[[pair_shown(pair) for pair in home] for home in found.households],
        count=f"{number:,} {'pair' if number == 1 else 'pairs'}",
        left=found.left,
        shows_left=left,
        after_href=onward,
        search=search_words(search),
        under_way=bool(search and search.everybody and search.finished_at is None),
        may_search=viewer.may(Permission.MERGE_PEOPLE),
        errors=errors,
        done=what_was_done(request),
    )
    status = 422 if errors else 200
    return render(request, "contacts/duplicates.html", {"page": page}, status=status)
