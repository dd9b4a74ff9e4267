"""Who reads what an agency told the hub, by mark, as the code applies it."""

from lintel.access.roles import ROLE_WORDS
from lintel.access.viewers import Role
from lintel.sharing.rules.handling import (
    MARK_WORDS,
    ONCE_POOLED,
    READS,
    WITH_ONWARD_LEAVE,
    Mark,
    Reading,
)

CELLS = {Reading.FULL: "reads it", Reading.THAT_IT_EXISTS: "that it exists", Reading.NOTHING: "–"}


def pages() -> dict[str, str]:
    rows = []
    for role in Role:
        cells = []
        for mark in Mark:
            words = CELLS[READS.get(role, {}).get(mark, Reading.NOTHING)]
            if mark in WITH_ONWARD_LEAVE.get(role, ()) and words != CELLS[Reading.FULL]:
                words = "with onward leave"
            cells.append(words)
        note = " (once pooled)" if role in ONCE_POOLED else ""
        rows.append(f"| {ROLE_WORDS[role]}{note} | {' | '.join(cells)} |")
    marks = "".join(f"- **{mark}** {words}\n" for mark, words in MARK_WORDS.items())
    heads = " | ".join(f"{mark}" for mark in Mark)
    return {
        "handling.md": (
            "# Who reads what an agency told the hub\n\n"
            "Each item that an agency gives carries a mark. The agency alone gives it and may "
            "change it; what it was is kept. It is applied where items are read, in one place: "
            "pages, the API and time lines all ask `screening.queries.items.seen`.\n\n"
            f"{marks}\n"
            f"| Role | {heads} |\n|---|{'---|' * len(Mark)}\n" + "\n".join(rows) + "\n\n"
            "The agency's own people always read its items, whatever the mark. Somebody whom the "
            "agency named reads the sealed item they were named for, and nobody else hears of it. "
            "Other agencies that were asked read nothing until the decision-maker has pooled the "
            "answers. *Onward leave* is the agency's tick that an item may go on with the family: "
            "early help reads open items that have it, the child protection team hub-only ones "
            "too.\n\n"
            "What an agency says beside its items (whether it knows the family, since when, why "
            "it needs time or refuses) carries no mark and is handled as H2. A role also has to "
            "be allowed to open the record: this table says only what is read of an item then.\n"
        )
    }
