"""Strategy discussions: convene, come, share, record, read the minutes."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.directory import queries as directory
from lintel.files.rules.reading import Belongs
from lintel.files.shown import files_shown
from lintel.govuk.answers import say_done, show_refusals, what_was_done
from lintel.govuk.words import clock
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.protection import actions, queries
from lintel.protection.queries import DiscussionSeen
from lintel.protection.rules.convening import Call
from lintel.protection.rules.outcomes import How, Says, State
from lintel.protection.rules.quorum import CaseFacts, also_invited, needed_for
from lintel.protection.web.forms import (
    AdjournForm,
    AnswerForm,
    AttendanceForm,
    ConveneForm,
    DoneForm,
    HeldForm,
    NotHeldForm,
    ShareForm,
)
from lintel.protection.web.pages import (
    ConvenePage,
    DiscussionPage,
    DiscussionsPage,
    FormPage,
    discussion_shown,
    minutes_page,
)

BOTH = ("GET", "POST")


def _seen(viewer: Viewer, discussion_id: UUID, *, at: datetime) -> DiscussionSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    return queries.seen([queries.one_discussion(viewer, discussion_id, at=at)], viewer, at=at)[0]


@guarded(Permission.ANSWER_INVITATION, object_type="discussion", methods=("GET",))
@require_safe
def my_discussions(request: HttpRequest) -> HttpResponse:
    """Those this viewer was asked to; for the hub, every one that is convened."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    found = [discussion_shown(one, at=now) for one in queries.coming(viewer, at=now)]
    page = DiscussionsPage(
        coming=[one for one in found if one.is_open],
        ended=[one for one in found if not one.is_open],
        done=[done.words for done in what_was_done(request)],
    )
    return render(request, "protection/discussions.html", {"page": page})


