"""Strategy discussions: come, share, say who is there, read the minutes."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import NotPermitted, Permission
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.files.rules.reading import Belongs
from lintel.files.shown import files_shown
from lintel.govuk.answers import show_refusals, what_was_done
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, NotThere, Refused
from lintel.protection import actions, queries
from lintel.protection.rules.outcomes import How, Says, State
from lintel.protection.web.attendance_form import AttendanceForm, as_kept
from lintel.protection.web.forms import AnswerForm, DoneForm, ShareForm
from lintel.protection.web.one_form import BOTH, OneForm, must_record
from lintel.protection.web.pages import (
    DiscussionPage,
    DiscussionsPage,
    discussion_shown,
    minutes_page,
)


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
    over = asked.seen.state is State.NOT_HELD
    if over and not asked.seen.corrects:
        raise NotPermitted(Permission.OVERRIDE)
    if asked.seen.state is State.HELD and not posted:
        return redirect("one_discussion", asked.seen.id)
    kept = as_kept(asked.first())
    form = AttendanceForm(request.POST) if posted else AttendanceForm(initial=kept)
    form.ask_for(asked.seen, queries.who_can_record(asked.viewer), at=asked.at)
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
                    return asked.done("Attendance recorded", onward=_held_after_all(asked))
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
        title="Who was there?" if over else "Who is there?",
        button="Record attendance",
        aside=[f"left_{key}" for key in form.there],
        groups=waited,
        is_over=over,
    )


def _held_after_all(asked: OneForm) -> str:
    """Who says who was at one that was said not to be held, goes on to correct that."""
    if asked.seen.state is not State.NOT_HELD:
        return ""
    return f"{reverse('correct_discussion', args=[asked.seen.id])}?how={How.HELD}"


def _has(form: forms.Form, name: str, key: UUID) -> bool:
    return f"{name}_{key}" in form.fields


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
