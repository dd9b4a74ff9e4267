"""What adds up: every rule with its source, and every case with what the rules make of it."""

from lintel.contacts.rules.adding_up import FamilyEvent, adds_up, rests_on
from lintel.contacts.tests.adding_up_cases import CASES
from lintel.kernel.instants import day_in_words
from lintel.policy.codes import AddingUpRule
from lintel.policy.in_force import preset_policy

INTRO = """# What adds up

Rules that raise a contact for a senior read, because each event alone looked small. A raised
contact is never closed, nor decided on with less than an assessment, by one person alone: a
manager or senior practitioner reads it, and somebody else ends it. No override goes past that.

A rule looks back from the day a contact came, over the contacts of the children it names, their
brothers and sisters and the adults with them, through links that somebody made. It looks again
whenever a link is made or undone and when a contact is corrected; what more comes to light needs
another read. Contacts of the same day of the month so many months before still count. A closed
contact is not reopened by a rule: when it is the family's last, a manager is told.

A council may tighten a rule in its own file (fewer events, more months), with its own words and
source; it cannot loosen one.

Drawn from `lintel/policy/data/adding_up.toml` and the cases that are tested; edit those, not this
page.
"""


def pages() -> dict[str, str]:
    parts = [INTRO, *map(_rule, _rules())]
    return {"adding-up.md": "\n".join(parts)}


def _rules() -> list[AddingUpRule]:
    return [values[-1] for values in preset_policy("standard").codes.adding_up.values()]


def _rule(rule: AddingUpRule) -> str:
    lines = [
        f"## {rule.title}",
        "",
        f"{rule.rule}. {rule.because}.",
        "",
        f"- Rule: `{rule.key}`, of {rule.version}",
        f"- Rests on: {rests_on(rule.source)}",
        f"- Raises: {', '.join(kind.replace('_', ' ') for kind in rule.kinds)}",
        "",
        "| case | this contact | before it | raised |",
        "| --- | --- | --- | --- |",
    ]
    for case in CASES:
        if case.rule == rule.key:
            fired = {raised.rule.key for raised in adds_up(case.contact, case.events, _rules())}
            before = "<br>".join(_words(event) for event in case.events)
            yes = "**yes**" if rule.key in fired else "no"
            lines.append(f"| {case.words} | {_words(case.contact)} | {before} | {yes} |")
    return "\n".join(lines) + "\n"


def _words(event: FamilyEvent) -> str:
    words = [day_in_words(event.on), *sorted(c.replace("_", " ") for c in event.categories)]
    if event.kind != "contact":
        words.append(f"{event.kind} of {', '.join(sorted(event.about))}")
    if event.ended_on:
        words.append(f"ended {day_in_words(event.ended_on)}")
    if event.decided_on:
        words.append(f"{event.outcome.replace('_', ' ')} on {day_in_words(event.decided_on)}")
    if event.enquiry != "welfare":
        words.append(event.enquiry.replace("_", " "))
    return ", ".join(words)
