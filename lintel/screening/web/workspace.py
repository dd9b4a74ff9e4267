"""An agency's own pages: what it is asked, one page to answer each, and how items are handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access import queries as access
from lintel.access.guards import guarded, viewer_by_id
from lintel.access.viewers import Permission, Role, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.directory import queries as directory
from lintel.files.rules.reading import Belongs
from lintel.files.shown import files_shown
from lintel.govuk.answers import say_done, show_refusals, version_seen, what_was_done
from lintel.govuk.words import clock
from lintel.kernel.as_seen import CHANGED
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused, Stale
from lintel.screening import actions, queries
from lintel.screening.queries import RequestSeen
from lintel.screening.queries.items import is_pooled
from lintel.screening.queries.workspace import (
    MAY_BE_NAMED,
    OF_AGENCIES,
    Holder,
    holders_of,
    marks_of,
    workspace,
)
from lintel.screening.rules.asking import PARTS, AnswerGiven, Reply, Settled
from lintel.screening.web.workspace_forms import (
    MAY_GO_ONWARD,
    AnswerForm,
    GiveForm,
    MarkForm,
    MoreTimeForm,
    RefuseForm,
)
from lintel.screening.web.workspace_pages import (
    SETTLED_WORDS,
    SHORT_MARKS,
    GivePage,
    MarkPage,
    RequestPage,
    item_shown,
    others_shown,
    people_shown,
    requests_page,
    said_in_words,
)
from lintel.sharing.rules.handling import Mark

DRAFT_MOST = 150_000  # characters in all the fields of one answer
PROOF_HOLDS = timedelta(hours=12)  # a working day: as long as a sign-in can last
PROOF = "screening.answer"
DONE = {
    Reply.ANSWERED: "Answer sent. You can add to it from the list below",
    Reply.NIL: "Sent: nothing is known. A slip? Open it below and add what you know",
    Reply.MORE_TIME: "The hub has been told when you will answer",
    Reply.REFUSED: "Refusal sent, with its ground",
}


@dataclass
class Forms:
    """The page's questions. All are drawn; only those of the button that was pressed are read."""

    answer: AnswerForm
    more_time: MoreTimeForm
    refuse: RefuseForm
    tried: str = ""


@guarded(Permission.VIEW_REQUESTS, object_type="request", methods=("GET",))
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What the viewer's agency is asked, the least time left first, and what it answered."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    page = requests_page(
        workspace(viewer, at=now),
        viewer,
        agency=_agency_title(viewer),
        lead=viewer.role is Role.AGENCY_LEAD,
        done=[done.words for done in what_was_done(request)],
        at=now,
    )
    return render(request, "screening/workspace.html", {"page": page})


def _agency_title(viewer: Viewer) -> str:
    titles = {one.key: one.title for one in directory.agencies(viewer.council)}
    return titles.get(viewer.agency, viewer.agency)


def _rescue(request: HttpRequest, request_id: UUID) -> HttpResponse | None:
    """Keep what was typed by somebody whose sign-in has run out; None when nothing was.

    The page carried a sealed proof of whose it was. It lets nobody read anything: what was typed
    becomes a draft that only its writer sees, once signed in again.
    """
    if request.method != "POST":
        return None
    try:
        account, about = signing.loads(
            request.POST.get("proof", ""), salt=PROOF, max_age=PROOF_HOLDS
        )
    except signing.BadSignature:
        return None
    now = timezone.now()
    writer = viewer_by_id(UUID(account), now)
    if writer is None or about != str(request_id) or _typed_too_much(request):
        return None
    contacts.save_draft(form=_draft(request_id), fields=_typed(request), by=writer, at=now)
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"saved_at": when_in_words(now)})
    words = urlencode({"why": "timed_out", "next": reverse("request", args=[request_id])})
    return HttpResponseRedirect(f"{reverse('login')}?{words}")


