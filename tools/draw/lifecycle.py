"""What may happen to a contact, drawn and as a table."""

from lintel.contacts.rules.facts import Stage
from lintel.contacts.rules.lifecycle import NEXT_STAGE, Move, as_mermaid
from lintel.contacts.rules.queues import QUEUES


def pages() -> dict[str, str]:
    heads = " | ".join(["Stage", *(str(move) for move in Move)])
    rule = "|".join(["---"] * (len(Move) + 1))
    rows = [
        " | ".join([f"**{stage}**", *(str(NEXT_STAGE.get((stage, move), "")) for move in Move)])
        for stage in Stage
    ]
    table = "\n".join([f"| {heads} |", f"|{rule}|", *(f"| {row} |" for row in rows)])
    queues = "\n".join(
        f"| {queue.title} | `{queue.name}` | {queue.next_step} | {queue.waits_for} |"
        for queue in QUEUES
    )
    return {
        "contact-lifecycle.md": (
            "# What may happen to a contact\n\n"
            f"```mermaid\n{as_mermaid()}```\n\n"
            "Where each move leads, from each stage; an empty cell is refused.\n\n"
            f"{table}\n\n"
            "## Queues\n\n"
            "Every open contact is in the first of these whose test holds.\n\n"
            "| Queue | Name | Next step | Waits for |\n|---|---|---|---|\n"
            f"{queues}\n"
        )
    }
