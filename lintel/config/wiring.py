"""Which event wakes which handler, which job runs how often, who tells what of a contact or
family, and who says what stands in its way.

The only such table.

Each line names things by their dotted path, so that reading the table costs nothing and a
context need not know who listens. `connect` is called once, when Django is ready.
"""

from datetime import timedelta

from django.utils.module_loading import import_string

from lintel.access.through import ask_who_reads
from lintel.contacts.counted import count_on_board
from lintel.contacts.family_timeline import supply_history
from lintel.contacts.panels import show_on_contact
from lintel.contacts.standing import ask_what_is_answered, ask_what_stands
from lintel.directory.places import ask_about_places
from lintel.files.relations import (
    ask_how_answers_stand,
    ask_who_comes_near,
    take_files_for,
)
from lintel.kernel.news import listen
from lintel.notices.leads_to import ask_what_may_be_opened
from lintel.notices.left_out import leave_out
from lintel.notices.schedule import Sweep, register
from lintel.restrictions.whose import say_whose

# "context.events.SomethingHappened": ("context.handlers.do_something", ...)
NEWS: dict[str, tuple[str, ...]] = {
    "access.events.AccountTouched": ("audit.handlers.note_account",),
    "access.events.AccountDormant": ("notices.handlers.tell_of_dormant",),
    "access.events.LastAdministratorDormant": ("notices.handlers.tell_of_last_administrator",),
    "access.events.InvitationReady": ("notices.handlers.send_invitation",),
    "access.events.PasswordResetReady": ("notices.handlers.send_reset_link",),
    "people.events.PeopleChanged": (
        "contacts.handlers.cover_again",
        "contacts.handlers.add_up_again",
        "contacts.handlers.keep_apart_again",
    ),
    "restrictions.events.ContactsHidden": ("contacts.handlers.give_to_readers",),
    "restrictions.events.KeptApart": ("contacts.handlers.pass_on",),
    "restrictions.events.RestrictionSet": ("contacts.handlers.add_up_without",),
    "restrictions.events.RestrictionLifted": ("contacts.handlers.add_up_without",),
    "people.events.PersonMade": ("contacts.handlers.keep_apart_made",),
    "contacts.events.AddedUp": ("pathways.handlers.note_came_back",),
    "contacts.events.AllegationTold": ("oversight.handlers.open_allegation",),
    "contacts.events.ContactReceived": (
        "contacts.handlers.see_conflicts",
        "contacts.handlers.look_for_hidden",
        "protection.handlers.open_paediatric",
    ),
    "contacts.events.ContactCorrected": (
        "contacts.handlers.see_conflicts",
        "protection.handlers.open_paediatric",
    ),
    "contacts.events.ContactReopened": (
        "pathways.handlers.withdraw",
        "protection.handlers.open_paediatric",
    ),
    "contacts.events.IndicatorDismissed": ("protection.handlers.withdraw_paediatric",),
    "protection.events.Section47Decided": ("protection.handlers.open_section_47",),
    "screening.events.DecisionRecorded": (
        "pathways.handlers.offer_to_team",
        "protection.handlers.open_paediatric",
    ),
}

# name: (how often the worker runs it, "context.jobs.function", which takes the moment)
SWEEPS: dict[str, tuple[timedelta, str]] = {
    "access.answer_resets": (timedelta(seconds=5), "access.jobs.answer_resets"),
    "access.forget_guesses": (timedelta(hours=1), "access.jobs.forget_guesses"),
    "access.forget_allowances": (timedelta(hours=6), "access.jobs.forget_allowances"),
    "access.disable_dormant": (timedelta(hours=1), "access.jobs.disable_dormant"),
    "access.forget_sign_ins": (timedelta(hours=6), "access.jobs.forget_sign_ins"),
    "audit.write_anchor": (timedelta(hours=1), "audit.jobs.write_anchor"),
    "contacts.announce_due": (timedelta(seconds=20), "contacts.jobs.announce_due"),
    "contacts.look_over_senders": (timedelta(hours=1), "contacts.jobs.look_over_senders"),
    "contacts.reckon_again": (timedelta(minutes=5), "contacts.jobs.reckon_again"),
    "protection.reckon_again": (timedelta(minutes=5), "protection.jobs.reckon_again"),
    "oversight.reckon_again": (timedelta(minutes=5), "oversight.jobs.reckon_again"),
    "restrictions.reckon_again": (timedelta(minutes=5), "restrictions.jobs.reckon_again"),
    "protection.announce_steps": (timedelta(seconds=30), "protection.jobs.announce_steps"),
    "protection.remind_invited": (timedelta(seconds=30), "protection.jobs.remind_invited"),
    "duty.announce_promises": (timedelta(seconds=20), "duty.jobs.announce_promises"),
    "duty.hand_over_duty": (timedelta(seconds=20), "duty.jobs.hand_over_duty"),
    "scoping.make_tokens": (timedelta(minutes=10), "scoping.jobs.make_tokens"),
    "scoping.send_waiting": (timedelta(seconds=20), "scoping.jobs.send_waiting"),
    "people.find_duplicates": (timedelta(seconds=30), "people.jobs.find_duplicates"),
    "screening.remind_agencies": (timedelta(seconds=10), "screening.jobs.remind_agencies"),
    "oversight.announce_challenges": (
        timedelta(minutes=1),
        "oversight.jobs.announce_challenges",
    ),
    "restrictions.escalate_glass": (timedelta(minutes=1), "restrictions.jobs.escalate_glass"),
    "restrictions.announce_reviews": (
        timedelta(minutes=5),
        "restrictions.jobs.announce_reviews",
    ),
    "restrictions.announce_unread": (timedelta(minutes=5), "restrictions.jobs.announce_unread"),
    "files.check_waiting": (timedelta(seconds=30), "files.jobs.check_waiting"),
    "files.clear_away": (timedelta(hours=1), "files.jobs.clear_away"),
    "continuity.write_snapshots": (timedelta(minutes=5), "continuity.jobs.write_snapshots"),
    "watch.look_over": (timedelta(hours=6), "watch.jobs.look_over"),
    "portal.expire_drafts": (timedelta(hours=1), "portal.jobs.expire_drafts"),
}

