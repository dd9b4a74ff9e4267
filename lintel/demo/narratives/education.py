"""Schools, nurseries and colleges."""

from lintel.demo.narratives.shape import Narrative

NARRATIVES = (
    Narrative(
        "school_disclosure_hit",
        "2A",
        "physical_abuse",
        (4, 14),
        "red",
        """
        At [registration|morning break|the end of lunch] today {child} ({age}) told {teacher}
        "[my {man_word} hit me with a belt|he kicked me in the back when I dropped the plate|Mum
        hit me with the brush because I wet the bed]". There is a [linear red mark on {his}
        lower back|bruise the size of a hand on {his} upper arm|bruise behind {his} ear]. {He}
        does not want to go home and asked if {he} could [stay with {teacher}|sleep at school].
        We have not spoken to parents. {child} is usually collected at 3.15pm by {man}.
        [{sibs_sentence}]""",
        (
            "{child} is due to be collected at 3.15pm today.",
            "{He} would be going home to the person {he} has named.",
        ),
        "man",
        0.6,
    ),
    Narrative(
        "school_neglect",
        "2A",
        "neglect",
        (4, 11),
        "amber",
        """
        We have been worried about {child} ({age}) since [September|Easter|{he} joined us]. {He}
        comes to school [in the same unwashed clothes|without a coat in this weather|in shoes
        that are too small], is often hungry and [takes food from other children's lunch
        boxes|falls asleep by ten o'clock]. Attendance is {pct} %. We have [met {mum} four
        times|offered breakfast club and uniform] with no lasting change. On {day} {he} said
        "[there isn't any dinner when Mum is in bed|I do my own breakfast and the baby's]". Head
        lice untreated for [a month|most of this term]. [{sibs_sentence}]""",
        (
            "Things have got worse since the half term holiday.",
            "A graded care profile has now been scored at 4 in three areas.",
        ),
        "woman",
    ),
    Narrative(
        "school_low_mood",
        "2A 3C",
        "self_harm",
        (11, 17),
        "amber",
        """
        {child} ({age}) showed {teacher} [several fresh cuts to {his} forearm|scratches on {his}
        thighs]. {He} has been cutting for about [two months|a year] and said "[it's the only
        thing that makes my head quiet|I don't want to die but I don't want to be here]". {He}
        has no plan to end {his} life but has [been researching how online|saved up some of
        {his} mother's tablets]. {mum} was told with {his} agreement and [is taking {him} to the
        GP|was upset and said {he} is attention seeking]. A CAMHS referral was made in
        [July|September]; no appointment yet.""",
        ("The cuts are deeper than before.", "{He} told us today that {he} has tablets at home."),
    ),
    Narrative(
        "school_attendance",
        "2A 5B",
        "neglect family_stress",
        (5, 15),
        "green",
        """
        {child} ({age}) has attended {pct} % of sessions this term. Reasons given are [stomach
        aches|that {he} will not get out of bed|none]. Home visits on {day} and last week: [no
        answer, though the curtains moved|{mum} came to the door in her dressing gown at noon
        and said she is not coping]. We believe {mum} is low since [the separation|her mother
        died|losing her job]. {child} is a lovely, bright {boy} when {he} is here. Mother would
        welcome help and has agreed to this referral.""",
        ("The fine process would start next week and we do not think it will help.",),
        "woman",
    ),
    Narrative(
        "school_sexualised",
        "2A",
        "sexual_abuse behaviour",
        (4, 9),
        "amber",
        """
        {child} ({age}) was found in the toilets [with {his} trousers down asking another child
        to touch {him}|on top of a younger child, acting out something {he} said {he} had seen].
        Asked about it, {he} said "[it's the secret game|{man} shows me on his phone]". We also
        note [soiling since September|that {he} draws naked figures|that {he} flinches if a man
        comes near]. Parents of both children have been told that there was an incident and no
        more. We have not asked further questions.""",
        ("We need advice before the end of school on who may collect {him}.",),
        "man",
        0.2,
    ),
    Narrative(
        "nursery_bruise",
        "8 2A",
        "physical_abuse",
        (1, 4),
        "amber",
        """
        On arrival at nursery this morning {child} ({age}) had [three small round bruises on the
        upper arm|a bruise on {his} cheek in the shape of fingers|a bite mark on {his}
        shoulder]. {mum} said {he} [fell off the trampoline|did it fighting with {his}
        cousin|bruises easily]. {child} is just beginning to talk and said "[{man_word}
        naughty|ouch, {man_word}]" and pointed to it. We recorded an earlier bruise to {his}
        [ear|back] on {day} and have completed a body map. {He} is otherwise settled and well
        cared for.""",
        ("This is the second unexplained mark in three weeks.",),
        "man",
    ),
    Narrative(
        "school_young_carer",
        "2A 2B",
        "young_carer",
        (8, 16),
        "green",
        """
        {child} ({age}) looks after {his} mother, who has [multiple sclerosis|epilepsy|severe
        arthritis and depression]. {He} cooks, shops, [helps her wash|gives her tablets] and
        gets {his} younger brother ready. {He} is late most mornings and tired. {He} said "[I
        don't mind but I worry about her when I'm here|I just want a day off]". {mum} is loving
        and worried about the effect on {him}. She agrees to an assessment of {his} needs as a
        young carer.""",
        ("Mum has just come out of hospital and needs more help than before.",),
        "woman",
    ),
    Narrative(
        "school_fgm",
        "2A 3A",
        "fgm",
        (6, 14),
        "red",
        """
        {child} ({age}) told {teacher} that she is going [to her grandmother's abroad at the end
        of term for "a special party to become a woman"|away on {day} for six weeks and "cannot
        swim or do PE when I come back"]. Her older sister was absent for a long time after a
        similar trip and [has had repeated urine infections|would not change for PE afterwards].
        {mum} asked the office [for leave of absence and a letter for the airline|not to tell
        anyone where they were going]. We have not spoken to parents. We believe flights are
        booked for [next week|the weekend].""",
        ("Flights are believed to be booked within days.",),
        "girl",
        0.4,
    ),
    Narrative(
        "school_forced_marriage",
        "2A 2B",
        "faith_or_belief_abuse emotional_abuse",
        (15, 17),
        "red",
        """
        {child} ({age}) told {teacher} in confidence that her family are arranging for her to
        marry a [cousin|man of 29] [abroad in the holidays|whom she has met once]. She has said
        no and her [brother|uncle] told her "[you will shame us|you have no choice]". Her phone
        has been taken and she is walked to and from college. She asked us not to contact home
        under any circumstances: she believes she would be sent away at once. She has her
        passport hidden [in her locker|with a friend].""",
        ("She expects to be taken to the airport on {day}.",),
        "girl",
        0.4,
    ),
    Narrative(
        "school_housing",
        "2A",
        "family_stress",
        (4, 12),
        "blue",
        """
        {child} ({age}) and family have moved in with relatives after [the landlord sold the
        house|a flood in their flat]. Six people are in two bedrooms. {He} is tired but happy
        and well cared for, and {mum} is working with the housing team. We are telling you
        because the family asked whether there is any help with [uniform and bus fares|a bed for
        {child}]. There are no concerns about anyone's care.""",
        ("Family asked us to find out what help there is.",),
        "woman",
    ),
    Narrative(
        "school_parent_drunk",
        "2A",
        "parental_substance_misuse neglect",
        (4, 11),
        "amber",
        """
        {mum} arrived to collect {child} ({age}) at [3.20pm|4pm, forty minutes late] smelling
        strongly of alcohol and unsteady on her feet. She had [driven here with the youngest in
        the front seat without a car seat|forgotten that {he} had been collected already]. Staff
        persuaded her to wait and {his} grandmother came. {child} was not surprised: "[Mummy's
        wobbly again|it's her medicine]". This has happened [twice|three times] since the start
        of term. {mum} later denied drinking.""",
        (
            "She told staff that she would be driving to collect tomorrow.",
            "We have to decide today whether we can release {him} to her.",
        ),
        "woman",
    ),
    Narrative(
        "school_radical",
        "2A 2B",
        "radicalisation online_harm",
        (12, 17),
        "amber",
        """
        {child} ({age}) has been [sharing videos of attacks|drawing extremist symbols on
        desks|telling younger pupils that a race war is coming] and told {teacher} "[people like
        me have to fight back|they deserve it]". {He} spends the night in online chat groups
        with adults {his} family do not know. {He} was an ordinary, quiet {boy} until [a year
        ago|{his} father left]. {mum} has seen the change and is worried. We have asked for
        advice about Channel.""",
        ('{He} wrote yesterday that "something big" will happen on {day}.',),
    ),
    Narrative(
        "college_homeless",
        "2B 4",
        "homelessness_16_17",
        (16, 17),
        "amber",
        """
        {child} ({age}) told us that [{his} mother's partner|{his} stepfather] put {him} out on
        {day} after an argument. {He} has slept [on friends' sofas|in a stairwell for two
        nights|on the night bus] since and has [no money|one carrier bag of clothes]. {He} says
        {he} cannot go back: "[he said he'd batter me|she chose him over me]". {He} is attending
        college and is well liked. {mum} confirmed by telephone that {he} may not return.""",
        (
            "{He} has nowhere to sleep tonight.",
            "The friend {he} is with has said tonight is the last night.",
        ),
        "woman",
        0.1,
    ),
    Narrative(
        "school_bereaved",
        "2A 3C",
        "family_stress",
        (5, 14),
        "blue",
        """
        {child}'s ({age}) [father|grandmother, who helped to bring {him} up,] died [suddenly
        last month|after a short illness]. {He} is [tearful|angry and has hit another child|very
        quiet] and {mum} is finding it hard to manage alone with the little ones. The school
        counsellor sees {him} each week. We would like to know what bereavement support there is
        for the whole family. {mum} knows we are asking.""",
        ("The funeral was last week and things have felt harder since.",),
        "woman",
    ),
    Narrative(
        "school_emotional",
        "2A",
        "emotional_abuse",
        (6, 13),
        "green",
        """
        At parents' evening {mum} said in front of {child} ({age}) that {he} is "[thick like
        {his} dad|the reason I can't have a life]". {He} [stared at the floor|cried in the
        corridor afterwards]. {He} apologises all the time, and tears up work that is not
        perfect. {He} told {teacher} "[I'm the bad one in our house|she likes my brother]". No
        marks or injuries. We have offered a parenting course, which {mum} [has said she might
        come to|refused].""",
        ("We saw it for ourselves this week.",),
        "woman",
    ),
    Narrative(
        "nursery_speech",
        "8",
        "child_disability",
        (2, 4),
        "blue",
        """
        {child} ({age}) has no words yet and does not answer to {his} name. {mum} and dad are
        doing everything suggested but the wait for speech therapy is [nine months|over a year],
        and they are exhausted: {he} sleeps about four hours a night. They would like to know
        about short breaks and parent groups. This is a warm, careful family and we have no
        worry about {his} care.""",
        ("Parents asked us to write.",),
        "woman",
    ),
    Narrative(
        "peer_on_peer",
        "2A",
        "sexual_abuse behaviour",
        (11, 15),
        "amber",
        """
        {child} ({age}) told {teacher} that a boy in {his} year group [put his hand inside {his}
        clothes on the school bus|forced {him} to touch him behind the sports hall] on {day}. It
        has happened before. {He} said "[I didn't tell because he said he'd post the
        video|everyone would say I wanted it]". The other pupil has been [kept at home
        today|moved to another class]. Both families have been told there has been an
        allegation. {mum} wants the police involved.""",
        ("Both pupils travel on the same bus at 3.30pm.",),
    ),
    Narrative(
        "school_private_fostering",
        "2A",
        "private_fostering",
        (7, 15),
        "green",
        """
        {child} ({age}) joined us [in September|three weeks ago] and lives at {street} with a
        woman {he} calls auntie, who is [a friend of {his} mother's from church|a former
        neighbour]. {His} mother is [working abroad|in another city] and sends money. {He} has
        been there for [seven weeks|since the summer]. {He} is [well dressed and settled|quiet
        and does not unpack {his} bag]. The carer did not know that the council has to be told
        and has agreed to this contact.""",
        ("We have only now learnt that the carer is not a relative.",),
    ),
)
