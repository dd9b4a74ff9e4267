"""Files that go with what somebody tells: added before it is sent, and kept with the draft."""

from datetime import datetime

from django import forms
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lintel.access.addresses import address_of
from lintel.access.viewers import the_public
from lintel.files.drafts import drop_draft_files, keep_with_draft
from lintel.files.incoming import sent_with, takes_files
from lintel.files.rules.reading import Check
from lintel.files.rules.room import NoRoom
from lintel.files.rules.words import ENDINGS, KIND_WORDS, TAKES, size_in_words
from lintel.files.taking import TakenIn, let_go, take_in
from lintel.govuk.fields import FilesField
from lintel.kernel.instants import london_day
from lintel.kernel.refusals import Invalid, Refusal, Refused
from lintel.portal import drafts
from lintel.portal.rules import keeping
from lintel.portal.rules.answers import Answers, FileKept
from lintel.portal.web import letterbox, pages
from lintel.portal.web.letterbox import open_to_all
from lintel.portal.web.visit import held_by, policy_of

NO_FILES = "Your answers are kept, but the files are not. "
FORGED = NO_FILES + (
    "The page may have been open for a long time, or your browser may not allow cookies, which "
    "this form needs. Choose the files again."
)
TOO_MANY = NO_FILES + (
    "We are receiving a great deal from your network just now. Wait a few minutes, then try again, "
    "or go on without them."
)
BUSY = NO_FILES + "We could not save them just now. Try again, or go on without them."
FULL = NO_FILES + (
    "We cannot take files just now. Go on without them and send what you have told us: it will "
    "reach us. Say in your own words what the files show, and keep them."
)


class AddFilesForm(forms.Form):
    files = FilesField("Choose files", accept=ENDINGS)


@takes_files
@open_to_all("GET", "HEAD", "POST")
def add_files(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    held = held_by(request, at)
    if held is None:
        return redirect("refer")
    if held.sent:
        return redirect("refer_sent")
    if request.method != "POST":
        return _page(request, held.answers)
    if letterbox.is_forged(request):
        return _page(request, held.answers, notice=FORGED, status=403)
    do = request.POST.get("do", "")
    try:
        if not drafts.may_knock(address_of(request), "file", limit=keeping.FILES_IN_WINDOW, at=at):
            return _page(request, held.answers, notice=TOO_MANY, status=429)
        if do.startswith("remove:"):
            _remove(request, held.answers, do.removeprefix("remove:"), at)
            return redirect("refer_files")
        if request.FILES:
            return _add(request, held.answers, at)
    except (OperationalError, InterfaceError):
        return _page(request, held.answers, notice=BUSY, status=503)
    if do == "upload":
        form = AddFilesForm()
        return _page(request, held.answers, wrong=(Refusal("missing", "Select a file"),), form=form)
    return redirect("refer_check")


def _remove(request: HttpRequest, answers: Answers, file_id: str, at: datetime) -> None:
    gone = [one for one, own in zip(answers.file_ids, answers.files, strict=True)
            if own.id == file_id]  # fmt: skip
    if gone:
        token = letterbox.token_of(request)
        drafts.keep(token, lambda kept: kept.without_file(file_id), at=at)
        drop_draft_files(gone)


def _add(request: HttpRequest, answers: Answers, at: datetime) -> HttpResponse:
    policy = policy_of(answers)
    most = policy.attaching.files_at_once
    by = the_public(policy.key, today=london_day(at))
    taken: list[TakenIn] = []
    try:
        sent = sent_with(request, "files")
        if len(answers.files) + len(sent) > most:
            raise Invalid(Refusal("too_many_files", f"You can only attach up to {most} files"))
        taken = take_in(sent, council=policy.key)

        def change(kept: Answers) -> Answers:
            until = at + keeping.KEPT_FOR
            ids = keep_with_draft(taken, council=policy.key, until=until, by=by, at=at)
            more = (
                FileKept(
                    str(file_id),
                    one.name,
                    f"{KIND_WORDS[one.kind]}, {size_in_words(one.size)}",
                    one.check is Check.FOUND,
                )
                for file_id, one in zip(ids, taken, strict=True)
            )
            return kept.with_files(tuple(more))

        after = drafts.keep(letterbox.token_of(request), change, at=at)
    except NoRoom:
        return _page(request, answers, notice=FULL, status=507)
    except (Invalid, Refused) as wrong:
        let_go(taken)
        return _page(request, answers, wrong=wrong.refusals)
    except BaseException:
        let_go(taken)
        raise
    if after is None or after.sent:
        let_go(taken)
        return redirect("refer")
    return redirect("refer_check" if request.POST.get("do") == "continue" else "refer_files")


def _page(
    request: HttpRequest,
    answers: Answers,
    *,
    wrong: tuple[Refusal, ...] = (),
    form: AddFilesForm | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    form = AddFilesForm({}) if wrong else form or AddFilesForm()
    names = [file.name or "" for file in request.FILES.getlist("files")] if wrong else []
    if wrong:
        form.errors.clear()
    for refusal in wrong:
        place = refusal.field.rpartition(".")[2]
        named = place.isdigit() and len(names) > 1
        words = f"{names[int(place)][:60]}: {refusal.message}" if named else refusal.message
        form.add_error("files", words)
    allowed = policy_of(answers).attaching
    shown = pages.FilesPage(
        files=answers.files,
        limits=(
            f"Up to {allowed.files_at_once} files, each {allowed.file_megabytes}MB or smaller.",
            f"Each must be {TAKES}.",
        ),
        full=len(answers.files) >= allowed.files_at_once,
        back=pages.href("check"),
        notice=notice,
        quick_exit=not answers.is_professional,
    )
    response = render(
        request,
        "portal/files.html",
        {"page": shown, "form": form},
        status=422 if wrong else status,
    )
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response
