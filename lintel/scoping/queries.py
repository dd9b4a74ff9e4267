"""What a viewer may see of askings: on our side about whom, on the other side only how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lintel.access import queries as access
from lintel.access.viewers import Permission, Viewer
from lintel.contacts import queries as contacts
from lintel.directory import queries as directory
from lintel.kernel.refusals import NotThere
from lintel.people import queries as people
from lintel.people.as_seen import told_as_seen
from lintel.policy.asking import AskingByToken, Partner, Purpose
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries import hidden_contacts, places_never_sent
from lintel.scoping import linkage
from lintel.scoping.kept import asking_in, partners_with_keys
from lintel.scoping.models import Answered, AskedAbout, Asking
from lintel.scoping.rules.answers import Answer, Question
from lintel.scoping.rules.said import said_of
from lintel.scoping.rules.tokens import VERSION
from lintel.scoping.shared_keys import keys_with

NEWEST = 200


def asking_for(viewer: Viewer) -> AskingByToken:
    """What the viewer's council has set.

    Errors:
        NotThere: it does not ask by token, or no partner takes part.
    """
    asking = asking_in(viewer.council)
    if asking is None or not partners_with_keys(viewer.council):
        raise NotThere("asking by token")
    return asking


def partner_bringing(viewer: Viewer) -> Partner:
    """The partner whose system this is.

    Errors:
        NotThere: asking is off, or its agency does not take part: the two look the same.
    """
    asking = asking_for(viewer)
    for key in partners_with_keys(viewer.council):
        partner = asking.partners[key]
        if partner.agency and partner.agency == viewer.agency:
            return partner
    raise NotThere("asking by token")


def partners(viewer: Viewer) -> list[Partner]:
    """Whom the viewer's council can ask; none where asking is off."""
    asking = asking_in(viewer.council)
    keys = partners_with_keys(viewer.council)
    return [] if asking is None else [asking.partners[key] for key in keys]


def may_be_asked_about(council: str, record_id: UUID) -> bool:
    """Whether enough is told of a child to make a token of."""
    return bool(said_of(people.record_view(council, record_id).told))


@dataclass(frozen=True, slots=True)
class AboutSeen:
    """Shape: `answer` is "" until there is one."""

    record_id: UUID
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class AskingSeen:
    id: UUID
    contact_id: UUID
    reference: str
    partner: str
    purpose: Purpose | None
    asked_at: datetime
    asked_by: str
    state: str
    ended_at: datetime | None
    refused: str
    ring_team: str
    ring_phone: str
    about: Sequence[AboutSeen]


def askings_about(viewer: Viewer, contact_id: UUID) -> list[AskingSeen]:
    """Every asking that was about a child of this contact, or about the same child as known from
    another contact, newest first.

    Errors:
        NotThere: there is no such contact, or none for this viewer.
        NotPermitted: the viewer's role does not ask.
    """
    viewer.must(Permission.ASK_BY_TOKEN)
    view = contacts.contact_view(viewer, contacts.the_contact(viewer, contact_id))
    children = view.children or ()
    own = {child.record_id for child in children}
    known = {child.person_id for child in children if child.person_id is not None}
    same = {r.record_id for records in people.records_of(known).values() for r in records}
    asked = AskedAbout.objects.filter(
        record_id__in=own | same, asking__council=viewer.council
    ).values_list("asking_id", flat=True)
    kept = Asking.objects.exclude(contact_id__in=hidden_contacts(viewer))
    rows = list(kept.filter(id__in=set(asked)).order_by("-asked_at", "id"))
    return _seen(viewer.council, rows)


def _seen(council: str, rows: Sequence[Asking]) -> list[AskingSeen]:
    asking = policy_for(council).asking_by_token
    about: dict[UUID, list[AskedAbout]] = {row.id: [] for row in rows}
    for one in AskedAbout.objects.filter(asking__in=list(about)).order_by("place"):
        about[one.asking_id].append(one)
    names = access.names_of({row.asked_by_id for row in rows})
    told = {
        one.record_id: people.record_view(council, one.record_id).told.name
        for each in about.values()
        for one in each
    }
    return [
        AskingSeen(
            id=row.id,
            contact_id=row.contact_id,
            reference=row.reference,
            partner=partner_title(asking, row.partner),
            purpose=asking.purposes.get(row.purpose),
            asked_at=row.asked_at,
            asked_by=names.get(row.asked_by_id, ""),
            state=row.state,
            ended_at=row.ended_at,
            refused=row.refused,
            ring_team=row.ring_team,
            ring_phone=row.ring_phone,
            about=[
                AboutSeen(one.record_id, told[one.record_id], one.answer) for one in about[row.id]
            ],
        )
        for row in rows
    ]


