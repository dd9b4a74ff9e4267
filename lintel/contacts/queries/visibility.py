"""Which contacts a viewer may know of. Every query about contacts starts here.

Not visible looks exactly like not there. A role that is not named sees nothing.
Source: access model, section 2.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lintel.access.viewers import Permission, Role, Viewer, Zone
from lintel.access.worded_once import worded_once
from lintel.access.zones import sees
from lintel.contacts.models import Contact, Sample, Sampled
from lintel.kernel.reading import once_a_reading
from lintel.kernel.refusals import NotThere
from lintel.restrictions.queries import (
    CONTACT,
    contacts_kept_from,
    hidden_contacts,
    listed_contacts,
)
from lintel.restrictions.queries.conflicts import warns
from lintel.restrictions.queries.hiding import hidden_by
from lintel.restrictions.rules.conflicts import PossibleConflict

# Long, and on no list.
NOT_LISTED = ("concern", "why_now", "family_told_reason", "external_reference")


def _council(viewer: Viewer) -> Q:
    """The whole front door, but for allegations, which are hidden from most of it."""
    return Q() if viewer.may(Permission.VIEW_ALLEGATION) else Q(allegation=False)


def _allegations(viewer: Viewer) -> Q:
    return Q(allegation=True)


def _given_to_team(viewer: Viewer) -> Q:
    teams = list(viewer.teams)
    return Q(awaiting_team__in=teams) | Q(accepted_team__in=teams)


def _own_submissions(viewer: Viewer) -> Q:
    return Q(submitted_by=viewer.account_id)


def _named_task(viewer: Viewer) -> Q:
    """A provider's worker sees what they typed in or were given, while it is open."""
    mine = Q(submitted_by=viewer.account_id) | Q(owner_account=viewer.account_id)
    return Q(closed_at=None) & mine


def reading(viewer: Viewer) -> Q:
    """The samples made for a viewer that are in date, as a condition on samples."""
    today = viewer.today
    in_date = Q(starts_on__lte=today, ends_on__gt=today, ended_at=None, council=viewer.council)
    return in_date & Q(readers__account=viewer.account_id)


def _sampled(viewer: Viewer) -> Q:
    """What is in a sample made for them, while it is in date; never an allegation."""
    samples = Sample.objects.filter(reading(viewer)).values("id")
    contacts = Sampled.objects.filter(sample__in=samples).values("contact_id")
    return Q(id__in=contacts, allegation=False)


RELATION: Mapping[Role, Callable[[Viewer], Q]] = {
    Role.SCREENER: _council,
    Role.SENIOR_PRACTITIONER: _council,
    Role.MANAGER: _council,
    Role.ADMIN: _council,
    Role.ADMIN_PROVIDER: _named_task,
    Role.SOCIAL_WORKER: _given_to_team,
    Role.EARLY_HELP: _given_to_team,
    Role.CHILD_PROTECTION: _given_to_team,
    Role.EMERGENCY_DUTY: _council,
    Role.AGENCY_SYSTEM: _own_submissions,
    Role.REFERRER: _own_submissions,
    Role.LADO: _allegations,
    Role.QUALITY: _sampled,
    Role.INSPECTOR: _sampled,
}


def sees_whole_council(viewer: Viewer) -> bool:
    """Whether the role comes near every contact of its council, and so near everybody known."""
    return RELATION.get(viewer.role) is _council


def hidden_from(viewer: Viewer, ids: Iterable[UUID]) -> set[UUID]:
    """Those of `ids` that are restricted, or allegations, of which this viewer may not know, so
    that nothing drawn from them is shown or counted. One query for a page; for whoever may not
    know of every allegation one more, and one more where there are."""
    ids = set(ids)
    if not ids:
        return set()
    hidden = ids & contacts_kept_from(viewer)
    if not viewer.may(Permission.VIEW_ALLEGATION):
        alleged = Contact.objects.filter(id__in=ids, allegation=True)
        hidden |= set(alleged.values_list("id", flat=True))
    return hidden - visible_of(viewer, hidden).keys() if hidden else hidden


def reads_telling(viewer: Viewer, contact: Contact) -> bool:
    """Whether the viewer is shown what was said in a contact they may open.

    A team that is handed an allegation has the child, what was decided and why: what was said of
    somebody who works with children is for those who may know of allegations.
    """
    if not sees(viewer, Zone.CONCERN):
        return False
    return not contact.allegation or viewer.may(Permission.VIEW_ALLEGATION)


def just_taken(viewer: Viewer, contact_id: UUID) -> Contact:
    """A contact as its receipt shows it, also to who has just taken it down and may not open it:
    a call about their own family too, of which it tells nothing but what they typed.

    Errors:
        NotThere: there is none, or none for this viewer.
    """
    own = Contact.objects.filter(
        id=contact_id, council=viewer.council, submitted_by=viewer.account_id
    )
    restricted = hidden_by(viewer, CONTACT).values_list("subject_id", flat=True)
    own = own.exclude(id__in=restricted).first()
    return own or the_contact(viewer, contact_id)


def visible_to(viewer: Viewer) -> "QuerySet[Contact]":
    """The contacts this viewer may know of, in their own council only."""
    near = _near(viewer)
    if near is None:
        return Contact.objects.none()
    return Contact.objects.filter(near, council=viewer.council)


