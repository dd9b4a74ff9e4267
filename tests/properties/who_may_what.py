"""The oracle of test_who_may_what: who gets through where, decided by hand and not by the code.

Everybody of ACCOUNTS is led to one house in which each object is there once. A line of MAY says
who gets an answer at an address; everybody else is refused, or told that there is nothing there.
"""

from collections.abc import Mapping
from datetime import date

from lintel.access.viewers import Role

_OUTSIDE = {"employed_by_council": False}

# Who asks. Shape: role and what is not ordinary about them.
ACCOUNTS: Mapping[str, tuple[Role, dict]] = {
    "screener": (Role.SCREENER, {}),
    "senior": (Role.SENIOR_PRACTITIONER, {}),
    "manager": (Role.MANAGER, {}),
    "lapsed": (Role.MANAGER, {"registered_until": date(2026, 1, 1)}),
    "edt": (Role.EMERGENCY_DUTY, {}),
    "given": (Role.SOCIAL_WORKER, {"teams": ["early-help"]}),
    "macpt": (Role.CHILD_PROTECTION, {"teams": ["early-help"]}),
    "helper": (Role.EARLY_HELP, {"teams": ["early-help"]}),
    "not_given": (Role.SOCIAL_WORKER, {"teams": ["protection"]}),
    "lado": (Role.LADO, {}),
    "police": (Role.PARTNER, {"agency": "police", **_OUTSIDE}),
    "health": (Role.PARTNER, {"agency": "health", **_OUTSIDE}),
    "lead": (Role.AGENCY_LEAD, {"agency": "police", **_OUTSIDE}),
    "admin": (Role.ADMIN, {}),
    "adminco": (Role.ADMIN_PROVIDER, {"agency": "capstone", **_OUTSIDE}),
    "quality": (Role.QUALITY, {}),
    "inspector": (Role.INSPECTOR, {"agency": "ofsted", **_OUTSIDE}),
    "viewer": (Role.VIEWER, {}),
    "analyst": (Role.ANALYST, {}),
    "dpo": (Role.DPO, {}),
    "guardian": (Role.GUARDIAN, {}),
    "sysadmin": (Role.SYSADMIN, {}),
    "referrer": (Role.REFERRER, {"agency": "elm", **_OUTSIDE}),
    "system": (Role.AGENCY_SYSTEM, {"agency": "police", **_OUTSIDE}),
    "other": (Role.MANAGER, {"council": "southmere"}),
}

_HUB = "screener senior manager lapsed edt"
_SENIORS = "senior manager edt"
_TEAMS = "given macpt helper"
_FIGURES = "quality inspector viewer analyst dpo"
_EVERYBODY = " ".join(ACCOUNTS)

