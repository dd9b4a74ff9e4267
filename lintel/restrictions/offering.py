"""Who can be put on the list of a restriction, and for how long, as a form offers it."""

from uuid import UUID

from lintel.access import queries as access
from lintel.access.viewers import GRANTS, Permission
from lintel.directory import queries as directory
from lintel.policy.restricting import Hides, Restricting
from lintel.restrictions.rules.lasting import Purpose, ReaderSaid

TEAM = "team:"
HIDDEN_WORDS = {
    Hides.EXISTENCE: "Nobody off the list learns that it exists",
    Hides.RECORD: "Screeners and emergency duty learn that there is one, and whom to call. Nobody "
    "else learns that it exists",
    Hides.LOCATION: "The record stays open. Addresses, telephones and schools of the person are "
    "masked wherever they show",
}


def readers_to_offer(council: str) -> list[tuple[str, str]]:
    """Teams, then everybody who opens contacts here, by name."""
    roles = [role for role, granted in GRANTS.items() if Permission.OPEN_HISTORY in granted]
    teams = [(f"{TEAM}{team.key}", f"{team.title} (team)") for team in directory.teams(council)]
    people = [(str(one.account_id), one.name) for one in access.accounts_in_council(council, roles)]
    return [*teams, *people]


def reader_said(chosen: str, purpose: str) -> ReaderSaid:
    if chosen.startswith(TEAM):
        return ReaderSaid(None, chosen.removeprefix(TEAM), Purpose(purpose))
    return ReaderSaid(UUID(chosen), "", Purpose(purpose))


def kinds(policy: Restricting) -> list[tuple[str, str, str]]:
    """Each with what it hides, who reads it and when it is looked at again."""
    return [
        (
            key,
            f"{kind.code}: {kind.title}",
            f"{HIDDEN_WORDS[kind.hides]}. Read by: {kind.readers}. Looked at again: "
            f"{kind.review[:1].lower()}{kind.review[1:]}",
        )
        for key, kind in policy.kinds.items()
    ]


def purposes(policy: Restricting) -> list[tuple[str, str, str]]:
    return [
        (str(Purpose.TASK), "For a task", f"They read it for {policy.task_days} days"),
        (
            str(Purpose.INVOLVED),
            "As a worker of the family",
            f"They read it for {policy.involved_days} days",
        ),
    ]
