"""The page on which a strategy discussion is convened."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.govuk.answers import say_done, show_refusals
from lintel.govuk.words import clock
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refused
from lintel.protection import actions, queries
from lintel.protection.rules.convening import Call
from lintel.protection.rules.quorum import CaseFacts, also_invited, needed_for
from lintel.protection.web.forms import ConveneForm
from lintel.protection.web.one_form import BOTH
from lintel.protection.web.pages import ConvenePage


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