# Who gets through: the addresses by name, "api" before those of the API; with a method where the
# methods of one address differ. "other" is of another council: they get their own, empty lists.
_MAY: tuple[tuple[str, str], ...] = (
    (
        "",
        "api token_question, look_for_child, people POST, revoke_token, name_passkey, "
        "remove_passkey, end_sign_in, confirm_grant, refuse_grant",
    ),
    # Without a one-time code nobody; with one it has its own tests.
    ("", "api break_glass"),
    (
        f"{_HUB} given macpt not_given other",
        "break_glass, break_glass_by_reference",
    ),
    (
        f"{_HUB} {_TEAMS} not_given lado police health lead admin adminco quality inspector dpo "
        "guardian other",
        "my_conflicts, declare_conflict, own_details, api declare_a_conflict",
    ),
    # What every manager here is told.
    ("manager lapsed", "alert_seen"),
    ("manager lapsed other", "conflicts"),
    ("manager lapsed", "end_conflict"),
    # Nothing warns anybody of the contact: the page sends on whoever can open it, readers of a
    # sample too.
    (f"{_HUB} admin quality inspector", "possible_conflict"),
    ("", "api open_in_spite"),
    ("guardian dpo", "broken_glass, one_broken_glass, api review_glass"),
    ("screener", "end_glass, api end_glass_early"),
    (
        "lado",
        "allegation_draft, api consider_allegation, api decide_allegation, api "
        "end_allegation, api take_allegation",
    ),
    (
        "guardian",
        "api register, api settle_match, api unrestrict, end_reader, keep_restriction, "
        "lift_restriction, restriction, restriction_match, restrictions",
    ),
    ("senior manager lapsed edt", "api restrict, restrict, restrict_person"),
    ("lead", "give_request"),
    ("dpo", "question, watch, who_opened_contact, who_opened_person"),
    ("manager lapsed dpo", "api audit"),
    ("police lead", "attach_to_request"),
    ("police lead system", "api attach_to_request"),
    (f"{_HUB} police lead", "api attach_to_discussion, attach_to_discussion"),
    (f"{_HUB} admin", "api attach, attach_to_contact"),
    (f"{_HUB} quality inspector", "api attached, api one_file, file"),
    (_HUB, "api mark_file, mark_file"),
    ("screener", "api take_challenge_further, api withdraw_challenge"),
    (
        "sysadmin",
        "account, accounts, directory, directory_add, directory_change, invite, issue_token, "
        "step_of_account, team_members, withdraw_invitation",
    ),
    ("manager lapsed", "api answer_challenge, api reopen, challenge POST, reopen, trail"),
    # Whoever recorded it, or a manager.
    ("manager", "correct_discussion"),
    ("manager other", "overrides"),
    ("manager lapsed", "sender_silence"),
    ("manager lapsed other", "senders"),
    ("manager lapsed sysadmin", "end_sessions, lift_guessing"),
    ("manager lapsed sysadmin other", "grants, signed_in"),
    ("police lead", "answer_discussion, answer_draft, api answer_invitation, change_mark, request"),
    (_TEAMS, "api end_place, api handover, end_place, handover"),
    ("manager lapsed other", "token_questions"),
    ("police health lead", "requests"),
    ("police health lead referrer system", "api handed_in"),
    ("police lead system", "api answer, api contribute, api one"),
    (
        _SENIORS,
        "api attendance, api correct_outcome, api look, api outcome, api senior_read, "
        "discussion_attendance, discussion_outcome, indicator, look, senior_read",
    ),
    ("manager lapsed edt lado", "allegation, api allegation"),
    ("police health lead system", "api mine"),
    (
        "screener senior manager edt",
        "api decide, api decide_without, api rate, api weigh, decide, decide_without, rate, weigh",
    ),
    (
        "senior manager lapsed edt",
        "api convene, api duty_accept, api duty_hand_over, api duty_keep, convene_discussion, "
        "say_for_duty",
    ),
    ("manager lapsed edt lado other", "allegations, api allegations"),
    ("screener senior manager edt other", "api came_back_list"),
    (
        _HUB,
        "acknowledge, api acknowledge, api ask, api assign, api candidates, api "
        "chase, api close, api correct, api hold, api link, api make_promise, api "
        "may_be_the_same, api may_be_them, api merge, api not_the_same, api not_them, api "
        "note, api person, api person_history, api pool, api release, api review, api "
        "review_is_not, api settle_promise, api settle_review, api share, api shares, api "
        "step_decline, api step_done, api undo_review, api unlink, api unmerge, ask_agencies, "
        "ask_by_token, assign, challenge GET, challenge_answer_draft, chase_agency, close, "
        "compare_people, correct, family, history, hold, note, people GET, person, "
        "pool_answers, promises, record_share, record_to_review, release, requests_about, "
        "settle_promise, shares, step, tell, unmerge_person, withdraw_request",
    ),
    (f"{_SENIORS} police lead", "api action_done, api share_item, discussion_action POST"),
    ("senior manager lapsed edt other", "api duty, duty, duty_sheet"),
    (
        f"{_HUB} admin",
        "agency_measures_list, call_taken",
    ),
    (
        f"{_HUB} admin quality inspector",
        "api as_it_stood, api asked, api promises, api read, api steps, as_it_stood, contact, "
        "discussion",
    ),
    ("quality inspector", "my_samples"),
    ("quality", "open_masked"),
    ("manager lapsed dpo", "sample"),
    ("manager lapsed dpo other", "new_sample, samples"),
    (
        f"{_HUB} other",
        "api possible_duplicates, api reviews, duplicates, records_to_review, to_tell",
    ),
    (f"{_HUB} admin other", "api measured, api measures"),
    (
        f"{_HUB} police lead",
        "api challenges_about, api discussion, api raise_challenge, challenge_contact, "
        "challenge_draft, discussion_action GET, discussion_draft, discussion_minutes, "
        "discussion_share, one_discussion",
    ),
    (f"{_HUB} admin adminco other", "paper_form, take_call"),
    (
        "screener senior manager edt given macpt helper not_given other",
        "api came_back, api places, api places_list, came_back, places",
    ),
    (f"{_HUB} given macpt not_given other", "unseen_by_paediatrician"),
    (f"{_HUB} admin {_FIGURES} other", "agency_measures, challenge_themes, counts"),
    (f"{_HUB} given macpt not_given admin other", "api search, search"),
    (
        f"{_HUB} given macpt helper not_given admin adminco other",
        "board, board_now, draft, handovers",
    ),
    (f"{_HUB} given macpt not_given lado police health lead other", "my_discussions"),
    (f"{_HUB} police health lead admin adminco referrer system other", "api submit"),
    (f"{_HUB} given macpt helper not_given police health lead referrer other", "challenges"),
    (
        f"{_HUB} given macpt helper not_given lado admin adminco quality inspector referrer"
        " system other",
        "api listed",
    ),
    (
        f"{_HUB} given macpt helper not_given police health lead referrer system other",
        "api challenges",
    ),
    (
        f"{_HUB} given macpt helper not_given lado admin adminco {_FIGURES} referrer system other",
        "api queues",
    ),
    (
        " ".join(who for who in ACCOUNTS if who != "system"),
        "alerts, alerts_seen, your_role, step_up, your_sign_ins, end_other_sign_ins, "
        "renew_recovery_codes, "
        "add_passkey, begin_adding_passkey, begin_using_passkey",
    ),
    (_EVERYBODY, "api me, api openapi"),
)

MAY: Mapping[str, frozenset[str]] = {
    name.strip(): frozenset(who.split()) for who, names in _MAY for name in names.split(",")
}

# Who may know of an allegation, or has a part in it; everybody else is tried against it.
HIDDEN_TOO = frozenset({"manager", "lapsed", "edt", "lado"})
