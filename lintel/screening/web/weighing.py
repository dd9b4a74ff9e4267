"""Writing down what it all comes to, before it is decided. Each version is kept."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lintel.access.guards import guarded
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown, happened_since
from lintel.govuk.answers import say_done, show_refusals, version_seen
from lintel.govuk.fields import LongTextField
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid, Refused, Stale
from lintel.screening import actions, queries
from lintel.screening.rules.asking import LONGEST_TEXT
from lintel.screening.rules.weighing import HEADINGS
from lintel.screening.web.pages import WeighingShown, WeighPage
from lintel.screening.web.pooling import history_shown, pooled_about


class WeighForm(forms.Form):
    """One question for each heading; none has to be answered, but one."""

    def __init__(self, *args, **named) -> None:
        super().__init__(*args, **named)
        for key, heading in HEADINGS.items():
            self.fields[key] = LongTextField(
                heading.title, hint=heading.hint, rows=3, limit=LONGEST_TEXT, counted=False
            )


@guarded(Permission.DECIDE, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def weigh(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    saved_at, stale, status = "", False, 200
    if request.method != "POST":
        contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
        kept = contact_queries.draft(viewer, _draft(contact_id))
        form = WeighForm(initial=kept[0] if kept else _newest(viewer, contact_id))
        seen_at = str(kept[0].get("seen_at", "")) if kept else ""
        saved_at = when_in_words(kept[1]) if kept else ""
    else:
        contact = contact_queries.the_contact(viewer, contact_id)
        form, status = WeighForm(request.POST), 422
        seen_at = request.POST.get("seen_at", "")
        if form.is_valid():
            said = {key: form.cleaned_data[key] or "" for key in HEADINGS}
            try:
                actions.weigh(
                    contact_id=contact_id,
                    headings=said,
                    version=version_seen(request),
                    by=viewer,
                    at=now,
                )
            except Stale:
                stale, status = True, 412
                contact = contact_queries.the_contact(viewer, contact_id)
            except Invalid as wrong:
                show_refusals(form, wrong.refusals)
            except Refused as refused:
                show_refusals(form, refused.refusals)
                status = 409
            else:
                contacts.drop_draft(form=_draft(contact_id), by=viewer, at=now)
                say_done(request, "Your analysis is saved")
                return redirect("decide", contact_id)
    shown = Shown.of(contact_queries.contact_view(viewer, contact), at=now)
    page = WeighPage(
        shown=shown,
        pooled=pooled_about(viewer, contact, at=now),
        history=history_shown(viewer, contact, at=now),
        history_href=reverse("history", args=[contact_id]),
        weighings=weighings_shown(viewer, contact_id),
        seen_at=now.isoformat(),
        stale=stale,
        changed=happened_since(shown, seen_at) if seen_at else [],
        saved_at=saved_at,
        autosave=reverse("draft", args=[_draft(contact_id)]),
        back=reverse("decide", args=[contact_id]),
    )
    return render(request, "screening/weigh.html", {"page": page, "form": form}, status=status)


def _draft(contact_id: UUID) -> str:
    return f"weigh:{contact_id}"


def _newest(viewer: Viewer, contact_id: UUID) -> dict[str, str]:
    """Somebody who writes it anew starts from what stands."""
    found = queries.weighings_of(viewer, contact_id)
    return dict(found[0].said) if found else {}


def weighings_shown(viewer: Viewer, contact_id: UUID) -> list[WeighingShown]:
    return [
        WeighingShown(
            one.by or "Somebody who has left",
            when_in_words(one.at),
            [(HEADINGS[key].title, words) for key, words in one.said],
        )
        for one in queries.weighings_of(viewer, contact_id)
    ]
