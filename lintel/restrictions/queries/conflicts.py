"""What a worker is kept from by their conflicts of interest, and which conflicts there are."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.access.viewers import Viewer
from lintel.restrictions.models import Apart, OwnMark
from lintel.restrictions.rules.conflicts import Detail

CONTACT, PERSON = "contact", "person"


def kept_apart_from(viewer: Viewer, subject_type: str) -> "QuerySet[Apart, UUID]":
    """Ids of what this viewer's conflicts hide from them: to be excluded, part of one query."""
    hidden = hidden_apart(viewer).filter(subject_type=subject_type)
    return hidden.values_list("subject_id", flat=True)


def hidden_apart(viewer: Viewer) -> "QuerySet[Apart]":
    """Everything that this viewer's conflicts hide from them, of whatever type."""
    return Apart.objects.filter(account=viewer.account_id, hides=True, ended_at=None)


def passed_over(viewer: Viewer) -> "QuerySet[Apart, UUID]":
    """Ids of the contacts that a queue does not give this viewer: hidden from them, or opened only
    with a reason."""
    found = Apart.objects.filter(account=viewer.account_id, subject_type=CONTACT, ended_at=None)
    return found.values_list("subject_id", flat=True)


def warns(viewer: Viewer) -> Exists:
    """Whether the contact of the outer query may be of this viewer's own family and they have not
    said why they open it: to be annotated, as a part of one query."""
    return Exists(
        Apart.objects.filter(
            account=viewer.account_id,
            subject_type=CONTACT,
            subject_id=OuterRef("id"),
            hides=False,
            opened_at=None,
            ended_at=None,
        )
    )


def warned_of(viewer: Viewer, contact_id: UUID) -> Sequence[str]:
    """Which of the viewer's own details met those of a contact; empty when nothing warns."""
    found = Apart.objects.filter(
        account=viewer.account_id,
        subject_type=CONTACT,
        subject_id=contact_id,
        hides=False,
        opened_at=None,
        ended_at=None,
    ).values_list("conflict__details", flat=True)
    return sorted({detail for details in found for detail in details})


def stands_apart(account_id: UUID, contact_id: UUID) -> bool:
    """Whether a contact must not be given to this worker."""
    return Apart.objects.filter(
        account=account_id, subject_type=CONTACT, subject_id=contact_id, ended_at=None
    ).exists()


def accounts_apart(subject_type: str, ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who may not be given each of these, for a conflict of theirs. It asks nobody who is looking:
    for whoever finds somebody to act on them."""
    rows = Apart.objects.filter(subject_type=subject_type, subject_id__in=list(ids), ended_at=None)
    found: dict[UUID, set[UUID]] = {}
    for subject_id, account in rows.values_list("subject_id", "account"):
        found.setdefault(subject_id, set()).add(account)
    return {subject_id: frozenset(accounts) for subject_id, accounts in found.items()}


def came_back(subjects: Collection[tuple[str, UUID]], accounts: Collection[UUID | None]) -> int:
    """How often a conflict has ended that kept one of these accounts from any of these."""
    about = Q()
    for subject_type, subject_id in subjects:
        about |= Q(subject_type=subject_type, subject_id=subject_id)
    known = [account for account in accounts if account is not None]
    return Apart.objects.filter(about, account__in=known, ended_at__isnull=False).count()


def lived_there(contact_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Accounts that declared an address, theirs now or before, which is the family's of a contact.
    It asks nobody who is looking: for the signs of misuse."""
    rows = Apart.objects.filter(
        subject_type=CONTACT, subject_id__in=list(contact_ids), ended_at=None
    ).values_list("subject_id", "account", "conflict__details")
    found: dict[UUID, set[UUID]] = {}
    for contact_id, account, details in rows:
        if {Detail.ADDRESS, Detail.FORMER_ADDRESS} & set(details):
            found.setdefault(contact_id, set()).add(account)
    return {contact_id: frozenset(accounts) for contact_id, accounts in found.items()}


def own_marks_among(council: str, marks: Collection[str]) -> dict[UUID, dict[Detail, set[str]]]:
    """Whose own details are among these marks, by account. One query."""
    found: dict[UUID, dict[Detail, set[str]]] = {}
    if not marks:
        return found
    rows = OwnMark.objects.filter(council=council, mark__in=list(marks), ended_at=None)
    for account, detail, mark in rows.values_list("account_id", "detail", "mark"):
        found.setdefault(account, {}).setdefault(Detail(detail), set()).add(mark)
    return found


def declared_by_marks(account_id: UUID, marks: Collection[str]) -> set[UUID]:
    """The declared conflicts of a worker whose family has one of these marks."""
    rows = OwnMark.objects.filter(
        account=account_id, detail=Detail.DECLARED, mark__in=list(marks), ended_at=None
    )
    return {each for each in rows.values_list("conflict_id", flat=True) if each}


def keeps_anybody_apart(council: str) -> bool:
    """Whether any conflict hides anything here: where none does, nothing further is asked."""
    return Apart.objects.filter(council=council, hides=True, ended_at=None).exists()


def conflicts_with(people: Iterable[UUID], contacts: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Conflicts that keep somebody from any of these people or contacts, each with its people."""
    near = Q(subject_type=PERSON, subject_id__in=list(people))
    near |= Q(subject_type=CONTACT, subject_id__in=list(contacts))
    hiding = Apart.objects.filter(near, hides=True, ended_at=None)
    found: dict[UUID, set[UUID]] = {
        each: set() for each in hiding.values_list("conflict", flat=True)
    }
    rows = Apart.objects.filter(conflict__in=list(found), subject_type=PERSON, ended_at=None)
    for conflict, person in rows.values_list("conflict_id", "subject_id"):
        found.setdefault(conflict, set()).add(person)
    return {conflict: frozenset(people) for conflict, people in found.items()}
