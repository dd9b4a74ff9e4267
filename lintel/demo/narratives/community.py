"""Housing, adult services, other councils, early help, and the voluntary sector."""

from lintel.demo.narratives.shape import Narrative

NARRATIVES = (
    Narrative(
        "housing_eviction",
        "4",
        "family_stress",
        (0, 15),
        "green",
        """
        {mum} with {child} ({age}){and_sibs} will be evicted from {street} on {day} with arrears
        of [£2,900|£4,150]. She [did not open our letters|lost her hours at work in the summer]
        and [broke down when we called|did not know that bailiffs were coming]. The property is
        [clean and well kept|damp in both bedrooms]. Interim accommodation is likely to be [two
        rooms in {town}|out of the area], far from school. She asks for help and agrees to this
        contact.""",
        ("The eviction date is {day}.",),
        "woman",
    ),
    Narrative(
        "housing_cuckoo",
        "4",
        "child_criminal_exploitation neglect",
        (4, 15),
        "amber",
        """
        Our officer visited {street} about complaints of visitors day and night. [Three men|Two
        young men] were in the flat who are not tenants; one [blocked the bedroom door|answered
        for {mum}]. {mum} looked [frightened|underweight and ill] and said "they're friends of
        friends". {child} ({age}) was [sitting on the stairs outside because {his} room is
        used|at home on a school day]. We believe the flat has been taken over for dealing.
        Police have been told.""",
        ("Neighbours report a fight with weapons at the weekend.",),
        "woman",
        0.2,
    ),
    Narrative(
        "housing_repairs",
        "4",
        "neglect",
        (1, 12),
        "amber",
        """
        A gas engineer reported the state of {street} on {day}. [No working heating or hot water
        for weeks|The only toilet is blocked and overflowing]; [faeces on the landing|rubbish to
        waist height in two rooms]; electricity on emergency credit. {child} ({age}){and_sibs}
        sleep [on one mattress in the living room|in a room without a window]. {mum} would not
        let the engineer upstairs. She has refused access [three|four] times this year.""",
        ("The engineer was upset by what he saw and asked us to act.",),
        "woman",
    ),
    Narrative(
        "adult_sc_carer",
        "5A",
        "young_carer child_disability",
        (8, 16),
        "green",
        """
        We are assessing {mum}, who has [a brain injury|advancing motor neurone disease|a
        learning disability]. {child} ({age}) [translates letters and manages the money|lifts
        her in and out of the bath]. {His} needs have never been looked at. There is a package
        of care in the mornings only. {mum} is proud of {him} and anxious that {he} will be
        taken away; we have explained that this is about help.""",
        ("The care package is being reviewed on {day}.",),
        "woman",
    ),
    Narrative(
        "other_la_transfer",
        "5C",
        "neglect domestic_abuse",
        (0, 14),
        "amber",
        """
        {mum} and {child} ({age}){and_sibs} were subject to [a child in need plan|an assessment]
        with us and have moved to {street} in your area [fleeing {man}|without telling us]. The
        last visit was on {day}. Concerns are [neglect and missed health appointments|serious
        domestic abuse; {man} must not learn the address]. Our summary and latest assessment
        will follow. Please confirm in writing whether you accept the transfer.""",
        ("They moved last week and no one has seen the children since.",),
        "man",
    ),
    Narrative(
        "other_la_temp",
        "5C",
        "family_stress",
        (0, 12),
        "blue",
        """
        For information: we have placed {mum} and {child} ({age}){and_sibs} in temporary
        accommodation in your area, at {street}. There is no social work involvement and no
        concern about the children. School places have been applied for. The housing duty stays
        with us.""",
        ("Notice of a placement under the homelessness duty.",),
        "woman",
    ),
    Narrative(
        "eh_step_up",
        "5D",
        "neglect",
        (1, 13),
        "amber",
        """
        Early help has worked with {mum} and {child} ({age}){and_sibs} since [April|June]. There
        were [five|eight] visits with two kept. School attendance has [fallen to {pct} %|not
        improved], [the home is worse than when we started|a new partner, {man}, has moved in
        and will not speak to us] and {child} told me "[I don't like it when he minds us|there's
        nothing in my fridge at Mum's]". {mum} has now [withdrawn consent|stopped answering the
        door]. We do not think that early help is enough and ask for the case to be stepped up.""",
        ("Consent was withdrawn yesterday.", "The plan has been reviewed twice without change."),
        "man",
    ),
    Narrative(
        "eh_advice",
        "5D",
        "family_stress",
        (2, 12),
        "blue",
        """
        We are closing our work with {mum} and {child} ({age}): [all the goals are met|the
        family have asked to end]. [The parenting group went very well.|{He} is back in school
        full time.] This is to let the hub know, as the family came to us through you.""",
        ("Closing summary.",),
        "woman",
    ),
    Narrative(
        "charity_refuge",
        "8",
        "domestic_abuse",
        (0, 14),
        "amber",
        """
        {mum} arrived at our refuge on {day} with {child} ({age}){and_sibs}, having left {man}
        with police help. She describes [eleven years|four years] of control, [rape|beatings]
        and threats to take the children [abroad|"where you'll never find them"]. {child} [wets
        the bed and will not be in a room with a man|said "are the doors locked here?"]. THE
        ADDRESS MUST NOT BE DISCLOSED. {man} is her lawful husband, has parental responsibility
        and is looking for them.""",
        ("He has been to the school asking for the children.",),
        "man",
        0.2,
    ),
    Narrative(
        "sports_coach",
        "8",
        "emotional_abuse",
        (8, 15),
        "green",
        """
        {child} ({age}) swims with our club. After a race on {day} {his} [father|stepfather]
        shouted in {his} face that {he} was "[a waste of petrol|a disgrace]" and [pulled {him}
        to the car by the arm|made {him} stand in the rain]. Other parents saw it. {child} has
        asked [to sleep at a friend's house on race weekends|the coach not to tell anyone {his}
        times]. We have spoken with {man}, who laughed it off.""",
        ("It was worse than on other days and several parents spoke up.",),
        "man",
    ),
    Narrative(
        "foodbank",
        "8",
        "family_stress neglect",
        (0, 12),
        "green",
        """
        {mum} has come to our food bank [each week for two months|six times since the summer]
        with {child} ({age}){and_sibs}. The children are [thin and quiet|always polite and
        always cold]. Today she said that she [eats every other day|has had no heating since
        {day}] so that they can have something. Her benefits were [stopped|reduced after a
        missed appointment]. She loves those children. We asked if she would like help and she
        said yes.""",
        ("She fainted in the queue today.",),
        "woman",
    ),
    Narrative(
        "childrens_centre",
        "8 1B",
        "neglect",
        (0, 3),
        "green",
        """
        {mum} attends our stay-and-play with {child} ({age}). Over the last month she has
        [fallen asleep during the session|left {him} with other parents and gone out]. {child}
        [goes to any adult to be picked up|does not cry when {he} falls]. Yesterday {he} was
        wearing [a wet sleepsuit under {his} coat|odd shoes, too big]. She told us that {man}
        "[isn't nice to me at home|has gone, thank God]".""",
        ("She did not come today and did not answer the telephone.",),
        "man",
    ),
    Narrative(
        "youth_worker_gang",
        "8 5B",
        "child_criminal_exploitation",
        (11, 16),
        "amber",
        """
        {child} ({age}) comes to our youth club. In the last weeks {he} has [new trainers and a
        second phone|been dropped off by a man in a black car|stopped coming with {his}
        friends]. Last night {he} said "[if I don't go they'll do my brother|it's just holding
        stuff, it's easy]" and then asked us to forget it. {mum} works nights. We know of two
        others from the same school drawn in by the same older boy.""",
        ('Said last night that {he} has to "do a run" on {day}.',),
    ),
    Narrative(
        "childminder_exhausted",
        "1B",
        "family_stress",
        (1, 6),
        "blue",
        """
        I have minded {child} ({age}) for [a year|six months]. Mum is splitting up with dad and
        everything is up in the air. {He} is [clingy and biting|waking at night]. Mum is doing
        her best and asked me if there is someone who could talk to the two of them about how to
        tell the children.""",
        ("Mum asked me to ring.",),
        "woman",
    ),
)
