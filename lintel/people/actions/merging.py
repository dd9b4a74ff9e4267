"""Making two known people one, and two again; saying that they are two.

Nothing is moved: see `people.merged`. Whoever may link may merge two people nothing speaks
against; where something does, a senior who says that they have checked.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lintel.access.viewers import Permission, Viewer
from lintel.audit import trail
from lintel.kernel import news
from lintel.kernel.refusals import Invalid, NotThere, Refusal, Refused, Stale
from lintel.people import loading
from lintel.people.actions.linking import the_person
from lintel.people.comparing_people import grounds, somebody
from lintel.people.events import PeopleChanged
from lintel.people.merged import kept_apart, members_of, said_apart, settle, version_shown
from lintel.people.models import Link, Merge, Person, SaidApart
from lintel.people.rules.kin import kin
from lintel.people.rules.merging import against


@transaction.atomic
def merge_people(
    person_id: UUID,
    other_id: UUID,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
    version: int | None = None,
    checked: bool = False,
) -> UUID:
    """Say that two known people are one: `person_id` is kept, the other is read as them from now
    on. What is linked later stays with the kept one. The id of the merge.

    `version` None: the caller holds no earlier view. `checked`: `by` has checked what speaks
    against it, and says so in the reason.

    Errors:
        NotThere: one of them is no person of the council of `by`; told before anything else.
        NotPermitted: `by` may not merge, or not against a warning.
        Stale: the kept person has changed since `version`.
        Invalid: no reason.
        Refused: with everything that speaks against it ("already_one", "said_not_the_same", and
            what a senior may go beyond who has checked).
    """
    kept, other = _both(person_id, other_id, by)
    by.must(Permission.MERGE_PEOPLE)
    _up_to_date(kept, version)
    if not reason.strip():
        raise Invalid(Refusal("no_reason", "Enter why they are the same person", "reason"))
    if kept.id == other.id:
        raise Refused(Refusal("already_one", "They are one person already"))
    people = somebody([kept, other])
    refusals = against(
        people[kept.id],
        people[other.id],
        said_apart=bool(said_apart(kept.id, other.id)) or kept_apart(kept.id, other.id),
    )
    if refusals and not (checked and all(refusal.overridable for refusal in refusals)):
        raise Refused(*refusals)
    if refusals:
        by.must(Permission.MERGE_DOUBTFUL)
    merge = Merge.objects.create(
        council=kept.council,
        kept=kept,
        other=other,
        stands_as=kept,
        at=at,
        by=by.account_id,
        because=reason.strip(),
        checked=bool(refusals),
        reasons={
            **grounds(kept.id, other.id, kept.council),
            "against": [each.message for each in refusals],
        },
    )
    _settled(merge, members_of(other.id), by=by, at=at)
    _on_trail(Permission.MERGE_PEOPLE, kept.id, f"other={other.id} merge={merge.id}", by=by, at=at)
    return merge.id


@transaction.atomic
def unmerge_people(
    person_id: UUID,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
    merge_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Undo a merge; None for the last that stands. Every link made before it goes back by itself;
    what was linked since stays with the kept person. The id of whoever stands alone again.

    Errors:
        NotThere: no such person in the council of `by`, or no such merge of theirs.
        NotPermitted: `by` may not merge.
        Stale: the person has changed since `version`.
        Invalid: no reason.
        Refused: no merge of theirs stands ("not_merged").
    """
    kept = the_person(person_id, by)
    by.must(Permission.MERGE_PEOPLE)
    _up_to_date(kept, version)
    if not reason.strip():
        raise Invalid(Refusal("no_reason", "Enter why they are two people", "reason"))
    merges = Merge.objects.select_for_update().filter(stands_as=kept).order_by("-at", "-id")
    if merge_id is not None and not merges.filter(id=merge_id).exists():
        raise NotThere("no such merge")
    standing = merges.filter(undone_at=None)
    merge = (standing.filter(id=merge_id) if merge_id else standing).first()
    if merge is None:
        raise Refused(Refusal("not_merged", "No merge of theirs stands"))
    members = members_of(kept.id)
    Person.objects.select_for_update().get(id=merge.other_id)
    merge.undone_at, merge.undone_by, merge.undone_because = at, by.account_id, reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_because"])
    settle([kept.id])
    apart = members - members_of(kept.id)
    _settled(merge, apart, by=by, at=at)
    why = f"other={merge.other_id} merge={merge.id}"
    _on_trail("unmerge people", kept.id, why, by=by, at=at)
    return merge.other_id


