"""Police notifications, courts, probation and prison."""

from lintel.demo.narratives.shape import Narrative

NARRATIVES = (
    Narrative(
        "da_verbal",
        "6",
        "domestic_abuse",
        (0, 15),
        "green",
        """
        Log {log}. [Neighbour called at {time} reporting|A call was received at {time} about]
        shouting and banging at {street}. Officers attended and spoke to {mum} and {man}, who
        said there had been an argument about [money|a phone|who was collecting the
        children|alcohol]. No injuries and no complaint made. {child} ({age}) was [upstairs in
        bed and had been woken by the noise|in the front room watching television|seen and
        spoken to, and appeared well]. DASH completed, graded standard. [This is the first
        recorded incident at the address.|There are two earlier non-crime incidents in the past
        year.]""",
        (
            "Notified under the domestic abuse protocol.",
            "Operation Encompass message sent to school before the start of the day.",
        ),
        "man",
    ),
    Narrative(
        "da_assault",
        "6",
        "domestic_abuse physical_abuse",
        (1, 14),
        "amber",
        """
        Log {log}. {mum} rang 999 at {time} stating her partner {man} had [pushed her against
        the kitchen worktop|grabbed her by the hair|punched the wall next to her head and then
        slapped her]. [Reddening to her left cheek|A cut to her lip|Bruising to her upper arm]
        seen by officers and photographed. {child} ({age}) was [on the stairs and saw it|in the
        same room|holding the baby when police arrived]. {He} told the officer "[I shouted stop
        but he didn't|he always does this when he has been drinking|can you make him go away]".
        {man} arrested for assault and bailed with conditions not to attend {street}. DASH
        graded medium. {mum} does not support a prosecution at present.""",
        (
            "Bail conditions end in 28 days and {mum} has said she may take him back.",
            "Third incident since the summer; risk is rising.",
        ),
        "man",
    ),
    Narrative(
        "da_strangle",
        "6",
        "domestic_abuse",
        (0, 12),
        "red",
        """
        Log {log}. Officers attended {street} at {time} after an open line 999 call. {mum}
        disclosed that {man} had put both hands round her throat until she could not breathe.
        Marks visible to the neck. {child} ({age}) was present and was found hiding [behind the
        sofa|under the bed with a blanket over {his} head|in the wardrobe]. {He} said "[I
        thought Mummy was dead|Daddy said he would kill Mummy]". {man} made off before police
        arrived and [is still outstanding|has not been located]. DASH graded high, MARAC
        referral made.""",
        (
            "The suspect is still at large and knows the address.",
            "No safe address has been found for tonight.",
        ),
        "man",
        0.7,
    ),
    Narrative(
        "missing_teen",
        "6",
        "missing child_criminal_exploitation",
        (12, 17),
        "amber",
        """
        {child} ({age}) was reported missing at {time} on {day} by [{his} mother|residential
        staff|{his} grandmother] and found [at the bus station in {town}|at an address known for
        drug supply|by British Transport Police on a train with no ticket]. This is the
        [third|fourth|second] missing episode in six weeks. {He} had [two phones and £180 in
        cash|a new phone {he} could not explain|a train ticket bought by somebody else] and
        would not say where {he} had been. [A fold-up knife was found in {his} rucksack.|{He}
        had a fresh burn mark on {his} hand.|{His} clothes smelled strongly of cannabis.]
        Prevention interview completed; {he} said very little.""",
        ("Episodes are longer and more often.", "{He} was found 60 miles from home."),
    ),
    Narrative(
        "cse_hotel",
        "6",
        "child_sexual_exploitation",
        (13, 17),
        "red",
        """
        Log {log}. {child} ({age}) was located at {time} in a hotel room in {town} with two
        adult men aged 24 and 31 following a report from reception. {He} appeared to be under
        the influence and [gave a false name and date of birth|said they were "just friends from
        Snapchat"|became distressed when asked how {he} knew them]. Both men arrested on
        suspicion of child abduction. {child} has [not been seen by a doctor|declined a medical
        for now]. {His} mother {mum} had believed {he} was at a friend's house.""",
        (
            "{child} is at home now and {his} phone has not yet been examined.",
            "One of the men has been released under investigation.",
        ),
        "",
        0.4,
    ),
    Narrative(
        "youth_knife",
        "6",
        "child_criminal_exploitation behaviour",
        (12, 17),
        "amber",
        """
        {child} ({age}) was stopped and searched at {time} in {town} [with two older
        males|alone|following a report of a disturbance] and a [kitchen knife|lock
        knife|machete] was found [down the waistband of {his} trousers|in a school bag]. {He}
        said {he} carries it "[because everyone does|for protection, someone is after me]" and
        would not say who. [Wraps believed to be Class A were found nearby.|There were messages
        on {his} phone about a debt of £400.] {mum} attended custody as appropriate adult and
        said she [is frightened for {him}|has not been able to keep {him} in for weeks].""",
        (
            "Intelligence suggests a threat to {child} from another group.",
            "Released to home address pending charging decision.",
        ),
    ),
    Narrative(
        "drugs_warrant",
        "6",
        "neglect parental_substance_misuse",
        (0, 9),
        "amber",
        """
        Drugs warrant executed at {street} at {time}. Class A and a large quantity of cannabis
        found in the kitchen [within reach of the children|on a low shelf next to the children's
        cereal]. {child} ({age}){and_sibs} present. The home was [cold, with no working light
        upstairs|very cluttered, with dog faeces on the floor|poorly furnished; the children
        share one bare mattress] and there was [little food|no milk for the baby|only takeaway
        food]. {mum} said the drugs belong to {man}. Photographs on body-worn video. Children
        left in the care of [their mother|a grandmother, {street}].""",
        ("Both adults are due back from custody today.",),
        "man",
    ),
    Narrative(
        "left_alone",
        "6",
        "neglect",
        (3, 10),
        "amber",
        """
        Log {log}. A member of the public found {child} ({age}) at {time} [outside a shop in
        {town} in pyjamas|crying on the steps of {street}|trying to cross the ring road on {his}
        own]. {He} said {his} mother was "[at work|out with her friend|asleep and won't wake
        up]". Officers [found the front door open and nobody at home|forced entry and found
        {mum} unrousable, with alcohol nearby]. {mum} returned after [forty minutes|about an
        hour and a half] and was [apologetic|intoxicated|hostile to officers]. {He} was hungry
        and had not eaten since breakfast.""",
        ("{mum} has said she has no one else to look after {him} at the weekend.",),
        "woman",
    ),
    Narrative(
        "mental_health_s136",
        "6",
        "parental_mental_health",
        (0, 15),
        "amber",
        """
        {mum} was detained under section 136 of the Mental Health Act at {time} after being
        found on a bridge in {town}. She has since been [admitted informally|assessed and
        discharged home with crisis team support]. {child} ({age}){and_sibs} [were with a
        neighbour|were at school and had been collected by an aunt|were at home with their
        father]. {mum} told officers she "[can't keep them safe any more|does not want to be
        here]". There is one earlier incident, in the spring, of a similar kind.""",
        (
            "It is not clear who will have the children from tonight.",
            "She has been discharged and is back at home with the children.",
        ),
        "woman",
    ),
    Narrative(
        "online_image",
        "6",
        "online_harm sexual_abuse",
        (10, 16),
        "amber",
        """
        {school} reported that {child} ({age}) has sent intimate images of {himself} to a person
        {he} met [on an online game|through Instagram|on Snapchat], who is now asking for money
        and threatening to share them. {He} [told a teacher after the person messaged a
        friend|told {his} mother last night] and is very frightened. Device seized. The account
        is believed to be overseas. Parents have been supportive. {child} said "[I feel so
        stupid|I don't want anyone to look at me]". No current thoughts of self-harm.""",
        (
            "The threat to publish was for {day}.",
            "Notified to the hub under the protocol for online exploitation.",
        ),
    ),
    Narrative(
        "sudden_injury_baby",
        "6 3E",
        "physical_abuse bruising_non_mobile",
        (0, 0),
        "red",
        """
        {child}, aged {age}, was taken to {hospital} by ambulance at {time} with [a swelling to
        the side of the head|a limp left arm|two bruises to the cheek and one to the chest].
        Parents {mum} and {man} say [{he} rolled off the sofa|a toddler dropped a toy on
        {him}|they noticed it when changing {him} and cannot explain it]. The consultant states
        the account is not consistent with {his} development; {he} is not yet rolling. Skeletal
        survey and CT requested. Police are with the family on the ward. [There are two older
        children at home.|There are no other children in the household.]""",
        ("The consultant is asking for a strategy discussion this morning.",),
        "man",
        0.8,
    ),
    Narrative(
        "breach_order",
        "6 7",
        "domestic_abuse",
        (0, 14),
        "amber",
        """
        {man} was seen at {street} at {time} in breach of a [non-molestation order|restraining
        order] that protects {mum} and the children. {child} ({age}) opened the door to officers
        and said "[Daddy stays here at weekends|we are not allowed to say he is here]". {mum}
        said she had let him in [because the children miss him|as she has no money for the gas
        and he pays it]. He was arrested. A history of serious assault is recorded.""",
        ("He is likely to be released tomorrow.",),
        "man",
    ),
    Narrative(
        "probation_release",
        "7",
        "sexual_abuse",
        (2, 15),
        "amber",
        """
        {man} is to be released on licence [on {day}|next week] having served a sentence for
        [sexual offences against a girl of 11|possession of indecent images of children]. He has
        named {street} as the address he wishes to live at. {mum} lives there with {child}
        ({age}){and_sibs}. She says she knows about the conviction but believes [he was set
        up|he has changed]. No assessment of her ability to protect has been made.""",
        ("We need the council's view of the address before release.",),
        "man",
    ),
    Narrative(
        "cafcass",
        "7",
        "emotional_abuse family_stress",
        (3, 14),
        "green",
        """
        Safeguarding checks for private law proceedings about {child} ({age}). [The
        father|{man}] has applied for a child arrangements order. Both parents make allegations:
        he says {mum} [drinks every day|stops contact without reason]; she says he was
        [controlling throughout the relationship|violent when they lived together]. {child} has
        told {his} school "[I just want them to stop|I don't want to choose]". First hearing in
        three weeks. Please say what is known and whether a fuller report is needed.""",
        ("The first hearing is in three weeks.",),
        "man",
    ),
    Narrative(
        "da_teen_to_parent",
        "6",
        "behaviour domestic_abuse",
        (12, 17),
        "green",
        """
        Log {log}. {mum} called at {time}: {child} ({age}) had smashed [a bedroom door|the
        television|plates in the kitchen] and pushed her when she [took {his} phone|turned off
        the internet|told {him} {he} could not go out]. Nobody hurt. {He} was calm when officers
        came and said "[she never listens|I get so angry and I can't stop]". {mum} does not want
        {him} arrested; she wants help. This is the [second|fourth] call of the same kind this
        year.""",
        ("Mother has asked for help and agrees to this notification.",),
        "woman",
    ),
    Narrative(
        "antisocial",
        "6",
        "behaviour",
        (10, 16),
        "blue",
        """
        {child} ({age}) was one of a group of about eight young people [throwing stones at buses
        in {town}|riding an e-scooter on the pavement|climbing on the roof of the leisure
        centre] at {time}. Details taken, words of advice given, parents informed by letter. No
        safeguarding concern was apparent. Notification sent as a matter of routine.""",
        ("Sent as routine.",),
    ),
    Narrative(
        "racist_neighbour",
        "6 4",
        "family_stress",
        (4, 14),
        "green",
        """
        The family at {street} has reported [eggs thrown at the windows|abuse shouted in the
        street|excrement through the letter box] on [three|five] occasions this month; treated
        as hate crime. {child} ({age}) is [afraid to walk to school|sleeping in {his} parents'
        bed] and has stopped playing outside. Parents are caring and have done all they can.
        They ask for support for the children and help with a move.""",
        ("Another incident last night.",),
    ),
    Narrative(
        "county_lines",
        "6",
        "child_criminal_exploitation trafficking",
        (13, 17),
        "red",
        """
        {child} ({age}), missing since {day}, was found at {time} in a flat in another force
        area [with 34 wraps of crack cocaine and heroin|with a man wanted for supply|locked in a
        room with no shoes or phone]. The tenant is a vulnerable adult. {He} has [a stab wound
        to the thigh that has been dressed at {hospital}|bruising to both wrists]. {He} said
        "[they'll come to my mum's house|I owe them and I can't leave]". A referral to the
        National Referral Mechanism is being made. {mum} is on her way.""",
        (
            "Threats have been made to the home address.",
            "Needs a safe place tonight; custody clock ends at 22:00.",
        ),
        "",
        0.6,
    ),
)
