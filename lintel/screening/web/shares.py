"""The ledger: everything given about a child, or refused, to whom, why and on what basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lintel.access.guards import guarded
from lintel.access.viewers import Permission
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.contacts.queries.shown import Shown
from lintel.directory import queries as directory
from lintel.govuk.answers import Done, say_done, show_refusals, what_was_done
from lintel.govuk.fields import LongTextField, RadiosField, SelectField, TextField
from lintel.kernel.instants import when_in_words
from lintel.kernel.refusals import Invalid
from lintel.policy.sharing import sharing_bases
from lintel.sharing import queries as sharing
from lintel.sharing.queries import ShareSeen
from lintel.sharing.rules.disclosures import Disclosure, Gave

CONSENT = {
    "not_asked": "Not asked for",
    "asked": "Asked for, no answer yet",
    "given": "Given",
    "refused": "Refused",
}
TOLD = {True: "Yes", False: "No", None: "Not known yet"}
LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class ShareShown:
    """Shape: `facts` are (what, words), only those that were said."""

    title: str
    refused: bool
    when: str
    items: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LedgerPage:
    shown: Shown
    lines: Sequence[ShareShown]
    shared: int
    refused: int
    add: str
    asked: str
    elsewhere: str
    banners: Sequence[Done]


@dataclass(frozen=True, slots=True)
class SharePage:
    shown: Shown
    back: str
    autosave: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class SharesPanel:
    lines: Sequence[tuple[str, str]]
    more: int
    all: str
    add: str


class ShareForm(forms.Form):
    """A sharing that somebody made by telephone, letter or in person, or a refusal of one."""

    gave = RadiosField(
        "What happened?",
        [("shared", "Information was shared"), ("refused", "We refused to share it")],
        error="Select what happened",
    )
    to = SelectField("With whom?", empty="Choose an agency, or write one below")
    other = TextField("Somebody not in the list", hint="Their name and what they are")
    items = LongTextField(
        "What was shared, or asked for?",
        hint="In a few words: what kinds of information, the least that was needed",
        rows=3,
        limit=LONGEST,
        counted=False,
    )
    purpose = SelectField("What for?", error="Select what it is for")
    basis = SelectField("Lawful basis", empty="Choose one, if it was shared")
    consent = RadiosField(
        "Was consent asked for?",
        [
            ("not_asked", "No", "Right where a child may be at risk of harm: say so below"),
            ("given", "Yes, and given"),
            ("refused", "Yes, and refused", "This alone is never a reason not to share"),
            ("asked", "Yes, with no answer yet"),
        ],
        error="Select whether consent was asked for",
    )
    consent_why = TextField("Why was consent not asked for, or not followed? (optional)")
    family_told = RadiosField(
        "Has the family been told?",
        [("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")],
        inline=True,
    )
    family_told_why = TextField("Why not? (optional)")
    ground = SelectField("Ground for refusing", empty="Choose one, if it was refused")
    reasoning = LongTextField(
        "Why was this the right thing to do?",
        hint="Needed for a refusal: why sharing would do more harm than not",
        rows=3,
        limit=LONGEST,
        counted=False,
    )

    def ask_for(self, council: str) -> None:
        known = sharing_bases()
        for name, choices in (
            ("to", [(each.key, each.title) for each in directory.agencies(council)]),
            ("purpose", [(key, one.title) for key, one in known.purposes.items()]),
            ("basis", [(key, one.title) for key, one in known.bases.items()]),
            ("ground", [(key, one.title) for key, one in known.grounds.items()]),
        ):
            self.fields[name].offer(choices)  # type: ignore[attr-defined]

    def disclosure(self) -> Disclosure:
        said = self.cleaned_data
        refused = said["gave"] == Gave.REFUSED
        return Disclosure(
            gave=Gave(said["gave"]),
            to=said["to"] or said["other"] or "",
            items=said["items"] or "",
            purpose=said["purpose"],
            basis="" if refused else said["basis"] or "",
            consent=said["consent"],
            consent_why=said["consent_why"] or "",
            family_told={"yes": True, "no": False}.get(said["family_told"] or ""),
            family_told_why=said["family_told_why"] or "",
            ground=said["ground"] or "" if refused else "",
            reasoning=said["reasoning"] or "",
        )


@guarded(Permission.SHARE, object_type="contact", methods=("GET",))
@require_safe
def shares(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    titles = agency_titles(contact.council)
    found = sharing.shares_about(contact_id)
    page = LedgerPage(
        shown=Shown.of(contact_queries.contact_view(viewer, contact), at=now),
        lines=[share_shown(one, titles) for one in found],
        shared=sum(one.gave == Gave.SHARED for one in found),
        refused=sum(one.gave == Gave.REFUSED for one in found),
        add=reverse("record_share", args=[contact_id]),
        asked=reverse("requests_about", args=[contact_id]),
        elsewhere=f"{reverse('contact', args=[contact_id])}#askings",
        banners=what_was_done(request),
    )
    return render(request, "screening/shares.html", {"page": page})


@guarded(Permission.SHARE, object_type="contact", methods=("GET", "POST"))
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer  # type: ignore[attr-defined]
    draft = f"record_share:{contact_id}"
    contact = contacts.open_contact(contact_id=contact_id, by=viewer, at=now)
    kept = contact_queries.draft(viewer, draft) if request.method == "GET" else None
    form = ShareForm(request.POST or None, initial=kept[0] if kept else None)
    form.ask_for(contact.council)
    status = 200 if request.method == "GET" else 422
    if form.is_valid():
        try:
            contacts.share_information(
                contact_id=contact_id, disclosure=form.disclosure(), by=viewer, at=now
            )
        except Invalid as wrong:
            show_refusals(form, wrong.refusals)
        else:
            contacts.drop_draft(form=draft, by=viewer, at=now)
            say_done(request, "Written in the ledger")
            return redirect("shares", contact_id)
    page = SharePage(
        shown=Shown.of(contact_queries.contact_view(viewer, contact), at=now),
        back=reverse("shares", args=[contact_id]),
        autosave=reverse("draft", args=[draft]),
        saved_at=when_in_words(kept[1]) if kept else "",
    )
    return render(request, "screening/share.html", {"page": page, "form": form}, status=status)


def agency_titles(council: str) -> dict[str, str]:
    return {each.key: each.title for each in directory.agencies(council)}


def share_shown(seen: ShareSeen, titles: dict[str, str]) -> ShareShown:
    refused = seen.gave == Gave.REFUSED
    giver = titles.get(seen.given_by, seen.given_by.replace("-", " ").capitalize())
    to = titles.get(seen.to, seen.to)
    facts = (
        ("What for", seen.purpose),
        ("Lawful basis", seen.basis),
        ("Condition", seen.condition),
        ("Ground for refusing", seen.ground),
        ("Consent", "" if refused else f"{CONSENT[seen.consent]}. {seen.consent_why}".rstrip(". ")),
        (
            "Family told",
            "" if refused else f"{TOLD[seen.family_told]}. {seen.family_told_why}".rstrip(". "),
        ),
        ("Why", seen.reasoning),
    )
    return ShareShown(
        title=f"{giver} refused to share with {to}" if refused else f"{giver} shared with {to}",
        refused=refused,
        when=f"{when_in_words(seen.at)}, {seen.by or 'somebody who has left'}",
        items=seen.items,
        facts=[(what, words) for what, words in facts if words],
    )