@guarded(Permission.VIEW_REQUESTS, object_type="request", methods=("GET", "POST"), rescue=_rescue)
@require_http_methods(["GET", "POST"])
def one_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if request.method != "POST":
        seen = actions.open_request(request_id=request_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, _draft(request_id))
        forms = _forms(viewer, initial=_as_lists(kept[0]) if kept else {})
        saved_at = when_in_words(kept[1]) if kept else ""
        return _page(request, seen, forms, at=now, saved_at=saved_at)
    seen = queries.one_for_my_agency(viewer, request_id, at=now)
    wanted = request.POST.get("do", "save")
    if wanted in ("save", "take", "let_go"):
        return _kept_or_moved(request, seen, wanted, by=viewer, at=now)
    return _sent(request, seen, wanted, by=viewer, at=now)


def _kept_or_moved(
    request: HttpRequest, seen: RequestSeen, wanted: str, *, by: Viewer, at: datetime
) -> HttpResponse:
    """What was typed is kept, whichever button was pressed."""
    contacts.save_draft(form=_draft(seen.id), fields=_typed(request), by=by, at=at)
    if wanted == "take":
        over = request.POST.get("over", "")
        try:
            actions.take_request(
                request_id=seen.id, over=UUID(over) if over else None, by=by, at=at
            )
        except Refused:
            say_done(request, "Another colleague has taken it meanwhile: who it is stands below")
        return redirect("request", seen.id)
    if wanted == "let_go":
        actions.let_go(request_id=seen.id, by=by, at=at)
        say_done(request, f"You have let {seen.reference} go: a colleague can take it")
        return redirect("requests")
    actions.take_request(request_id=seen.id, by=by, at=at)
    say_done(request, f"Saved. {seen.reference} is with you, and nothing has been sent yet")
    return redirect("requests")


def _sent(
    request: HttpRequest, seen: RequestSeen, wanted: str, *, by: Viewer, at: datetime
) -> HttpResponse:
    forms = _forms(by, data=request.POST, tried=wanted)
    given, form = _given(forms, wanted)
    status = 422
    if given is not None:
        somebody = actions.take_request(request_id=seen.id, by=by, at=at)
        if somebody is not None:
            contacts.save_draft(form=_draft(seen.id), fields=_typed(request), by=by, at=at)
            form.add_error(
                None,
                f"Not sent: {somebody.name} has had this since {when_in_words(somebody.since)}. "
                "Take it over to send your answer. What you typed is kept",
            )
            status = 409
        else:
            try:
                actions.answer_request(request_id=seen.id, given=given, by=by, at=at)
            except Invalid as wrong:
                show_refusals(form, wrong.refusals)
            else:
                contacts.drop_draft(form=_draft(seen.id), by=by, at=at)
                say_done(request, f"{seen.reference}: {DONE[given.kind]}")
                return redirect("requests")
    return _page(request, seen, forms, at=at, status=status)


def _given(forms: Forms, wanted: str) -> tuple[AnswerGiven | None, Any]:
    """What was said with the button that was pressed, or None and the form that says why not."""
    if wanted == "nil":
        forms.answer.is_valid()
        if forms.answer.said_something():
            words = "You have typed something below. Send it as your answer, or clear it first"
            forms.answer.add_error(None, words)
            return None, forms.answer
        return AnswerGiven(Reply.NIL, known="no"), forms.answer
    form = {"more_time": forms.more_time, "refuse": forms.refuse}.get(wanted, forms.answer)
    return (form.given() if form.is_valid() else None), form


def _forms(
    viewer: Viewer, *, data: Any = None, initial: dict | None = None, tried: str = ""
) -> Forms:
    people = _may_be_named(viewer)
    initial = initial or {}
    read = data if tried in ("answer", "nil") else None
    kept = initial or _as_lists(_plain(data))
    return Forms(
        answer=AnswerForm(read, initial=kept, people=people),
        more_time=MoreTimeForm(data if tried == "more_time" else None, initial=kept),
        refuse=RefuseForm(data if tried == "refuse" else None, initial=kept),
        tried=tried,
    )


