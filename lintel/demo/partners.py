"""What partners do about a live contact: asked, answered, met, disagreed. Through the actions.

The course of a `Live` names these as `ask=police,health`; who acts is in BY.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from lintel.access.viewers import Viewer
from lintel.contacts import queries as contacts
from lintel.duty import actions as duty
from lintel.oversight import actions as oversight
from lintel.oversight.rules.challenging import AnswerSaid, ChallengeSaid
from lintel.pathways import actions as pathways
from lintel.protection import actions as protection, queries as discussions
from lintel.protection.actions import steps
from lintel.protection.queries import steps as step_queries
from lintel.protection.rules.convening import Arrival, Call, Invitee, ItemSaid
from lintel.protection.rules.outcomes import (
    ActionAgreed,
    How,
    Medical,
    OutcomeSaid,
    Says,
    Section47,
    Seeing,
    View,
)
from lintel.protection.rules.quorum import Part
from lintel.protection.rules.steps import DeclinedSaid, DoneSaid, Step
from lintel.screening import actions as screening
from lintel.screening.rules.asking import AnswerGiven, Ask, ItemGiven, Reply
from lintel.sharing.rules.handling import Mark

AGENCY: Mapping[str, str] = MappingProxyType(
    {
        "police": "ferrand-valley-police",
        "health": "northbeck-hv",
        "education": "calder-valley-academy",
        "housing": "northbeck-homes",
    }
)
QUESTIONS = {
    "police": "In the last two years, have you been called to these people or to their home?",
    "health": "Do you know them, and are appointments kept?",
    "education": "How are they at school, and what have they said?",
    "housing": "Who lives there, and are there worries about the home?",
}
KNOWN = {
    "police": (
        ("concerns", "Two calls to the address since January, both about shouting.", Mark.HUB_ONLY),
        ("risk_to_workers", "A large dog, loose in the yard. Visit in twos.", Mark.OPEN),
    ),
    "health": (
        ("concerns", "Three appointments not kept since the spring.", Mark.OPEN),
        ("strengths", "A grandmother brings them when she is asked.", Mark.OPEN),
    ),
    "education": (
        ("concerns", "Eleven days away this term, most of them Mondays.", Mark.OPEN),
        ("strengths", "Eats well here and has one firm friend.", Mark.OPEN),
    ),
    "housing": (("concerns", "Rent is behind, and neighbours have rung twice.", Mark.HUB_ONLY),),
}
SEALED = "Somebody at the address is to be arrested this week. Nobody may know before."
MANAGER, SECOND = "d-manager", "d-manager2"
# Who does it; where it is "" the agency or team named by the step's value does.
BY: Mapping[str, str] = MappingProxyType(
    {
        "ask": MANAGER,
        "says": "",
        "secret": "",
        "sealed": "",
        "nil": "",
        "more": "",
        "refuse": "",
        "chase": MANAGER,
        "without": MANAGER,
        "pool": MANAGER,
        "weigh": MANAGER,
        "convene": MANAGER,
        "coming": "",
        "there": MANAGER,
        "adjourn": MANAGER,
        "not_held": SECOND,
        "held": MANAGER,
        "opinion": MANAGER,
        "no_opinion": MANAGER,
        "challenge": "",
        "answer": SECOND,
        "further": "",
        "wait": "d-earlyhelp",
        "promise": MANAGER,
    }
)


def who_acts(verb: str, value: str) -> str:
    """The key of the cast."""
    return BY[verb] or f"d-{value.split(',')[0]}"


class Partnership:
    """What has been begun about live contacts, so that it can be gone on with."""

    def __init__(self, accounts: Mapping[str, UUID]) -> None:
        self.worker, self.manager = accounts["d-sw"], accounts[MANAGER]
        self.tokens: dict[UUID, Callable[[str, str], str]] = {}
        self.requests: dict[tuple[UUID, str], UUID] = {}
        self.discussions: dict[UUID, UUID] = {}
        self.challenges: dict[UUID, UUID] = {}

    def do(self, verb: str, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        """Errors: LookupError when there is no such verb."""
        acts: Callable[..., None] = getattr(self, f"_{verb}") if verb in BY else _unknown
        acts(contact_id, value, by=by, at=at)

    def _marked(self, contact_id: UUID, field: str, words: str, zone: str = "Z5") -> str:
        """With a token of its own, where the contact is one that is marked."""
        token = self.tokens.get(contact_id)
        return f"{words} ({token(zone, field)})" if token else words

    # --- Asked and answered -----------------------------------------------------------

    def _ask(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        about = tuple(one.record_id for one in _told(by, contact_id))
        whom = value.split(",")
        asks = [
            Ask(
                AGENCY[one],
                self._marked(contact_id, f"requests.{one}.question", QUESTIONS[one]),
                about,
                ("known", "concerns", "strengths"),
            )
            for one in whom
        ]
        made = screening.ask_agencies(contact_id=contact_id, asks=asks, by=by, at=at)
        self.requests |= {(contact_id, one): id_ for one, id_ in zip(whom, made, strict=True)}

    def _answers(
        self, contact_id: UUID, who: str, said: AnswerGiven, by: Viewer, at: datetime
    ) -> None:
        request_id = self.requests[contact_id, who]
        screening.answer_request(request_id=request_id, given=said, by=by, at=at)

    def _says(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        items = [
            ItemGiven(part, self._marked(contact_id, f"{value}.{mark}.{part}", words), mark)
            for part, words, mark in KNOWN[value]
        ]
        said = AnswerGiven(Reply.ANSWERED, items, known="yes", since="since 2023")
        self._answers(contact_id, value, said, by, at)

    def _secret(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        words = self._marked(contact_id, f"{value}.H3.concerns", SEALED)
        items = [ItemGiven("concerns", words, Mark.DECISION_MAKER)]
        said = AnswerGiven(Reply.ANSWERED, items, known="yes")
        self._answers(contact_id, value, said, by, at)

    def _sealed(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        words = self._marked(contact_id, f"{value}.H4.concerns", SEALED)
        items = [ItemGiven("concerns", words, Mark.SEALED, named=(self.manager,))]
        said = AnswerGiven(Reply.ANSWERED, items, known="yes")
        self._answers(contact_id, value, said, by, at)

    def _nil(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        self._answers(contact_id, value, AnswerGiven(Reply.NIL), by, at)

    def _more(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        said = AnswerGiven(
            Reply.MORE_TIME,
            until=at + timedelta(hours=6),
            reason="The head of year knows them and teaches until three",
        )
        self._answers(contact_id, value, said, by, at)

    def _refuse(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        said = AnswerGiven(
            Reply.REFUSED,
            ground="not_relevant",
            reason="What we hold is of ten years ago and about somebody who has left the home",
        )
        self._answers(contact_id, value, said, by, at)

    def _chase(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        screening.chase_agency(
            request_id=self.requests[contact_id, value],
            how="telephone",
            to="The duty desk",
            words="They look now",
            by=by,
            at=at,
        )

    def _without(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        screening.decide_without(
            request_id=self.requests[contact_id, value],
            reason="Rung twice; what is known already is enough to decide",
            by=by,
            at=at,
        )

    def _pool(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        screening.pool_contributions(
            contact_id=contact_id, reason="The child cannot wait for the last", by=by, at=at
        )

    def _weigh(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        headings = {
            "history_says": "Worries come each winter and go when the grandmother moves in.",
            "past_attempts": "A plan two years ago ended when nobody answered the door.",
            "child_account": "Told a teacher twice, alone, that it is loud at night.",
            "daily_life": "Gets up alone, comes without breakfast, is fetched by a neighbour.",
        }
        headings = {
            name: self._marked(contact_id, f"weighed.{name}", words, "Z6")
            for name, words in headings.items()
        }
        screening.weigh(contact_id=contact_id, headings=headings, by=by, at=at)

    # --- A strategy discussion, and what follows ----------------------------------------

    def _convene(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        self.discussions[contact_id] = protection.convene_discussion(
            contact_id=contact_id,
            call=Call(
                about=tuple(one.record_id for one in _told(by, contact_id) if one.is_child),
                because="What was seen and what was said do not fit together",
                planned_for=at + timedelta(hours=2),
                how="video",
                chair=by.name,
                invite=[
                    Invitee(Part.SOCIAL_WORKER, team="child-protection"),
                    Invitee(Part.HEALTH, agency=AGENCY["health"]),
                    Invitee(Part.POLICE, agency=AGENCY["police"]),
                    Invitee(Part.SCHOOL, agency=AGENCY["education"]),
                ],
            ),
            by=by,
            at=at,
        )

    def _invitations(self, contact_id: UUID, by: Viewer, at: datetime):
        row = discussions.one_discussion(by, self.discussions[contact_id], at=at)
        return discussions.seen([row], by, at=at)[0]

    def _coming(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        shown = self._invitations(contact_id, by, at)
        mine = next(one for one in shown.invitations if one.agency == AGENCY[value])
        protection.answer_invitation(
            discussion_id=shown.id,
            invitation_id=mine.id,
            says=Says.ATTENDING,
            items=[ItemSaid("Will bring what we hold of the last two years", Mark.HUB_ONLY)],
            by=by,
            at=at,
        )

    def _there(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        """Shape: value names the parts that come, "all" every one."""
        shown = self._invitations(contact_id, by, at)
        protection.take_attendance(
            discussion_id=shown.id,
            arrivals=[
                Arrival(
                    name=f"For {one.title}",
                    arrived_at=at,
                    invitation=one.id,
                    account=self.worker if one.part is Part.SOCIAL_WORKER else None,
                )
                for one in shown.invitations
                if value == "all" or one.part in value.split(",")
            ],
            by=by,
            at=at,
        )

    def _ends(self, contact_id: UUID, said: OutcomeSaid, by: Viewer, at: datetime) -> None:
        discussion = self.discussions[contact_id]
        protection.record_outcome(discussion_id=discussion, said=said, by=by, at=at)

    def _adjourn(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        said = OutcomeSaid(
            how=How.ADJOURNED,
            reason="The police are at the house and cannot come to the call",
            adjourned_to=at + timedelta(hours=4),
        )
        self._ends(contact_id, said, by, at)

    def _not_held(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        said = OutcomeSaid(
            how=How.NOT_HELD, reason="The consultant has seen the mark: it is a birthmark"
        )
        self._ends(contact_id, said, by, at)

    def _held(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        """Shape: value is "no", "single" or "joint", as section 47 was decided."""
        shown = self._invitations(contact_id, by, at)
        enquiry = Section47(value)
        soon = at + timedelta(hours=20)
        said = OutcomeSaid(
            how=How.HELD,
            section47=enquiry,
            section47_because="Two marks and two accounts of them"
            if enquiry is not Section47.NO
            else "Seen by the school nurse: an old scald, known, and cared for",
            seeing=[
                Seeing(child.record_id, "The social worker and the officer", soon)
                for child in shown.about
            ],
            siblings="Seen at school the same day",
            parents_told="The mother, by telephone, by the social worker",
            criminal=enquiry is Section47.JOINT,
            criminal_because="" if enquiry is Section47.JOINT else "No offence is suspected",
            medical=Medical.NEEDED if enquiry is not Section47.NO else Medical.NOT_NEEDED,
            medical_because="" if enquiry is not Section47.NO else "The nurse knows the scald",
            medical_views=[]
            if enquiry is not Section47.NO
            else [View(one.title, "Agreed") for one in shown.attendances],
            actions=[
                ActionAgreed("Look for earlier calls", "The officer", soon, AGENCY["police"]),
                ActionAgreed("Ring the dentist", "The named nurse", soon, AGENCY["health"]),
            ],
        )
        self._ends(contact_id, said, by, at)

    def _opinion(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        said = DoneSaid(
            happened_at=at - timedelta(minutes=5),
            who="Dr Imogen Farrow, consultant paediatrician",
            place="Northbeck Royal Infirmary",
            paediatrician=True,
            consent="parent",
            words="Two marks that do not fit what was said of them",
        )
        for step in self._paediatric(contact_id, by, at):
            steps.step_done(step_id=step, said=said, by=by, at=at)

    def _no_opinion(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        said = DeclinedSaid(
            "What was reported is months old and nothing is to be seen",
            {"social_care": "Agreed", "health": "Agreed by telephone", "police": "Agreed"},
        )
        for step in self._paediatric(contact_id, by, at):
            steps.step_declined(step_id=step, said=said, by=by, at=at)

    def _paediatric(self, contact_id: UUID, by: Viewer, at: datetime) -> list[UUID]:
        found = step_queries.steps_about(by, contact_id, at=at)
        return [one.id for one in found if one.kind == Step.PAEDIATRIC and one.is_open]

    # --- Disagreed, waited, promised ----------------------------------------------------

    def _challenge(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        """Shape: value is the agency, and perhaps a theme: "police,delay"."""
        _, _, theme = value.partition(",")
        self.challenges[contact_id] = oversight.raise_challenge(
            contact_id=contact_id,
            said=ChallengeSaid(
                subject="decision",
                theme=theme or "threshold",
                disagrees="We have been there twice this month; this is more than a quarrel",
                wants="A social worker sees the child at home",
            ),
            by=by,
            at=at,
        )

    def _answer(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        """Shape: value is "changed" or "upheld"."""
        oversight.answer_challenge(
            challenge_id=self.challenges[contact_id],
            said=AnswerSaid(
                answer=value,
                reasons="Read again with both officers' notes and the school's letter",
                told="Thank you. We have read your notes again and written down why.",
                learning="Ask the officer who was there, not the desk",
            ),
            by=by,
            at=at,
        )

    def _further(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        oversight.take_further(
            challenge_id=self.challenges[contact_id],
            reason="The answer does not speak of the second call",
            by=by,
            at=at,
        )

    def _wait(self, contact_id: UUID, _: str, *, by: Viewer, at: datetime) -> None:
        pathways.wait_for_place(
            contact_id=contact_id,
            version=None,
            waiting_for="A family worker; the next is free on Thursday",
            by=by,
            at=at,
        )

    def _promise(self, contact_id: UUID, value: str, *, by: Viewer, at: datetime) -> None:
        """Shape: value is minutes until it is due."""
        duty.make_promise(
            contact_id=contact_id,
            what="Ring back with what was decided",
            to_whom="The school's safeguarding lead",
            due_at=at + timedelta(minutes=int(value)),
            by=by,
            at=at,
        )


def _told(by: Viewer, contact_id: UUID):
    return contacts.family_facts(contacts.the_contact(by, contact_id)).told


def _unknown(*_: object, **__: object) -> None:
    raise LookupError("no such act")
