"""What every staff page shows around its content: who is signed in and where they may go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import Permission, Role, Viewer
from lintel.config import lookout
from lintel.notices.queries import unread_count
from lintel.policy.in_force import policy_for
from lintel.restrictions.queries.glass import standing_glass_of
from lintel.restrictions.rules.glass import time_left_in_words

# Words, the name of the page, and what it takes to see it. First what somebody needs many times a
# day: of a long menu, only the first few are in sight.
PLACES = (
    ("Board", "board", Permission.VIEW_BOARD),
    ("New contact", "take_call", Permission.TAKE_CALL),
    ("Search", "search", Permission.SEARCH),
    ("Requests", "requests", Permission.VIEW_REQUESTS),
    ("Hand-overs", "handovers", Permission.RECEIVE_HANDOVER),
    ("Discussions", "my_discussions", Permission.ANSWER_INVITATION),
    ("People to tell", "to_tell", Permission.TELL_REFERRER),
    ("Challenges", "challenges", Permission.CHALLENGE),
    ("Duplicates", "duplicates", Permission.MERGE_PEOPLE),
    ("Step-downs", "came_back", Permission.DECIDE),
    ("Places", "places", Permission.RECEIVE_HANDOVER),
    ("Allegations", "allegations", Permission.VIEW_ALLEGATION),
    ("Restricted records", "restrictions", Permission.GUARD_RECORDS),
    ("Broken glass", "broken_glass", Permission.REVIEW_GLASS),
    ("Records to review", "records_to_review", Permission.LINK_PERSON),
    ("Hand over duty", "duty", Permission.HAND_OVER_DUTY),
    ("Samples", "samples", Permission.MAKE_SAMPLE),
    ("Your samples", "my_samples", Permission.READ_SAMPLE),
    ("Watch", "watch", Permission.WATCH),
    ("Counts", "counts", Permission.VIEW_COUNTS),
    ("Agency answers", "agency_measures", Permission.VIEW_COUNTS),
    ("Senders", "senders", Permission.WATCH_SENDERS),
    ("Overrides", "overrides", Permission.OVERRIDE),
    ("Signed in", "signed_in", Permission.END_SESSIONS),
    ("Accounts", "accounts", Permission.MANAGE_ACCOUNTS),
    ("Roles to confirm", "grants", Permission.CONFIRM_GRANT),
    ("Directory", "directory", Permission.MANAGE_ACCOUNTS),
)

# Where somebody's work begins. Roles that are not named begin at a page that says what they can do.
HOMES: Mapping[Role, str] = {
    Role.SCREENER: "board",
    Role.SENIOR_PRACTITIONER: "board",
    Role.MANAGER: "board",
    Role.ADMIN: "board",
    Role.ADMIN_PROVIDER: "board",
    Role.SOCIAL_WORKER: "handovers",
    Role.EARLY_HELP: "handovers",
    Role.CHILD_PROTECTION: "handovers",
    Role.EMERGENCY_DUTY: "board",
    Role.PARTNER: "requests",
    Role.AGENCY_LEAD: "requests",
    Role.REFERRER: "challenges",
    Role.LADO: "allegations",
    Role.GUARDIAN: "restrictions",
    Role.QUALITY: "my_samples",
    Role.INSPECTOR: "my_samples",
    Role.DPO: "watch",
    Role.VIEWER: "counts",
    Role.ANALYST: "counts",
    Role.SYSADMIN: "accounts",
}


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class GlassOpen:
    """A record open through broken glass, for the banner. Shape: `left` is the time left, in
    words; `end` is where it is ended; `here` on the pages of that record."""

    reference: str
    left: str
    href: str
    end: str
    here: bool


@dataclass(frozen=True, slots=True)
class Furniture:
    """Shape: empty words and no places for somebody who has not signed in. `navigation` is in
    sight on every page; `more` opens from the end of it; `signs` are what the lookout last saw;
    `alerts` is where alerts are read, `unread` how many are not; `glass` are the records they now
    have open by breaking it, `through_glass` when the page shows one of them."""

    council: str
    person: str
    role: str
    navigation: tuple[Place, ...]
    more: tuple[Place, ...]
    sign_out: str
    your_role: str
    sign_ins: str
    alerts: str = ""
    unread: int = 0
    signs: tuple[lookout.Sign, ...] = ()
    glass: tuple[GlassOpen, ...] = ()
    through_glass: bool = False


NOBODY = Furniture(
    council="",
    person="",
    role="",
    navigation=(),
    more=(),
    sign_out="",
    your_role="",
    sign_ins="",
)
IN_SIGHT = 7  # on one line of a screen 1280 pixels wide, with room for where they are now


def furniture(request: HttpRequest) -> dict[str, Furniture]:
    """For templates, as `furniture`. Reads from the database how many alerts are unread, and for
    somebody who has broken the glass of a record in the last hour which it is."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {"furniture": replace(NOBODY, signs=lookout.signs(signed_in=False))}
    navigation, more = in_sight(places_for(request, replace(viewer, glass=None)))
    return {
        "furniture": Furniture(
            council=_council_title(viewer.council),
            person=viewer.name,
            role=ROLE_WORDS[viewer.role],
            navigation=navigation,
            more=more,
            sign_out=_address("logout"),
            your_role=_address("your_role"),
            alerts=_address("alerts"),
            unread=unread_count(replace(viewer, glass=None)),
            signs=lookout.signs(signed_in=True),
            sign_ins=_address("your_sign_ins"),
            glass=_glass(request, viewer),
            through_glass=viewer.glass is not None,
        )
    }


def _glass(request: HttpRequest, viewer: Viewer) -> tuple[GlassOpen, ...]:
    at = getattr(request, "asked_at", None)
    if at is None:
        return ()
    return tuple(
        GlassOpen(
            reference=one.reference,
            left=time_left_in_words(one.ends_at, at=at),
            href=reverse("contact", args=[one.contact_id]),
            end=reverse("end_glass", args=[one.id]),
            here=one.contact_id == viewer.glass,
        )
        for one in standing_glass_of(viewer, at=at)
    )


def places_for(request: HttpRequest, viewer: Viewer) -> list[Place]:
    """Where a viewer may go, in the order of the menu; pages that are not built are left out."""
    addresses = [(words, _address(name)) for words, name, needed in PLACES if viewer.may(needed)]
    return [
        Place(words, address, request.path == address or request.path.startswith(f"{address}/"))
        for words, address in addresses
        if address
    ]


def in_sight(places: Sequence[Place]) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """What of a menu is always in sight, and the rest. Where somebody is now is in sight, and a
    rest of one is no rest."""
    if len(places) <= IN_SIGHT + 1:
        return tuple(places), ()
    first, rest = places[:IN_SIGHT], places[IN_SIGHT:]
    here = [place for place in rest if place.here]
    return (*first, *here), tuple(place for place in rest if not place.here)


def home_of(viewer: Viewer) -> str:
    """The address where this viewer's work begins."""
    return _address(HOMES.get(viewer.role, "")) or _address("your_role")


@lru_cache(maxsize=64)  # every page asks for every place of its menu
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _council_title(council: str) -> str:
    return policy_for(council).council_title