def _may_be_named(viewer: Viewer) -> list[tuple[str, str]]:
    """People of the hub and of other agencies, by name, with where they work."""
    found = access.accounts_in_council(viewer.council, MAY_BE_NAMED)
    titles = {one.key: one.title for one in directory.agencies(viewer.council)}
    return [
        (str(one.account_id), f"{one.name}, {titles.get(one.agency, one.agency)}")
        for one in found
        if one.agency != viewer.agency
    ]


def _draft(request_id: UUID) -> str:
    return f"answer:{request_id}"


def _typed(request: HttpRequest) -> dict[str, Any]:
    left_out = ("csrfmiddlewaretoken", "do", "over", "proof")
    return {name: value for name, value in _plain(request.POST).items() if name not in left_out}


def _plain(data: Any) -> dict[str, Any]:
    if data is None:
        return {}
    return {
        name: data.getlist(name) if len(data.getlist(name)) > 1 else value
        for name, value in data.items()
    }


def _as_lists(fields: dict[str, Any]) -> dict[str, Any]:
    named = fields.get("named") or []
    return fields | {"named": [named] if isinstance(named, str) else named}


def _typed_too_much(request: HttpRequest) -> bool:
    return sum(len(str(value)) for value in _typed(request).values()) > DRAFT_MOST