@guarded(Permission.VIEW_CONTACT, object_type="contact", methods=("GET",))
@require_safe
def discussion_of(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """To the newest discussion of a contact, or to convening one."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact_queries.the_contact(viewer, contact_id)
    found = queries.discussions_about(viewer, contact_id, at=now)
    if found:
        return redirect("one_discussion", found[0].id)
    if viewer.may(Permission.CONVENE):
        return redirect("convene_discussion", contact_id)
    return redirect("contact", contact_id)


# --- Convening -----------------------------------------------------------------------------


@guarded(Permission.CONVENE, object_type="contact", methods=BOTH)
@require_http_methods(["GET", "POST"])
def convene(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    draft = f"convene_discussion:{contact_id}"
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, draft)
        form = ConveneForm(initial=kept[0] if kept else {})
        saved_at = when_in_words(kept[1]) if kept else ""
        return _convene_page(request, contact, form, draft=draft, saved_at=saved_at, at=now)
    contact = contact_queries.the_contact(viewer, contact_id)
    form = ConveneForm(request.POST)
    suggested = _ask_whom(form, contact)
    status = 422
    if form.is_valid():
        said = form.cleaned_data
        case = asdict(queries.case_facts(contact, medical="medical" in said["case"]))
        case |= {name: True for name in ("hospital", "lives_elsewhere") if name in said["case"]}
        call = Call(
            about=tuple(UUID(one) for one in said["about"]),
            because=said["because"] or "",
            planned_for=said["planned_for"],
            how=said["how"] or "",
            chair=said["chair"] or "",
            where=said["where"] or "",
            facts=CaseFacts(**case),
            invite=form.invite(),
        )
        try:
            made = actions.convene_discussion(contact_id=contact_id, call=call, by=viewer, at=now)
        except Invalid as wrong:
            show_refusals(form, wrong.refusals)
        except Refused as refused:
            show_refusals(form, refused.refusals)
            status = 409
        else:
            contacts.drop_draft(form=draft, by=viewer, at=now)
            say_done(request, f"{len(call.invite)} asked. Ring whoever has no e-mail address")
            return redirect("one_discussion", made)
    return _convene_page(
        request, contact, form, draft=draft, at=now, status=status, suggested=suggested
    )


def _ask_whom(form: ConveneForm, contact) -> list:
    suggested = queries.suggestions(contact, queries.case_facts(contact))
    children = contact_queries.children_in_brief(contact)
    form.ask_for(children=[(str(one.record_id), one.name) for one in children], suggested=suggested)
    return suggested


def _convene_page(
    request: HttpRequest,
    contact,
    form: ConveneForm,
    *,
    draft: str,
    at: datetime,
    saved_at: str = "",
    status: int = 200,
    suggested: list | None = None,
) -> HttpResponse:
    if suggested is None:
        suggested = _ask_whom(form, contact)
    case = queries.case_facts(contact)
    pairs = {one.part: (f"invite_{one.part}", f"outside_{one.part}") for one in suggested}
    first, then = needed_for(case), also_invited(case)
    called = queries.called_for(contact)
    page = ConvenePage(
        contact_id=contact.id,
        reference=contact.reference,
        children=", ".join(one.name for one in contact_queries.children_in_brief(contact)),
        due=clock(called.due_at, at) if called else None,
        signs=called.signs if called else (),
        needed=[pairs[part] for part in first],
        also=[pairs[part] for part in then],
        others=[pair for part, pair in pairs.items() if part not in {*first, *then}],
        autosave=reverse("draft", args=[draft]),
        saved_at=saved_at,
    )
    shown = {"page": page, "form": form}
    return render(request, "protection/convene.html", shown, status=status)


# --- One discussion ------------------------------------------------------------------------


@guarded(Permission.ANSWER_INVITATION, object_type="discussion", methods=("GET",))
@require_safe
def discussion(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = actions.open_discussion(discussion_id=discussion_id, by=viewer, at=now)
    page = DiscussionPage(
        discussion_shown(seen, at=now),
        [done.words for done in what_was_done(request)],
        files=files_shown(viewer, Belongs.DISCUSSION, discussion_id, at=now),
    )
    return render(request, "protection/discussion.html", {"page": page})


@guarded(Permission.ANSWER_INVITATION, object_type="discussion", methods=("GET",))
@require_safe
def minutes(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    """What was said and decided, as far as the marks let this reader know it."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    seen = actions.open_discussion(discussion_id=discussion_id, by=viewer, at=now)
    if seen.state is State.CONVENED and not seen.earlier:
        raise NotThere("minutes")
    page = minutes_page(discussion_shown(seen, at=now), viewer, at=now)
    return render(request, "protection/minutes.html", {"page": page})


class OneForm:
    """A page with one form about one discussion: drafts, refusals beside questions, one way on."""

    def __init__(self, request: HttpRequest, discussion_id: UUID, *, draft: str) -> None:
        self.request, self.at = request, timezone.now()
        self.viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        self.seen = _seen(self.viewer, discussion_id, at=self.at)
        self.draft = f"{draft}:{discussion_id}"
        self.kept = None
        if request.method != "POST":
            self.kept = contact_queries.draft(self.viewer, self.draft)

    def keep_as(self, draft: str) -> None:
        """What is typed belongs to another form of the same page."""
        self.draft = f"{draft}:{self.seen.id}"
        if self.request.method != "POST":
            self.kept = contact_queries.draft(self.viewer, self.draft)

    def first(self) -> dict[str, Any]:
        return dict(self.kept[0]) if self.kept else {}

    def page(self, form: forms.Form, template: str, status: int, **words: Any) -> HttpResponse:
        page = FormPage(
            shown=discussion_shown(self.seen, at=self.at),
            autosave=reverse("discussion_draft", args=[self.seen.id, self.draft.split(":")[0]]),
            saved_at=when_in_words(self.kept[1]) if self.kept else "",
            **words,
        )
        return render(self.request, template, {"page": page, "form": form}, status=status)

    def done(self, words: str) -> HttpResponse:
        contacts.drop_draft(form=self.draft, by=self.viewer, at=self.at)
        say_done(self.request, words)
        return redirect("one_discussion", self.seen.id)


@guarded(Permission.ANSWER_INVITATION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    asked = OneForm(request, discussion_id, draft="answer_discussion")
    mine = next((one for one in asked.seen.invitations if one.is_mine), None)
    if mine is None:
        raise NotThere("invitation")
    posted, status = request.method == "POST", 200
    sent = {"data": request.POST} if posted else {"initial": asked.first()}
    form = AnswerForm(**sent, of_an_agency=not asked.viewer.employed_by_council)
    if posted:
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                actions.answer_invitation(
                    discussion_id=discussion_id,
                    invitation_id=mine.id,
                    says=Says(said["says"]),
                    who=said["who"] or "",
                    reason=said["reason"] or "",
                    items=form.items(),
                    by=asked.viewer,
                    at=asked.at,
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                return asked.done("Your answer has been sent")
    return asked.page(
        form,
        "protection/answer.html",
        status,
        title=f"Answer for {mine.title}",
        button="Send this answer",
        aside=(mine.because,) if mine.because else (),
    )


@guarded(Permission.ANSWER_INVITATION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    asked = OneForm(request, discussion_id, draft="discussion_share")
    posted, status = request.method == "POST", 200
    sent = {"data": request.POST} if posted else {"initial": asked.first()}
    form = ShareForm(**sent, of_an_agency=not asked.viewer.employed_by_council)
    form.ask_for(asked.seen)
    if posted:
        status = 422
        if form.is_valid():
            of = form.cleaned_data.get("of")
            try:
                actions.share_at_discussion(
                    discussion_id=discussion_id,
                    item=form.item(),
                    invitation_id=UUID(of) if of else None,
                    by=asked.viewer,
                    at=asked.at,
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                return asked.done("Kept, with who may read it")
    words = {"title": "Add what was shared", "button": "Keep this"}
    return asked.page(form, "protection/step.html", status, **words)


@guarded(Permission.RECORD_DISCUSSION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    asked = OneForm(request, discussion_id, draft="discussion_attendance")
    must_record(asked)
    posted, status = request.method == "POST", 200
    form = AttendanceForm(request.POST) if posted else AttendanceForm()
    form.ask_for(asked.seen, queries.who_can_record(asked.viewer))
    if posted:
        status = 422
        if form.is_valid():
            came, gone = form.came(), form.gone()
            if not form.errors:
                try:
                    actions.take_attendance(
                        discussion_id=discussion_id,
                        arrivals=came,
                        departures=gone,
                        by=asked.viewer,
                        at=asked.at,
                    )
                except (Invalid, Refused) as wrong:
                    show_refusals(form, wrong.refusals)
                    status = 409 if isinstance(wrong, Refused) else 422
                else:
                    return asked.done("Attendance recorded")
    waited = [
        (
            f"came_{one.id}",
            [f"{name}_{one.id}" for name in ("name", "account", "at") if _has(form, name, one.id)],
        )
        for one in form.waited
    ]
    return asked.page(
        form,
        "protection/attendance.html",
        status,
        title="Who is there?",
        button="Record attendance",
        aside=[f"left_{key}" for key in form.there],
        groups=waited,
    )


def _has(form: forms.Form, name: str, key: UUID) -> bool:
    return f"{name}_{key}" in form.fields


def must_record(asked: OneForm) -> None:
    """
    Errors:
        NotPermitted: the viewer was asked to it, and the recording is the hub's.
    """
    if not asked.seen.records:
        raise NotPermitted(Permission.RECORD_DISCUSSION)


TITLES = {
    How.HELD: ("Record what was decided", "Record this outcome"),
    How.NOT_HELD: ("Say why it is not held", "Record that it is not held"),
    How.ADJOURNED: ("Adjourn the discussion", "Adjourn it"),
}
FORMS: dict[How, type[forms.Form]] = {
    How.HELD: HeldForm,
    How.NOT_HELD: NotHeldForm,
    How.ADJOURNED: AdjournForm,
}
DONE = {
    How.HELD: "Recorded. Everybody who was asked is told that the minutes are ready",
    How.NOT_HELD: "Recorded that it was not held",
    How.ADJOURNED: "Adjourned. Everybody who was asked is told the new time",
}


@guarded(Permission.RECORD_DISCUSSION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    posted = request.method == "POST"
    sent = (request.POST if posted else request.GET).get("how", "")
    how = How(sent) if sent in [*How] else How.HELD
    asked = OneForm(request, discussion_id, draft=f"discussion_{how}")
    must_record(asked)
    row = queries.one_discussion(asked.viewer, discussion_id, at=asked.at)
    sitting = actions.sitting_of(row, by=asked.viewer, at=asked.at)
    form: Any = FORMS[how](request.POST if posted else None, initial={"how": how} | asked.first())
    if isinstance(form, HeldForm):
        form.ask_for(
            children=list(sitting.children.items()),
            parties=sitting.parties,
            is_quorate=sitting.quorum.is_quorate,
            assume_medical=sitting.assume_medical,
            agencies=owners_in(row.council),
        )
    status = 200
    if posted:
        status = 422
        if form.is_valid():
            try:
                actions.record_outcome(
                    discussion_id=discussion_id, said=form.said(), by=asked.viewer, at=asked.at
                )
            except (Invalid, Refused) as wrong:
                show_refusals(form, wrong.refusals)
                status = 409 if isinstance(wrong, Refused) else 422
            else:
                return asked.done(DONE[how])
    title, button = TITLES[how]
    words: dict[str, Any] = {"title": title, "button": button}
    if isinstance(form, HeldForm):
        words["groups"] = groups_of(form)
        words["aside"] = (f"Each child is seen by {when_in_words(sitting.seen_within)}",)
        words["warning"] = (
            "There is an injury, or a kind of harm that calls for one: assume that a medical is "
            "needed. If it is not, say why, and what each party thinks"
            if sitting.assume_medical
            else ""
        )
        return asked.page(form, "protection/held.html", status, **words)
    return asked.page(form, "protection/step.html", status, **words)


def owners_in(council: str) -> list[tuple[str, str]]:
    found = [(f"agency:{one.key}", one.title) for one in directory.agencies(council)]
    return found + [(f"team:{one.key}", one.title) for one in directory.teams(council)]


def groups_of(form: HeldForm) -> list[tuple[str, list[str]]]:
    """The questions in sections, in the order a chair asks them."""
    children = range(len(form.children))
    views = [name for name in form.fields if name.startswith("view_")]
    actions_of = [
        f"{name}_{place}"
        for place in range(sum(name.startswith("what_") for name in form.fields))
        for name in ("what", "agency", "owner", "due")
    ]
    quorate = [name for name in ("not_quorate_because",) if name in form.fields]
    return [
        *([("Not quorate", quorate)] if quorate else []),
        ("Section 47", ["section47", "section47_because"]),
        (
            "Seeing the children",
            [f"see_{part}_{place}" for place in children for part in ("who", "by")] + ["siblings"],
        ),
        ("Medical", ["medical", "medical_because", *views]),
        ("The parents", ["parents_told", "parents_not_told_because"]),
        ("The police", ["criminal", "criminal_because"]),
        *([("What was agreed", actions_of)] if actions_of else []),
    ]


DRAFTS = frozenset(
    {"answer_discussion", "discussion_share", "discussion_attendance", "discussion_action"}
    | {f"discussion_{how}" for how in How}
    | {f"correct_{how}" for how in (How.HELD, How.NOT_HELD)}
)
DRAFT_MOST = 60_000  # characters in all the fields of one draft


@guarded(Permission.ANSWER_INVITATION, object_type="draft", methods=("POST",))
@require_POST
def draft(request: HttpRequest, discussion_id: UUID, form: str) -> HttpResponse:
    """Keep what is being typed about a discussion that its writer comes near."""
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    queries.one_discussion(viewer, discussion_id, at=now)
    sent = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if form not in DRAFTS or sum(len(str(value)) for value in sent.values()) > DRAFT_MOST:
        return HttpResponseBadRequest()
    contacts.save_draft(form=f"{form}:{discussion_id}", fields=sent, by=viewer, at=now)
    return JsonResponse({"saved_at": when_in_words(now)})


@guarded(Permission.ANSWER_INVITATION, object_type="discussion", methods=BOTH)
@require_http_methods(["GET", "POST"])
def action_done(request: HttpRequest, discussion_id: UUID, action_id: UUID) -> HttpResponse:
    asked = OneForm(request, discussion_id, draft="discussion_action")
    action = next((one for one in asked.seen.actions if one.id == action_id), None)
    if action is None:
        raise NotThere("action")
    posted, status = request.method == "POST", 200
    form = DoneForm(request.POST if posted else None)
    if posted:
        status = 422
        if form.is_valid():
            try:
                actions.end_action(
                    discussion_id=discussion_id,
                    action_id=action_id,
                    note=form.cleaned_data["note"] or "",
                    by=asked.viewer,
                    at=asked.at,
                )
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                return asked.done("Done")
    words = {"title": "This is done", "button": "Say that it is done", "aside": (action.what,)}
    return asked.page(form, "protection/step.html", status, **words)
