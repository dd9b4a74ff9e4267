"""Attaching to a contact, a request or a discussion; giving a file back; marking one anew."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access import queries as access
from lintel.access.guards import guarded
from lintel.access.viewers import NotPermitted, Permission, Role, Viewer
from lintel.contacts import queries as contacts
from lintel.directory import queries as directory
from lintel.files import actions, queries
from lintel.files.giving import as_attachment
from lintel.files.incoming import sent_with, takes_files
from lintel.files.rules.reading import Belongs, Check
from lintel.files.rules.room import NoRoom
from lintel.files.rules.words import TAKES
from lintel.files.shown import file_shown
from lintel.files.web.forms import AttachForm, MarkForm
from lintel.files.web.pages import AttachPage, MarkPage
from lintel.govuk.answers import say_done, show_refusals, version_seen
from lintel.govuk.summary import error_summary
from lintel.kernel.as_seen import CHANGED
from lintel.kernel.refusals import Invalid, Refused, Stale
from lintel.policy.in_force import policy_for
from lintel.sharing.rules.handling import Mark

MAY_BE_NAMED = (
    *(Role.SCREENER, Role.SENIOR_PRACTITIONER, Role.MANAGER, Role.EMERGENCY_DUTY),
    *(Role.PARTNER, Role.AGENCY_LEAD),
)
FULL = (
    "There is no room for files just now, so nothing was attached. Tell whoever looks after Lintel "
    "here, and write what is in the files as a note"
)


@takes_files
@guarded(Permission.ATTACH_FILE, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def attach_to_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    seen = contacts.found(viewer, contact_id) and viewer.may(Permission.VIEW_CONTACT)
    return _attach(request, Belongs.CONTACT, contact_id, "contact" if seen else "call_taken")


@takes_files
@guarded(Permission.ATTACH_FILE, object_type="request", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def attach_to_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _attach(request, Belongs.REQUEST, request_id, "request")


@takes_files
@guarded(Permission.ATTACH_FILE, object_type="discussion", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def attach_to_discussion(request: HttpRequest, discussion_id: UUID) -> HttpResponse:
    return _attach(request, Belongs.DISCUSSION, discussion_id, "one_discussion")


def _attach(
    request: HttpRequest, belongs: Belongs, belongs_id: UUID, page_name: str
) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    near = queries.near_to_attach(viewer, belongs, belongs_id, at=now)
    hands_in = belongs is Belongs.CONTACT and not viewer.may(Permission.OPEN_FILE)
    sent: Any = (request.POST, request.FILES) if request.method == "POST" else ()
    of_council = viewer.employed_by_council
    form = AttachForm(*sent, people=_people(viewer), of_the_council=of_council, hands_in=hands_in)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.attach_files(
                    belongs=belongs,
                    belongs_id=belongs_id,
                    sent=sent_with(request, "files"),
                    given=None if hands_in else form.given(),
                    by=viewer,
                    at=now,
                )
            except (Invalid, Refused) as wrong:
                _say_which(form, wrong, request)
            except NoRoom:
                form.add_error("files", FULL)
                status = 507
            else:
                sealed = not hands_in and form.given().mark is Mark.SEALED
                say_done(request, _done(made, sealed=sealed))
                return redirect(page_name, belongs_id)
    allowed = policy_for(viewer.council).attaching
    page = AttachPage(
        reference=near.reference,
        back=reverse(page_name, args=[belongs_id]),
        limits=(
            f"Up to {allowed.files_at_once} files at once, each {allowed.file_megabytes}MB or "
            "smaller.",
            f"Each must be {TAKES}.",
        ),
        errors=error_summary(form),
    )
    return render(request, "files/attach.html", {"page": page, "form": form}, status=status)


def _say_which(form: AttachForm, wrong: Invalid | Refused, request: HttpRequest) -> None:
    """Name the file each refusal is about, where there are several."""
    names = [file.name or "" for file in request.FILES.getlist("files")]
    for refusal in wrong.refusals:
        _, _, place = refusal.field.partition(".")
        words = refusal.message
        if place.isdigit() and len(names) > 1:
            words = f"{names[int(place)][:60]}: {words}"
        form.add_error(refusal.field if refusal.field in form.fields else "files", words)


def _done(made: list[UUID], *, sealed: bool) -> str:
    words = "Attached" if len(made) == 1 else f"{len(made)} files attached"
    checks = queries.checks_of(made)
    if Check.FOUND in checks:
        told = "Nobody else is told" if sealed else "Managers are told"
        return f"{words}. A virus was found, so it is held: nobody can open it. {told}"
    if Check.WAITING in checks:
        return f"{words}. Nobody can open it until it has been checked for viruses"
    return words


def _people(viewer: Viewer) -> list[tuple[str, str]]:
    found = access.accounts_in_council(viewer.council, MAY_BE_NAMED)
    titles = {one.key: one.title for one in directory.agencies(viewer.council)}
    return [
        (str(one.account_id), f"{one.name}, {titles.get(one.agency, one.agency)}")
        for one in found
        if one.account_id != viewer.account_id
    ]


@guarded(Permission.OPEN_FILE, object_type="file", methods=("GET",))
@require_safe
def one_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file, to be saved. Asking for its headers alone is asking for it: that is on the trail."""
    opened = actions.open_file(
        file_id=file_id,
        for_sharing=request.GET.get("copy") == "sharing",
        by=request.viewer,  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return as_attachment(opened)


@guarded(Permission.ATTACH_FILE, object_type="file", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def mark_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    row, seen = queries.one_file(viewer, file_id, at=now)
    if not seen.may_mark:
        raise NotPermitted(Permission.ATTACH_FILE)
    where = {Belongs.REQUEST: "request", Belongs.DISCUSSION: "one_discussion"}
    page_name, page_id = where.get(seen.belongs, "contact"), seen.belongs_id or row.contact_id
    if contacts.found(viewer, row.contact_id):  # type: ignore[arg-type]
        page_name, page_id = "contact", row.contact_id
    form = MarkForm(
        request.POST or None, people=_people(viewer), of_the_council=viewer.employed_by_council
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_file(
                file_id=file_id,
                version=version_seen(request),
                given=form.given(),
                reason=form.cleaned_data["reason"] or "",
                by=viewer,
                at=now,
            )
        except Stale:
            show_refusals(form, [CHANGED])
        else:
            say_done(request, "Marked anew. The mark it had is kept")
            return redirect(page_name, page_id)
    seen = actions.see_handling(file_id=file_id, by=viewer, at=now)
    back = reverse(page_name, args=[page_id])
    page = MarkPage(row.reference, back, file_shown(seen), seen.version)
    status = 422 if form.is_bound else 200
    return render(request, "files/mark.html", {"page": page, "form": form}, status=status)
