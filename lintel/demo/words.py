"""What people in the hub write when they look, rate, hold, decide and close. Invented."""

LOOKED = (
    "Read in full. Nothing here that cannot wait for screening.",
    "Read. Screen today with the family history.",
    "",
    "Known family. Read with the earlier contacts before rating.",
    "",
    "Ask the referrer for the children's full names and dates of birth.",
)
LOOKED_IMMEDIATE = (
    "Child may be unsafe at the end of the school day. Ring the school now.",
    "Injury to a baby who is not mobile. Police and health to be rung at once.",
    "Child is with the alleged perpetrator. Duty to act before anything else.",
)
NOT_IMMEDIATE_AFTER_ALL = (
    "Rang the referrer: the child is on the ward with staff and cannot be taken home.",
    "Police are with the family and the adult has been arrested, so nobody is at risk this hour.",
)
ACKNOWLEDGED = (
    "Rang the school. The head will keep the child until a social worker is there; duty worker on the way.",
    "Spoken with the ward sister and police sergeant. Baby stays on the ward; strategy discussion being set up.",
    "Police unit sent for a welfare check; the worker on duty will ring the mother on the safe number after.",
)
RATED = {
    "red": (
        "Disclosure by the child with an injury seen, and the child would be going home to the person named.",
        "Baby not yet mobile with an unexplained injury; the account does not fit.",
        "High-risk domestic abuse with the child present; the suspect is not found.",
        "Child is being exploited by adults now and would go back to them.",
    ),
    "amber": (
        "Significant worry with earlier contacts; need information from school, health and police.",
        "Pattern over months, not one event. Partner checks needed before deciding.",
        "Child's own words are worrying, no injury seen, other adult can protect tonight.",
        "Risk rises if the plan for the weekend goes ahead; answer needed within the day.",
    ),
    "green": (
        "Needs more help than it has; parent is open to it and there is no sign of harm.",
        "Low-level worry that has lasted. Early help is likely to be the right offer.",
        "Parent asked for help. No history of harm. Check with school before offering.",
    ),
    "blue": (
        "Universal services can meet this. Nothing in the history changes that.",
        "Routine notification. First one, and no concern told.",
    ),
}
LOWERED = (
    "Spoke with the consultant: the mark is a birthmark recorded by the midwife. History still to be read.",
    "Police confirm the man was in custody on the day named and stays there. Child is safe with grandmother.",
    "School has since seen the child and the account is of play at the weekend, confirmed by two adults.",
)
RAISED = (
    "Police have now told us about an earlier conviction. Raised.",
    "Health visitor rang back: weight has fallen again and the last two visits were refused. Raised.",
)
HELD = (
    "Waiting for the safeguarding lead to ring back with the child's date of birth and who lives at home.",
    "Waiting for police to say whether bail conditions keep him away from the address.",
    "Waiting for the other council to confirm in writing that it accepts the transfer.",
    "Waiting for the paediatric opinion, promised before the end of clinic.",
    "Mother is to ring on the safe number after she leaves work.",
)
DISMISSED = (
    "The words are the referrer's about another child, who is the subject of a contact of their own.",
    "Already the subject of a strategy discussion last week; this is the same event told by a second agency.",
    "Read with the health record: the mark was examined on the day and explained by the paediatrician.",
    "A professional asking for advice in general; no child is said to have been harmed.",
    "The person named has not been in contact with the family for over a year and does not know the address.",
)
EXPLAINED = "Asked about with the school and the family today: it is known, explained, and being helped with."
OVERRIDDEN = (
    "Decided on what police and health have told us by telephone. Waiting for the rest would delay a visit today.",
    "Same event as the contact closed this morning; the history was read for that one by the same manager.",
)
RATIONALE = {
    "no_further_action": (
        "School, health visitor and police hold nothing that adds to this. The family is managing, and has been told where help is. Nothing here meets the threshold.",
        "Read with two years of history. A single event, handled well by the parent. Threshold not met; referrer told why.",
        "Checked with the school, who have no worries. The account appears to come from a dispute between neighbours. Recorded, no further action.",
    ),
    "information_and_advice": (
        "Advice given to the referrer on what to record and when to come back. Parent knows. No service needed from us now.",
        "Parent spoken with and given advice. They will ask the school for help and know how to reach us.",
    ),
    "signposting": (
        "The need is clear and one service can meet it. Parent agrees and has the number.",
        "No risk of harm. The family wants help with one thing, and there is a service that does it.",
    ),
    "early_help": (
        "Several needs, none of them harmful yet, and a parent who wants help. Consent given today on the telephone. A lead worker should see the family within a week.",
        "Third low-level contact this year. Alone each is small; together they call for a plan. Mother agrees.",
        "Attendance, housing and a tired parent. Early help can hold this with the school; to come back if it does not change in six weeks.",
    ),
    "assessment": (
        "The child may be in need and the parent cannot change this alone. Checks show the same picture from three agencies. A social worker should see the child at home within the week.",
        "Long-standing neglect with little change after early help. Assessment under section 17; see the children alone and look in the bedrooms and the fridge.",
        "Domestic abuse is rising and the children see it. Mother's safety plan depends on him staying away. Assess, and speak with her only on the safe number.",
        "The young person has named what happens at home and asked for help. Assess with them first, then with the adults.",
    ),
    "strategy_discussion": (
        "Reasonable cause to suspect significant harm: an injury, an account that does not fit, and a child too young to tell. Police and health are asked to meet today.",
        "The child has named who hurt them and where. Siblings are in the same home. Strategy discussion today, before anybody speaks with the family.",
        "Exploitation by adults with threats. Joint strategy discussion with police, health and school; place of safety to be settled first.",
    ),
    "linked_to_open_case": (
        "The family has an allocated worker. Passed today with a call to the team manager, because this changes the safety plan.",
        "Open to the team. The new event is of the same kind and needs to be read with the plan; the worker has been told.",
    ),
    "other_authority": (
        "The child lives in another area. Passed by telephone and in writing; they accepted in writing at the time shown in the notes.",
    ),
    "information_shared": (
        "Dates and outcomes shared under the power named in the request, nothing about third parties. Sent to the officer named.",
    ),
    "information_refused": (
        "The request names no power and the family has not agreed. Refused, with how to ask again.",
    ),
    "information_not_held": (
        "Searched by name, date of birth and addresses, with spellings. Nothing held.",
    ),
    "passed_to_send_team": (
        "Request is complete. Read for welfare: no concern told. Passed to the SEND team on the day of receipt.",
    ),
    "ehc_withdrawn": (
        "The parent rang to withdraw; the school will put its own plan in place first.",
    ),
}
RETURNED = (
    "Consent was not asked: the mother told us she knew nothing of early help and does not want it. Please decide again.",
    "The home address is in the other team's area since the move last month.",
    "The injury described needs a strategy discussion, not an assessment. Sending back at once; rang the hub.",
)
CLOSED = (
    "Referrer told; nothing is waiting.",
    "Family and referrer told. Nothing more for the hub to do.",
    "Outcome told by telephone and recorded.",
    "Advice given and referrer told.",
)
SENIOR_READ = (
    "Read with the earlier contacts. Each was small; together they say the home is not settling. "
    "The plan below is enough only if school keeps watching, which they have agreed to.",
    "Read the whole history. The pattern is the same as before and what was offered then did not "
    "hold. I agree with the way forward, with a check in six weeks.",
)
REOPENED = (
    "Police have rung with a second statement that changes the picture. Decide again.",
    "Referrer disagrees and has sent photographs that we had not seen.",
    "The other council says the child was never theirs. The family is in our area.",
)
NOTES = (
    "Rang the school office: child is in today and seemed well. DSL will ring back after assembly.",
    "Health visitor says last seen eight weeks ago at clinic, no worries then, has not opened the door since.",
    "Police hold three incidents at the address in eighteen months, none with injury.",
    "Left a message with the surgery. No detail left.",
    "GP records: no attendance for the child this year; mother seen twice for low mood.",
    "Housing confirm the tenancy is in the mother's name only. Arrears of four weeks.",
    "Grandmother rang to ask what is happening. Told her we can listen but not share.",
    "Spoke with mother on the safe number. She can talk freely until 3pm.",
    "Interpreter booked for the call back.",
    "Early help closed in the spring with goals met; worker remembers a warm family under strain.",
)
ASSIGNED = (
    "Yours, please: you know the family from the autumn.",
    "Can you take this one before lunch?",
    "",
)
HELP_ENDED = (
    "Both parents came to the group to its end; school sees the children fed and on time.",
    "The family asks for nothing more; the health visitor stays in touch.",
    "Rent is paid, the damp is gone, and the youngest has a nursery place.",
)
