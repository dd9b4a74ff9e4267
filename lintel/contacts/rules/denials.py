"""Whether something said is plainly denied: "no bruises seen", "denies being hit".

Narrow on purpose. Between the denying word and what it denies there may stand only words known
to carry a denial along; anything else breaks it, and the sign fires. "No explanation for the
bruise" denies nothing, nor does a parent's "denies hitting her".
"""

import re

# Where one statement ends and another begins, so that a denial does not reach across.
BREAK = re.compile(r"[.;!?\n•]|\b(?:but|however|although|though|except|yet|until|unless)\b", re.I)

# Denying words, at the end of which the carried words begin.
DENYING = re.compile(
    r"\b(?:no|not|never|without|nil|none of|neither|nor|cannot|free (?:of|from)|negative for"
    r"|\w+n['’]t|absence of|ruled out|rules out)\b",
    re.I,
)
DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|refut(?:es|ed))\b", re.I)

# Words that carry a denial on to what follows. A word not here breaks it.
CARRYING = frozenset(
    re.findall(
        r"\w+",
        """
        a about abuse act actively acts all allegation allegations an and any anybody anyone
        anything apparent appear appeared appears are at baby be been being believe believed bites
        bleeding body boy bruise bruises bruising burns by child children concern concerns current
        currently cuts deliberately did disclosure disclosures do does domestic either ever
        evidence experience experienced external feel feeling feels felt find food for found
        fractures fresh further get gets girl got had harm has have having he her herself him
        himself his history in indication indications indicator indicators injuries injury intent
        involved is its known mark marks me mention my new nor note noted notice noticed observe
        observed obvious of on or other physical physically plan plans previous recent record
        records report reports saw scars scratches see seem seemed seems seen sees self serious
        sexual sexually she show showed shown shows sign significant signs suffer suffered
        suggestion suggestions suicidal suspect suspected sustain sustained swelling tenderness
        that the their them themself themselves they think thought thoughts to violence visible
        was way were with witness witnessed worries worry wounds
        """,
    )
)

# "No explanation for", "not sure how", "nobody knows": what follows still stands.
NO_DENIAL = re.compile(
    r"\b(?:no|not|never|without|n['’]t|cannot)\s+(?:\w+\s+){0,2}?(?:explanation|account|explain\w*"
    r"|say|said|saying|tell|told|telling|know|known how|sure|certain|clear|doubt|only|just|longer"
    r"|deny|denied|remember|recall|stop|stopped|safe|seek|sought|report\w* (?:the|her|his|it)"
    r"|first|medical|treat\w*|seen by|taken|allowed|want\w*|happy|the first|one|wonder|surprising"
    r"|help\w*|attend\w*|doctor|rule out|ruled out|disclos\w*|excus\w*|warning"
    r"|believe\w* (?:her|him|the))\b"
    r"|n['’]t\s+(?:\w+\s+){0,2}?(?:explain|say|tell|know|remember|recall|sure|stop|deny|only|just"
    r"|seek|safe|want|want\w*|the first|help|rule out)\b"
    r"|\bno\s+(?:one|body)\b|\bnobody\b|\bnothing\b",
    re.I,
)

ADULT = re.compile(
    r"\b(?:mum|mummy|mother|mom|dad|daddy|father|parents?|step\w+|partner|boyfriend|girlfriend"
    r"|uncle|aunt\w*|carers?|grand\w+|husband|wife|adults?|nan|babysitter|childminder|both)\b",
    re.I,
)
# "Nobody hits him": but not "nobody has seen the bruise".
NOBODY_DOES = re.compile(
    r"\b(?:nobody|no[ -]one)\s+(?:(?:has|had|have|is|was|ever|would|at home|here)\s+)*$", re.I
)
# A child's own denial of something done to them, or of something they feel or do to themselves.
DENIED_BY_A_CHILD = re.compile(
    r"^\s+(?:that\s+)?(?:(?:she|he|they|anyone|anybody|anything)\s+)?(?:(?:ever|having|has|had|was"
    r"|is|been|being|any|feeling|all|further|current|thoughts|of|to|a|the)\s+)*$",
    re.I,
)
# "Bruises: none", "injuries were not seen", "sexual abuse was ruled out".
AFTER = re.compile(
    r"^[\s:,\-–]*(?:(?:is|are|was|were|has|have|had|been|being|to)\s+)*"
    r"(?:none|nil|(?:not|\w+n['’]t)\s+(?:been\s+)?(?:seen|noted|observed|found|present|visible"
    r"|reported|noticed|suspected)"
    r"(?!\s+by\s+(?:a|any|doctors?|the (?:doctor|gp|hospital))\b)"
    r"|ruled out|excluded|no\b(?=\s*(?:$|[.,;])))\b",
    re.I,
)


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether what is said at text[start:end] is denied in its own statement."""
    before = BREAK.split(text[:start])[-1]
    after = BREAK.split(text[end:])[0]
    return bool(AFTER.match(after)) or _denied_before(before)


def _denied_before(before: str) -> bool:
    if _child_denies(before) or NOBODY_DOES.search(before):
        return True
    denying = list(DENYING.finditer(before))
    if not denying:
        return False
    last = denying[-1]
    carried = before[last.end() :]
    # "Not deny", "no explanation for": look from the denying word on, the hit left out.
    if NO_DENIAL.search(before[last.start() :] + " "):
        return False
    return _only_carrying(carried)


def _only_carrying(words: str) -> bool:
    """A comma begins something new, unless it goes on with a list."""
    if re.search(r",\s*(?:she|he|they|it|mum|dad|there|his|her|their|this|which)\b", words, re.I):
        return False
    return all(word.lower() in CARRYING for word in re.findall(r"[\w’']+", words))


def _child_denies(before: str) -> bool:
    denies = list(DENIES.finditer(before))
    if not denies:
        return False
    last = denies[-1]
    if ADULT.search(before[: last.start()]) or NO_DENIAL.search(before[: last.end()]):
        return False
    return bool(DENIED_BY_A_CHILD.match(before[last.end() :] or " "))
