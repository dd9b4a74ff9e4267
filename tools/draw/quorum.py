"""Who must be at a strategy discussion, and what must be said with its outcome."""

from lintel.protection.rules.quorum import ADDED, ALWAYS, INVITED, PART_WORDS


def pages() -> dict[str, str]:
    rows = [f"| {PART_WORDS[part]} | needed | at every strategy discussion |" for part in ALWAYS]
    rows += [f"| {PART_WORDS[part]} | needed | when {why} |" for part, (_, why) in ADDED.items()]
    rows += [f"| {PART_WORDS[part]} | asked | when {why} |" for part, (_, why) in INVITED.items()]
    return {
        "quorum.md": (
            "# Who must be at a strategy discussion\n\n"
            "Quorate means that everybody who is *needed* was there together. It is worked out "
            "from who came and went, and nobody can type it. A deputy counts. Sending information "
            "does not. The social worker must be an account of the council whose registration "
            "was in date when they came. It counts from when the last of them arrives.\n\n"
            "| Who | | Why |\n|---|---|---|\n" + "\n".join(rows) + "\n\n"
            "Recording a decision while it is not quorate wants a reason; the minutes, the page "
            "and the API say NOT QUORATE and who was missing. Unless a manager recorded it, it "
            "does not answer that a strategy discussion was called for.\n"
        )
    }
