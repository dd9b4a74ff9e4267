"""What notices are about, how they travel and where they stand."""

from enum import StrEnum


class Kind(StrEnum):
    """What a notice says. The stored value never changes."""

    RECEIPT_TO_REFERRER = "receipt_to_referrer"
    OUTCOME_TO_REFERRER = "outcome_to_referrer"
    IMMEDIATE_NEED = "immediate_need"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    HELD_TOO_LONG = "held_too_long"
    HANDOVER_OFFERED = "handover_offered"
    HANDOVER_ACCEPTED = "handover_accepted"
    HANDOVER_RETURNED = "handover_returned"
    ASSIGNED = "assigned"
    REOPENED = "reopened"
    AGENCY_ASKED = "agency_asked"
    AGENCY_CHASED = "agency_chased"
    AGENCY_ANSWERED = "agency_answered"
    ANSWERED_AFTER_DECISION = "answered_after_decision"
    DISCUSSION_INVITED = "discussion_invited"
    DISCUSSION_MOVED = "discussion_moved"
    DISCUSSION_ANSWERED = "discussion_answered"
    DISCUSSION_REMINDER = "discussion_reminder"
    DISCUSSION_UNANSWERED = "discussion_unanswered"
    STEP_DUE_SOON = "step_due_soon"
    STEP_OVERDUE = "step_overdue"
    MINUTES_READY = "minutes_ready"
    MINUTES_CORRECTED = "minutes_corrected"
    FILE_HELD = "file_held"
    NOT_SENT_ACCOUNT_SHUT = "not_sent_account_shut"
    AGENCY_SILENT = "agency_silent"
    DUTY_OFFERED = "duty_offered"
    DUTY_NOT_ACCEPTED = "duty_not_accepted"
    PROMISE_DUE_SOON = "promise_due_soon"
    PROMISE_OVERDUE = "promise_overdue"
    RAISED_AFTER_CLOSING = "raised_after_closing"
    ALLEGATION_TOLD = "allegation_told"
    CHALLENGE_RAISED = "challenge_raised"
    CHALLENGE_DUE_SOON = "challenge_due_soon"
    CHALLENGE_OVERDUE = "challenge_overdue"
    CHALLENGE_ANSWERED = "challenge_answered"
    WAITS_FOR_A_PLACE = "waits_for_a_place"
    PLACES_EXCEEDED = "places_exceeded"
    MORE_NEEDED = "more_needed"
    CAME_BACK = "came_back"
    SENDER_SILENT = "sender_silent"
    RESTRICTION_MATCHED = "restriction_matched"
    RESTRICTION_REVIEW = "restriction_review"
    RESTRICTION_UNREAD = "restriction_unread"
    GLASS_BROKEN = "glass_broken"
    GLASS_REVIEW_OVERDUE = "glass_review_overdue"
    GLASS_INCIDENT = "glass_incident"
    CONFLICT_OPENED = "conflict_opened"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a message


class Channel(StrEnum):
    """How a notice travels. Only e-mail leaves the building by itself."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    LETTER = "letter"
    TASK = "task"


class State(StrEnum):
    """Where a notice stands. E-mail goes through all but DONE; the others wait for a person."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DONE = "done"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    """What it told of is late now, and a later alert says so."""


class How(StrEnum):
    """How somebody says they told a person."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"
    SEEN = "seen"
    """An alert inside Lintel that its reader has taken in."""


# Somebody outside waits to hear. An alert to staff is never one of these.
TO_SOMEBODY_OUTSIDE = frozenset({Kind.RECEIPT_TO_REFERRER, Kind.OUTCOME_TO_REFERRER})

OPEN = frozenset({State.QUEUED, State.SENDING, State.FAILED})