def within_relation(viewer: Viewer) -> "QuerySet[Contact]":
    """The same as if nothing were restricted: only to say that something is (`signal_at`)."""
    relation = RELATION.get(viewer.role)
    if relation is None:
        return Contact.objects.none()
    return Contact.objects.filter(relation(viewer), council=viewer.council)


def _near(viewer: Viewer) -> Q | None:
    """The relation of the viewer's role, without what a restriction keeps from them. None: none.

    Whoever sent a contact goes on knowing that they sent it, restricted or not. Whoever reads one
    through broken glass sees that one, and no other.
    """
    if viewer.glass is not None:
        return Q(id=viewer.glass)
    relation = RELATION.get(viewer.role)
    if relation is None or relation is _own_submissions:
        return relation and relation(viewer)
    near = relation(viewer)
    if relation is _given_to_team:
        near |= Q(id__in=listed_contacts(viewer))  # named as a reader is a relation too
    return near & ~Q(id__in=hidden_contacts(viewer))


def visible_of(viewer: Viewer, ids: Iterable[UUID]) -> "dict[UUID, Contact]":
    """Those of `ids` that this viewer may know of, without what no list shows.

    The council is asked of the rows: asked of the database beside the ids, SQLite reads every
    contact of the council rather than look the ids up.
    """
    found = _near_of(viewer, list(ids))
    return {contact.id: contact for contact in found if contact.council == viewer.council}


@worded_once
def _near_of(viewer: Viewer, ids: list[UUID]) -> QuerySet[Contact]:
    return near_of(viewer, ids).defer(*NOT_LISTED)


def near_of(viewer: Viewer, ids: list[UUID]) -> QuerySet[Contact]:
    """Those of `ids` near this viewer, whosever council they are of: that is for the caller to ask
    of each row."""
    near = _near(viewer)
    if near is None:
        return Contact.objects.none()
    return Contact.objects.filter(near, id__in=ids)


def the_contact(viewer: Viewer, contact_id: UUID, *, for_change: bool = False) -> Contact:
    """One contact.

    Errors:
        NotThere: there is none, or none for this viewer; or it was to be changed, and they only
            read it through broken glass.
        PossibleConflict: it may be of their own family, and they have not said why they open it.
    """
    if for_change and viewer.glass is not None:
        raise NotThere("contact")
    found = _one(viewer, contact_id, for_change=True) if for_change else _read(viewer, contact_id)
    if found is None:
        raise NotThere("contact")
    if found.warns and viewer.glass is None:
        raise PossibleConflict(contact_id)
    return found


@once_a_reading
def _read(viewer: Viewer, contact_id: UUID) -> Any:
    """The panels of its page each ask for it."""
    return _one(viewer, contact_id, for_change=False)


def _one(viewer: Viewer, contact_id: UUID, *, for_change: bool) -> Any:
    """A contact and whether it warns; None where there is none for this viewer."""
    if not for_change:
        return next(iter(_to_read(viewer, contact_id)), None)
    rows = visible_to(viewer).annotate(warns=warns(viewer)).select_for_update()
    return rows.filter(id=contact_id).first()


@worded_once
def _to_read(viewer: Viewer, contact_id: UUID) -> QuerySet[Contact]:
    rows = visible_to(viewer).annotate(warns=warns(viewer)).select_related("referrer")
    return rows.filter(id=contact_id)


def ids_by_reference(viewer: Viewer, references: Collection[str]) -> dict[str, UUID]:
    """The ids of those of these contacts that this viewer may open, by reference. One query."""
    rows = visible_to(viewer).filter(reference__in=list(references))
    return dict(rows.values_list("reference", "id"))


def contact_id_of(viewer: Viewer, reference: str) -> UUID:
    """
    Errors:
        NotThere: no such reference, or none for this viewer.
    """
    found = visible_to(viewer).filter(reference=reference).values_list("id", flat=True).first()
    if found is None:
        raise NotThere("contact")
    return found


def found(viewer: Viewer, contact_id: UUID) -> list[Contact]:
    """The contact as a list of one, or of none once the viewer may no longer know of it."""
    row = _read(viewer, contact_id)
    return [] if row is None else [row]


def decided_before(ids: Iterable[UUID], moment: datetime) -> set[UUID]:
    """Those of `ids` that were decided, or closed, before `moment`. It asks nobody who is looking:
    for whoever must know when a relation to a contact has ended."""
    found = Contact.objects.filter(id__in=set(ids))
    over = found.filter(Q(decided_at__lt=moment) | Q(closed_at__lt=moment))
    return set(over.values_list("id", flat=True))


def decided_at(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When those of `ids` that are decided were. It asks nobody who is looking."""
    return dict(_decided_at(list(ids)))


@worded_once
def _decided_at(ids: list[UUID]) -> QuerySet[Contact, tuple[UUID, datetime]]:
    found = Contact.objects.filter(id__in=ids, decided_at__isnull=False)
    return found.values_list("id", "decided_at")


def decided_whose(contact_id: UUID) -> str | None:
    """Who has a contact that is decided or closed: an account's id, else a team's key; None while
    it is undecided. It asks nobody who is looking: for telling whoever has it."""
    found = Contact.objects.filter(id=contact_id).filter(
        Q(decided_at__isnull=False) | Q(closed_at__isnull=False)
    )
    row = found.values_list("owner_account", "accepted_team", "owner_team").first()
    if row is None:
        return None
    account, accepted, team = row
    return str(account) if account else accepted or team