@transaction.atomic
def say_two_people(
    person_id: UUID,
    other_id: UUID,
    *,
    by: Viewer,
    at: datetime,
    because: str = "",
    version: int | None = None,
) -> None:
    """Say that two known people are not one, so that they are not offered as one again.

    Said again, it changes nothing. What they look like to each other is kept with it.

    Errors:
        NotThere, NotPermitted: as `merge_people`.
        Refused: they are one now ("already_one").
    """
    asked, about = _both(person_id, other_id, by)
    by.must(Permission.LINK_PERSON)
    _up_to_date(asked, version)
    one, other = sorted((asked, about), key=lambda person: person.id)
    if one.id == other.id:
        raise Refused(
            Refusal("already_one", "They are one person. Undo the merge before you say otherwise")
        )
    if said_apart(one.id, other.id):
        return
    people = somebody([one, other])
    SaidApart.objects.create(
        council=one.council,
        one=one,
        other=other,
        kin=kin(people[one.id].best, people[other.id].best),
        said_at=at,
        said_by=by.account_id,
        because=because.strip(),
    )
    _on_trail("say two people", one.id, f"other={other.id}", by=by, at=at)


@transaction.atomic
def take_back_two_people(
    person_id: UUID,
    other_id: UUID,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
    version: int | None = None,
) -> None:
    """Take back "not the same", of them and of whoever is read as them.

    Errors:
        NotThere, NotPermitted: as `merge_people`.
        Invalid: no reason.
        Refused: nobody said so ("not_said").
    """
    one, other = _both(person_id, other_id, by)
    by.must(Permission.LINK_PERSON)
    _up_to_date(one, version)
    if not reason.strip():
        raise Invalid(Refusal("no_reason", "Enter why they may be one person", "reason"))
    said = said_apart(one.id, other.id)
    if not said:
        raise Refused(Refusal("not_said", "Nobody has said that they are two people"))
    for row in SaidApart.objects.filter(id__in=said):
        row.withdrawn_at, row.withdrawn_by = at, by.account_id
        row.withdrawn_because = reason.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _on_trail("take back two people", one.id, f"other={other.id}", by=by, at=at)


@transaction.atomic
def open_person(person_id: UUID, *, by: Viewer, at: datetime) -> UUID:
    """Somebody's record is opened; the id they stand as now.

    Errors:
        NotThere: no such person in the council of `by`.
        NotPermitted: `by` may not see people.
    """
    by.must(Permission.VIEW_PERSON)
    person = the_person(person_id, by)
    _on_trail(Permission.VIEW_PERSON, person.id, "", by=by, at=at)
    return person.id


def _both(person_id: UUID, other_id: UUID, by: Viewer) -> tuple[Person, Person]:
    """Both held, in one order whoever asks: two askers never wait for each other."""
    found = {one: the_person(one, by) for one in sorted({person_id, other_id})}
    return found[person_id], found[other_id]


def _up_to_date(person: Person, version: int | None) -> None:
    if version is None:
        return
    current = version_shown(person.id)
    if version != current:
        raise Stale(current)


def _settled(merge: Merge, moved: Iterable[UUID], *, by: Viewer, at: datetime) -> None:
    """Put everything derived right, and tell whoever listens."""
    people = settle([merge.kept_id, merge.other_id])
    loading.refresh(people, counts=False)
    records = Link.objects.filter(person__in=list(moved), undone_at=None)
    news.tell(
        PeopleChanged(
            council=merge.council,
            person_ids=frozenset(people),
            by=by,
            at=at,
            record_ids=frozenset(records.values_list("record_id", flat=True)),
        )
    )


def _on_trail(
    did: Permission | str, person_id: UUID, why: str, *, by: Viewer, at: datetime
) -> None:
    trail.record(
        did=did,
        object_type="person",
        object_id=str(person_id),
        by=by,
        at=at,
        why=why,
        council=by.council,
        zone="Z1",
    )