def partner_title(asking: AskingByToken, key: str) -> str:
    return asking.partners[key].title if key in asking.partners else key


def question_of(asking: Asking) -> Question:
    """What travels of an asking: made anew from what is told, for tokens are not kept.

    Errors:
        NotThere: the secret it was to be made with has been taken away.
    """
    secret = keys_with(asking.council, asking.partner).get(asking.key_id)
    if secret is None or not linkage.is_installed():
        raise NotThere("the key of this asking")
    records = asking.about.order_by("place").values_list("record_id", flat=True)
    protected = places_never_sent(asking.council)
    told = (people.record_view(asking.council, each).told for each in records)
    # A protected postcode is no part of a token either.
    said = [said_of(told_as_seen(each, protected)) for each in told]
    if not all(said):
        raise NotThere("what this asking was about")
    return Question(
        question_id=asking.id,
        asked_at=asking.asked_at,
        purpose=asking.purpose,
        key_id=asking.key_id,
        version=VERSION,
        tokens=tuple(linkage.tokens([each[0] for each in said], secret)),
    )


def waiting(council: str, partner: str, *, since: datetime) -> list[Asking]:
    """Askings that have no answer yet, the oldest first."""
    rows = Asking.objects.filter(
        council=council, partner=partner, state="waiting", asked_at__gte=since
    )
    return list(rows.order_by("asked_at", "id"))


def whom_to_ring(council: str) -> tuple[str, str]:
    """The team and telephone that go with every answer of this council."""
    policy = policy_for(council)
    key = policy.asking_by_token.answers_team
    for team in directory.teams(council):
        if team.key == key:
            return f"{team.title}, {policy.council_title}", team.phone or policy.phone
    return policy.council_title, policy.phone


@dataclass(frozen=True, slots=True)
class AnsweredSeen:
    """A question we were asked. Shape: `counts` of yes, perhaps and no; nobody is named."""

    partner: str
    purpose: str
    asked_at: datetime
    answered_at: datetime
    children: int
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class PartnerDay:
    """How much one partner has asked in the last day, for whoever watches for trawling."""

    partner: str
    questions: int
    children: int
    known: int


def questions_answered(viewer: Viewer) -> list[AnsweredSeen]:
    """What partners asked this council, newest first, never more than 200.

    Errors:
        NotPermitted: the log is not for this role.
    """
    viewer.must(Permission.VIEW_AUDIT)
    asking = policy_for(viewer.council).asking_by_token
    rows = Answered.objects.filter(council=viewer.council).order_by("-answered_at", "-id")
    return [
        AnsweredSeen(
            partner=partner_title(asking, row.partner),
            purpose=asking.purposes[row.purpose].title
            if row.purpose in asking.purposes
            else row.purpose,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            children=row.children,
            counts=_counts(row.answers),
        )
        for row in rows[:NEWEST]
    ]


def _counts(answers: Iterable[str]) -> tuple[int, int, int]:
    listed = list(answers)
    return listed.count(Answer.YES), listed.count(Answer.PERHAPS), listed.count(Answer.NO)


def asked_in_a_day(viewer: Viewer, *, at: datetime) -> list[PartnerDay]:
    """By partner: how many questions and children in the last 24 hours, and how many were known.

    Errors:
        NotPermitted: the log is not for this role.
    """
    viewer.must(Permission.VIEW_AUDIT)
    asking = policy_for(viewer.council).asking_by_token
    rows = Answered.objects.filter(
        council=viewer.council, answered_at__gt=at - timedelta(days=1)
    ).values_list("partner", "children", "answers")
    days: dict[str, list[tuple[int, int]]] = {}
    for partner, children, answers in rows:
        known = sum(1 for answer in answers if answer != Answer.NO)
        days.setdefault(partner, []).append((children, known))
    return [
        PartnerDay(
            partner_title(asking, key),
            len(found),
            sum(children for children, _ in found),
            sum(known for _, known in found),
        )
        for key, found in sorted(days.items())
    ]


def our_askings(viewer: Viewer) -> list[AskingSeen]:
    """What this council asked others, newest first, never more than 200.

    Errors:
        NotPermitted: the log is not for this role.
    """
    viewer.must(Permission.VIEW_AUDIT)
    rows = Asking.objects.filter(council=viewer.council)
    rows = rows.exclude(contact_id__in=hidden_contacts(viewer))
    return _seen(viewer.council, list(rows.order_by("-asked_at", "id")[:NEWEST]))