@guarded(Permission.ANSWER_REQUEST, object_type="draft", methods=("POST",), rescue=_rescue)
@require_POST
def answer_draft(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Keep what is being typed. Whoever types first has the request, unless a colleague has."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if _typed_too_much(request):
        return HttpResponseBadRequest()
    seen = queries.one_for_my_agency(viewer, request_id, at=now)
    contacts.save_draft(form=_draft(request_id), fields=_typed(request), by=viewer, at=now)
    if not seen.settled_as:
        actions.take_request(request_id=request_id, by=viewer, at=now)
    return JsonResponse({"saved_at": when_in_words(now)})


def _page(
    request: HttpRequest,
    seen: RequestSeen,
    forms: Forms,
    *,
    at: datetime,
    saved_at: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    holder = holders_of([seen.id]).get(seen.id)
    mine = holder is not None and holder.account_id == viewer.account_id
    pooled = is_pooled(seen.contact_id)
    others = queries.requests_about(viewer, seen.contact_id, at=at) if pooled else []
    asked_for = [part for part in PARTS if part in seen.parts] or list(PARTS)
    page = RequestPage(
        reference=seen.reference,
        challenge=reverse("challenge_contact", args=[seen.contact_id]),
        question=seen.question,
        told=seen.told,
        people=people_shown(seen, at=at),
        asked=f"{when_in_words(seen.asked_at)}" + (f" by {seen.asked_by}" * bool(seen.asked_by)),
        due=when_in_words(seen.due_at),
        clock=None if seen.settled_as else clock(seen.due_at, at),
        purpose=seen.purpose,
        basis=seen.basis,
        rating=seen.rating,
        settled=SETTLED_WORDS[Settled(seen.settled_as)] if seen.settled_as else "",
        withdrawn=seen.settled_as == Settled.WITHDRAWN,
        reminders=[f"Reminded {when_in_words(one.at)}" for one in seen.chases],
        said=said_in_words(seen),
        items=[item_shown(item) for item in seen.contributions],
        others=others_shown(others, own=seen),
        pooled=pooled,
        parts=asked_for,
        more_parts=[part for part in PARTS if part not in asked_for],
        holder=_whose(holder) if holder and not mine and not seen.settled_as else "",
        over=str(holder.account_id) if holder else "",
        mine=mine and not seen.settled_as,
        autosave=reverse("answer_draft", args=[seen.id]),
        saved_at=saved_at,
        proof=signing.dumps([str(viewer.account_id), str(seen.id)], salt=PROOF),
        done=[done.words for done in what_was_done(request)],
        files=files_shown(viewer, Belongs.REQUEST, seen.id, at=at),
    )
    tried = {"more_time": forms.more_time, "refuse": forms.refuse}.get(forms.tried, forms.answer)
    context = {"page": page, "forms": forms, "form": tried}
    return render(request, "screening/answer.html", context, status=status)


def _whose(holder: Holder) -> str:
    return f"{holder.name} has had this since {when_in_words(holder.since)}"


@guarded(Permission.ANSWER_REQUEST, object_type="contribution", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def change_mark(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """How one item of the viewer's agency is handled, changed and with what it was before."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    history = marks_of(contribution_id, viewer)
    if not history:
        raise NotThere("contribution")
    seen = queries.request_of_item(viewer, contribution_id, at=now)
    item = next(one for one in seen.contributions if one.id == contribution_id)
    people = _may_be_named(viewer)
    newest = history[-1]
    shown_now = {
        "mark": newest.mark,
        "onward": newest.onward_leave,
        "named": [str(one) for one in newest.named],
    }
    form = MarkForm(request.POST or None, initial=shown_now, people=people)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        mark = Mark(said["mark"])
        try:
            actions.change_handling(
                contribution_id=contribution_id,
                version=version_seen(request),
                mark=mark,
                named=[UUID(one) for one in said["named"]] if mark is Mark.SEALED else (),
                onward_leave=said["onward"] and mark in MAY_GO_ONWARD,
                reason=said["reason"] or "",
                by=viewer,
                at=now,
            )
        except Stale:
            show_refusals(form, [CHANGED])
        else:
            say_done(request, f"It is handled as “{SHORT_MARKS[mark]}” from now on")
            return redirect("request", seen.id)
    names = dict(people)
    page = MarkPage(
        item=item_shown(item),
        back=reverse("request", args=[seen.id]),
        reference=seen.reference,
        history=[_marked(one, names) for one in reversed(history)],
        version=len(history),
    )
    status = 422 if form.errors else 200
    return render(request, "screening/mark.html", {"page": page, "form": form}, status=status)


def _marked(one, names: dict[str, str]) -> str:
    words = f"{SHORT_MARKS[Mark(one.mark)]}, {when_in_words(one.at)}"
    words += f" by {one.by}" if one.by else ""
    if one.named:
        readers = [names.get(str(who), "somebody who has left") for who in one.named]
        words += f", for {'; '.join(readers)}"
    words += ", may go on with the family" if one.onward_leave else ""
    return f"{words}: {one.reason}" if one.reason else words


@guarded(Permission.ANSWER_REQUEST, object_type="request", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def give_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The agency's lead gives a request to somebody of the agency."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    if viewer.role is not Role.AGENCY_LEAD:
        raise NotThere("request")
    seen = queries.one_for_my_agency(viewer, request_id, at=now)
    people = _colleagues(viewer)
    form = GiveForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        actions.give_request(
            request_id=request_id, to=None if to == "nobody" else UUID(to), by=viewer, at=now
        )
        whose = "nobody for now" if to == "nobody" else "whom you chose"
        say_done(request, f"{seen.reference} is with {whose}")
        return redirect("requests")
    holder = holders_of([seen.id]).get(seen.id)
    page = GivePage(
        reference=seen.reference,
        holder=_whose(holder) if holder else "",
        clock=None if seen.settled_as else clock(seen.due_at, now),
    )
    status = 422 if form.errors else 200
    return render(request, "screening/give.html", {"page": page, "form": form}, status=status)


def _colleagues(viewer: Viewer) -> Sequence[tuple[str, str]]:
    found = access.accounts_in_council(viewer.council, OF_AGENCIES, agency=viewer.agency)
    return [(str(one.account_id), one.name) for one in found]