# Who adds a panel to the page of a contact, in the order they are shown.
PANELS: tuple[str, ...] = (
    "protection.web.panels.discussions",
    "protection.web.step_views.steps_panel",
    "screening.web.panels.decisions",
    "screening.web.asking_panels.agencies_asked",
    "pathways.web.panels.stepped_down_before",
    "pathways.web.panels.handovers",
    "oversight.web.panels.allegation",
    "pathways.web.panels.other_hub",
    "oversight.web.panels.challenges",
    "contacts.web.restricting.restricted_panel",
    "duty.web.panels.promises",
    "scoping.web.panels.askings",
    "files.web.panels.attached",
    "screening.web.asking_panels.what_was_shared",
)

# Who else knows what happened to a family, for its time line. The order means nothing.
FAMILY_EVENTS: tuple[str, ...] = (
    "protection.queries.discussions_of_family",
    "protection.queries.steps.steps_of_family",
    "screening.queries.decisions_of_family",
    "screening.queries.answers_of_family",
    "pathways.queries.handovers_of_family",
    "oversight.queries.challenges_of_family",
)

# Who is asked what stands in the way of a decision or of closing.
STANDS: tuple[str, ...] = (
    "protection.queries.what_stands",
    "protection.queries.steps.what_stands",
    "duty.queries.promises.what_stands",
    "oversight.queries.what_stands",
)

# Who counts something on the board that opens its own list.
COUNTED: tuple[str, ...] = (
    "duty.queries.waiting_count",
    "protection.queries.steps.unseen_count",
    "oversight.queries.open_count",
)

# Who knows how many places of a team are taken.
PLACES: tuple[str, ...] = ("pathways.queries.places_by_team",)

# Who keeps notices from a viewer: each gives the references they may not know of.
LEFT_OUT: tuple[str, ...] = ("contacts.queries.restricted.references_hidden",)

# Who says which contacts an alert can lead this viewer to.
LEADS_TO: tuple[str, ...] = ("contacts.queries.ids_by_reference",)

# Whose agency comes near a contact by what it was asked, and how agencies' answers to it stand.
COMES_NEAR: tuple[str, ...] = ("screening.queries.near.comes_near",)
ANSWERS_STAND: tuple[str, ...] = ("screening.queries.near.answers_to",)

# What besides a contact can have files, and who finds the contact it is about.
TAKES_FILES: dict[str, str] = {
    "request": "screening.queries.near.place",
    "discussion": "protection.queries.near.place",
}

# Who says whom a restriction is about, for the guardian's register.
WHOSE: tuple[str, ...] = ("contacts.queries.restricted.subjects",)

# Who says what has been answered that a guard would ask for.
ANSWERED: tuple[str, ...] = ("protection.queries.answered",)


# Who says as whom somebody reads a contact whose glass they have broken.
THROUGH_GLASS: tuple[str, ...] = ("contacts.queries.through.as_read_through_glass",)


def connect() -> None:
    """Give every handler its events, and the worker its sweeps.

    Errors: ImportError naming the line of a table that points at nothing.
    """
    for event, handlers in NEWS.items():
        for handler in handlers:
            listen(import_string(f"lintel.{event}"), import_string(f"lintel.{handler}"))
    for name, (every, job) in SWEEPS.items():
        register(Sweep(name, every, import_string(f"lintel.{job}")))
    for panel in PANELS:
        show_on_contact(import_string(f"lintel.{panel}"))
    for supplier in FAMILY_EVENTS:
        supply_history(import_string(f"lintel.{supplier}"))
    for counts in COUNTED:
        count_on_board(import_string(f"lintel.{counts}"))
    for says in STANDS:
        ask_what_stands(import_string(f"lintel.{says}"))
    for counts_places in PLACES:
        ask_about_places(import_string(f"lintel.{counts_places}"))
    for reads in THROUGH_GLASS:
        ask_who_reads(import_string(f"lintel.{reads}"))
    for keeper in LEFT_OUT:
        leave_out(import_string(f"lintel.{keeper}"))
    for opens in LEADS_TO:
        ask_what_may_be_opened(import_string(f"lintel.{opens}"))
    for says_whose in WHOSE:
        say_whose(import_string(f"lintel.{says_whose}"))
    for asked in COMES_NEAR:
        ask_who_comes_near(import_string(f"lintel.{asked}"))
    for stands in ANSWERS_STAND:
        ask_how_answers_stand(import_string(f"lintel.{stands}"))
    for belongs, place in TAKES_FILES.items():
        take_files_for(belongs, import_string(f"lintel.{place}"))
    for says in ANSWERED:
        ask_what_is_answered(import_string(f"lintel.{says}"))
