"""Health visitors, midwives, GPs, hospitals, mental health and ambulance."""

from lintel.demo.narratives.shape import Narrative

NARRATIVES = (
    Narrative(
        "hv_home_conditions",
        "3B",
        "neglect",
        (0, 3),
        "amber",
        """
        Home visit on {day}, arranged twice and cancelled twice. {mum} let me into the hall
        only. Strong smell of [urine|damp and smoke]; I could see [bags of rubbish on the
        stairs|dirty nappies on the carpet|an uncovered fire]. {child} ({age}) was in a
        pushchair [at noon, in last night's nappy|with a bottle of squash propped on a blanket].
        Weight has dropped from the 50th to the [9th|2nd] centile since the {age_word} check.
        {mum} [was flat and did not look at {him}|said everyone is against her]. Immunisations
        outstanding. [{sibs_sentence}]""",
        (
            "Weight has crossed two centiles and the next appointment was refused.",
            "I was not able to see where {he} sleeps.",
        ),
        "woman",
    ),
    Narrative(
        "hv_low_mood",
        "3B 3A",
        "parental_mental_health",
        (0, 1),
        "green",
        """
        {mum} scored [17|19|21] on the Edinburgh scale at the {age_word} visit. She is tearful,
        sleeping two hours a night and says she feels "[like I'm watching somebody else's
        baby|nothing when {he} cries]". No thoughts of harming herself or {child}. {child}
        ({age}) is thriving and clean. {man} works away in the week. She would like help and has
        agreed to this contact. GP appointment made for {day}.""",
        ("She asked me for help at today's visit.",),
        "woman",
    ),
    Narrative(
        "hv_da_disclosure",
        "3B 3D",
        "domestic_abuse",
        (0, 3),
        "amber",
        """
        Routine enquiry at clinic, seen alone. {mum} disclosed that {man} [checks her phone and
        keeps her bank card|slapped her while she was holding {child}|locks the door when he
        goes to work]. She said "[please don't write it in the red book, he reads it|he'd kill
        me if he knew I'd said anything]". {child} ({age}) [startles at noise|was clingy and
        silent throughout]. She is not ready to leave and [has no family nearby|English is her
        second language; we used a telephone interpreter]. SAFE TO CONTACT: only by text to her
        sister, or at clinic on {day}.""",
        ("He is home from {day} and she will not be able to speak to us then.",),
        "man",
    ),
    Narrative(
        "midwife_concealed",
        "3D",
        "unborn_baby_concern",
        (-1, -1),
        "amber",
        """
        {mum} booked late, at [30|28|33] weeks, and has missed [two|three] of four appointments.
        Two older children were [removed in another area|placed with their grandmother]. She
        [tested positive for cocaine at booking|smelled of alcohol in clinic]. Baby due
        {due_words}. She says this time will be different and has [a cot and clothes
        ready|nothing ready yet]. {man} attended once and [answered every question for her|was
        asked to leave after shouting at the receptionist].""",
        ("Baby is due within weeks and no pre-birth plan exists.",),
        "woman",
    ),
    Narrative(
        "midwife_young",
        "3D",
        "unborn_baby_concern",
        (-1, -1),
        "green",
        """
        {mum} is having her first baby, due {due_words}. She is [19|20|18] and was herself in
        care until 16. She has engaged very well and attends every appointment [with her former
        foster carer|with the family nurse]. Housing is a worry: she has [a room in a shared
        house with older men|notice to leave by the end of the month]. She would welcome early
        support and has agreed to this referral.""",
        ("We would like support to be in place before the birth.",),
        "woman",
    ),
    Narrative(
        "midwife_da_unborn",
        "3D 6",
        "unborn_baby_concern domestic_abuse",
        (-1, -1),
        "red",
        """
        {mum}, [26|31|34] weeks pregnant (baby due {due_words}), attended the day unit with
        [reduced movements after being kicked in the stomach|bleeding after a fall down the
        stairs which she now says was a push] by {man} [last night|on {day}]. Bruising seen to
        abdomen and both arms. Baby's heartbeat is normal; she is being kept in. She is
        frightened and said "[he said he'd cut it out of me|he doesn't believe it's his]". He
        has been to the ward twice and is being kept out by security.""",
        ("She is likely to be discharged this evening and has nowhere safe to go.",),
        "man",
        0.8,
    ),
    Narrative(
        "gp_injury",
        "3A",
        "physical_abuse",
        (2, 12),
        "amber",
        """
        {child} ({age}) seen in surgery on {day} with [a sore ear|a cough]. On examination, [two
        circular healing marks on the forearm about 8 mm across|linear bruising across both
        buttocks, yellow-green]. {mum} said [they are insect bites|{he} slid down the stairs].
        {He} [looked at {his} mother before answering|said "I'm not allowed to say"]. {He} has
        been brought [four times in three months with vague symptoms|to A&E twice this year]. I
        told {mum} that I have to ask for advice and she left before I finished.""",
        ("Mother left the surgery when I raised it.",),
        "woman",
        0.2,
    ),
    Narrative(
        "gp_parent_drugs",
        "3A 3F",
        "parental_substance_misuse",
        (0, 10),
        "green",
        """
        {mum} has told me that she has relapsed to [heroin|alcohol, about a bottle of vodka a
        day|street diazepam] after [14 months|two years] clean. She cares for {child}
        ({age}){and_sibs} alone. She asked for help herself and has an appointment with the drug
        and alcohol service on {day}. I have not seen the children lately; the practice nurse
        describes them as well turned out. Her mother [lives nearby and helps|has moved away].""",
        ("She asked me for help today.",),
        "woman",
    ),
    Narrative(
        "ae_overdose",
        "3E",
        "self_harm",
        (12, 17),
        "amber",
        """
        {child} ({age}) attended {hospital} at {time} having taken [16 paracetamol|a mixture of
        {his} mother's tablets|about 20 ibuprofen] after [an argument at home|messages at
        school|{he} was told {he} could not see {his} father]. Treated, medically fit, and seen
        by the crisis team. {He} told the nurse "[it doesn't matter what I say at home, he
        always wins|I wanted it to stop for one night]" and would not say more with {man} in the
        room. {mum} [was at work|arrived three hours later].""",
        (
            "{He} is due to be discharged this afternoon.",
            "{He} asked the nurse not to be sent home.",
        ),
        "man",
        0.15,
    ),
    Narrative(
        "ae_dog_bite",
        "3E",
        "neglect",
        (1, 8),
        "green",
        """
        {child} ({age}) brought to {hospital} at {time} with [a dog bite to the cheek needing
        eight stitches|bites to the hand and forearm]. The family's [bull breed|new dog] was in
        the kitchen with {him} while {mum} was [upstairs|hanging washing out]. The dog [is still
        in the house|has been taken by a relative]. There were two earlier attendances this year
        for [falls|swallowing a battery]. Parents were upset and caring on the ward. Police
        informed about the dog.""",
        ("The dog is still at the address.",),
        "woman",
    ),
    Narrative(
        "ae_alcohol",
        "3E",
        "behaviour",
        (12, 16),
        "blue",
        """
        {child} ({age}) was brought in by ambulance at {time} after drinking [vodka in the park
        with friends|most of a bottle of wine at a birthday party]. Observed overnight and well
        by morning. {mum} was called, came at once, and was appropriate and worried. First
        attendance of this kind. {He} is embarrassed. School nurse informed. No other concerns.""",
        ("Routine notification of an under 16 attending with alcohol.",),
        "woman",
    ),
    Narrative(
        "ae_not_brought",
        "3F 3D",
        "neglect",
        (1, 14),
        "amber",
        """
        {child} ({age}) has [type 1 diabetes|severe asthma|epilepsy] and was not brought to
        {count} of the last five clinic appointments. Prescriptions have not been collected
        since [August|the summer]. {He} was admitted in [September|October] with [a blood sugar
        of 31|an attack that needed intensive care]. {mum} says [the bus fare is too much|she
        forgets|{he} is old enough to do it {himself}]. We have offered home visits and
        transport. The consultant's view is that {he} will come to serious harm.""",
        ("{He} was not brought again yesterday.",),
        "woman",
    ),
    Narrative(
        "camhs_eating",
        "3F",
        "self_harm emotional_abuse",
        (12, 17),
        "green",
        """
        {child} ({age}) is under our team for [an eating disorder|anxiety and low mood]. In
        session {he} said that {he} is [weighed by {his} mother's partner every morning|called
        names about {his} body at home] and "[dinner is when it starts|I eat in my room so
        nobody looks at me]". {mum} engages well with us. {He} agreed to us asking for early
        help for the family. No risk of significant harm is identified at this time.""",
        ("Disclosed in this week's session.",),
        "man",
    ),
    Narrative(
        "adult_mh",
        "3F 5A",
        "parental_mental_health",
        (0, 14),
        "amber",
        """
        {mum} has stopped her medication and believes that {child} ({age}) [has been swapped for
        another child|can hear her thoughts|is being poisoned by the school]. She is keeping
        {him} at home and has [covered the windows|thrown away all the food]. Our team saw
        {child} at the door: {he} was [pale and whispered that {he} is fine|in pyjamas in the
        afternoon]. A Mental Health Act assessment is being arranged for {day}. {man} [does not
        live at the address|is out at work until late].""",
        (
            "Assessment is today and the children will be in the home.",
            "Her beliefs now include the child, which they did not last week.",
        ),
        "woman",
        0.3,
    ),
    Narrative(
        "ambulance_overdose_parent",
        "3F 3E",
        "parental_substance_misuse neglect",
        (2, 11),
        "amber",
        """
        Crew attended {street} at {time} to {mum}, unresponsive after [taking heroin|mixing
        alcohol and tablets]. {child} ({age}) had [rung 999 {himself} and followed
        instructions|fetched a neighbour]. Naloxone given; taken to {hospital}. {child} said
        "[she goes blue sometimes and I tip her on her side|I know what to do]". Needles were
        [on the bathroom floor|in a cup by the sofa]. {He} was left with [the neighbour|{his}
        grandmother].""",
        ("She has discharged herself and will be home by the evening.",),
        "woman",
    ),
    Narrative(
        "school_nurse_obesity",
        "3C",
        "neglect",
        (5, 12),
        "green",
        """
        {child} ({age}) was measured in the national programme and is [far above the 99.6th
        centile|very underweight]. Three letters and two calls brought no answer from home. {He}
        is [teased and short of breath in PE|cold, tired and often absent] and told me "[Mum
        says I'm big boned|we have chips because the oven is broken]". Dental decay in
        [six|eight] teeth, untreated. {mum} [has now agreed to meet|says it is nobody's
        business].""",
        ("Dentist has now reported pain and infection that is untreated.",),
        "woman",
    ),
    Narrative(
        "dentist",
        "3D",
        "neglect",
        (3, 12),
        "green",
        """
        {child} ({age}) was brought today for the first time in [three years|two years], in
        pain. [Eleven|Nine] teeth are decayed and [four|five] need to come out under general
        anaesthetic. The last two hospital appointments were missed. {mum} was
        [defensive|embarrassed and said money is short]. {He} said {he} "[can't eat on that
        side|puts toothpaste on it when it hurts]". We follow our "was not brought" policy and
        have told {mum} about this contact.""",
        ("A third appointment was missed.",),
        "woman",
    ),
    Narrative(
        "hv_moved_in",
        "3B",
        "family_stress",
        (0, 4),
        "blue",
        """
        Family have moved into the area from [another county|abroad]. {child} ({age}) is healthy
        and meeting {his} milestones. {mum} knows nobody here and would like to hear about
        [playgroups|English classes|the food bank]. No concerns. Asking what is near {town}.""",
        ("At the request of the mother.",),
        "woman",
    ),
)
