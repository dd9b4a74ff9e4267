"""Families, neighbours, young people themselves and those who will not say who they are."""

from lintel.demo.narratives.shape import Narrative

NARRATIVES = (
    Narrative(
        "gran_worried",
        "1A",
        "neglect parental_substance_misuse",
        (0, 12),
        "amber",
        """
        I am {child}'s gran. [I never thought I would do this.|I have put this off for weeks.]
        My daughter is back on the drink and that man has moved back in. When I called round on
        {day} at dinner time she was [asleep on the settee|nowhere to be found] and {child} was
        [trying to cook pasta on {his} own|feeding the baby crisps]. {He} is {age}. There were
        [cans everywhere|people I did not know in the kitchen]. {He} said "[Nana can I come and
        live at yours|don't tell Mum I told you]". I would have {him} tomorrow. Please do
        something this time.""",
        ("I have told you before and nothing happened.", "{He} rang me last night crying."),
        "man",
    ),
    Narrative(
        "dad_contact",
        "1A",
        "emotional_abuse",
        (2, 12),
        "green",
        """
        I am {child}'s father. We split up [last year|in March] and I have {him} every other
        weekend. {He} came to me on {day} [with a bruise on {his} shin|upset and would not take
        {his} coat off]. {He} says mum's new boyfriend [shouts in {his} face|makes {him} stand
        in the corner for an hour|calls {him} a mummy's {boy}]. I know people will say it is
        about court but I am frightened for {him}. {He} is {age}. I have photographs.""",
        ("{He} is due back with {his} mother tonight.",),
        "man",
    ),
    Narrative(
        "mum_help",
        "1A",
        "child_disability family_stress",
        (4, 14),
        "green",
        """
        I am asking for help with my own child. {child} is {age} and has [autism|ADHD and
        autism] and I [cannot keep {him} safe any more|am covered in bruises]. {He} [broke the
        window last night|runs into the road|has not slept more than three hours in weeks].
        School have cut {him} to [two hours a day|mornings]. I love {him} to bits but I am [on
        my knees|so tired I fell asleep driving]. We were told to wait for an assessment and
        that was [a year|eighteen months] ago.""",
        ("I do not think I can do another night like last night.",),
        "woman",
    ),
    Narrative(
        "aunt_hit",
        "1A",
        "physical_abuse",
        (3, 12),
        "amber",
        """
        I'm {child}'s aunt on {his} mum's side. My sister's partner hits {him}. I have seen the
        marks: [on {his} legs|across {his} back]. {He} is only {age}. I said something on {day}
        and my sister told me to [get out|mind my own]. {He} whispered to me "[he does it in the
        garage|it's because I'm slow]". Please do not tell them it was me. She would never speak
        to me again and I would not be able to keep an eye on {him}.""",
        ("I saw new marks yesterday.",),
        "man",
        0.2,
    ),
    Narrative(
        "teen_self",
        "1C",
        "emotional_abuse physical_abuse",
        (13, 17),
        "amber",
        """
        hi im {child} im {age}. i dont know if this is the right place. my [stepdad|mums
        boyfriend] [hits me when mum is at work|comes in my room at night and goes through my
        stuff|said hes going to kick me out]. i told my mum and she said [im making it up|i
        should stop winding him up]. i dont want the police i just want [somebody to talk to
        him|to live with my nan]. please dont ring the house. you can message me after school.""",
        ("it was really bad last night",),
        "man",
    ),
    Narrative(
        "neighbour_shouting",
        "1B 9",
        "domestic_abuse emotional_abuse",
        (0, 12),
        "green",
        """
        I live next door. There is screaming most nights from {time} on, him [calling her every
        name|throwing things], and then it goes quiet, which is worse. There is a {boy} of about
        {age} and [a baby|a smaller one]. Last night I heard the child shouting "[stop it stop
        it|leave Mummy alone]" through the wall. [We are thinking of moving.|I have knocked
        twice and he told me where to go.] I do not want them to know it was me.""",
        ("Last night was the worst so far.",),
        "man",
    ),
    Narrative(
        "neighbour_alone",
        "1B 9 1D",
        "neglect",
        (2, 9),
        "amber",
        """
        There are children at {street} left on their own. I have seen it [three times this
        week|every weekend]. The {boy}, about {age}, [hangs out of the upstairs window|was in
        the garden in bare feet at {time}]. The mother goes out [at nine at night and is not
        back till morning|with different men]. I gave {him} [a sandwich|some toast] over the
        fence and {he} ate it like {he} was starving.""",
        ("They are on their own now as I write.", "It is getting cold and there is no light on."),
        "woman",
        0.1,
    ),
    Narrative(
        "neighbour_dispute",
        "1B 9",
        "other",
        (3, 12),
        "blue",
        """
        The people at {street} should not be allowed children. They [park across my drive|have a
        trampoline right by my fence] and the {boy} ({age}) [screams in the garden until eight
        o'clock|kicks a ball against my wall]. When I complained she [swore at me|shut the
        door]. I have reported the cars to the council as well. Somebody should go and see how
        they live.""",
        ("It happened again on {day}.",),
        "woman",
    ),
    Narrative(
        "anon_drugs",
        "9 1D",
        "parental_substance_misuse neglect",
        (1, 12),
        "green",
        """
        {mum} at {street} is [using|dealing] and has got kids there. Everyone knows. [Cars come
        and go all night.|There's always a smell of weed.] The little {boy} {child} about {age}
        is [always out on the street|never in school] and looks [scruffy|half starved]. I'm not
        giving my name because of who she knows.""",
        ("There was a fight outside last night.",),
        "woman",
    ),
    Narrative(
        "shop_worker",
        "1D",
        "physical_abuse",
        (1, 8),
        "amber",
        """
        I work in the supermarket in {town}. On {day} at {time} a woman [slapped a little {boy}
        hard across the face|dragged a child by the hair] by the tills. {He} was about {age}.
        She called {him} {child}. I got the car number and one of the others knew them as living
        in {street}. {He} did not even cry, that is what I cannot stop thinking about.""",
        ("I have not been able to sleep since.",),
        "woman",
    ),
    Narrative(
        "mp_letter",
        "1D",
        "family_stress",
        (2, 14),
        "blue",
        """
        My constituent {mum} has written to me about her housing and the effect on {child}
        ({age}), who has asthma. Damp was reported in [January|March] and has not been put
        right. I should be grateful to know what support the council can offer, and for a reply
        that I can share with her. I have no information to suggest any concern about her care
        of {child}.""",
        ("Letter from a Member of Parliament.",),
        "woman",
    ),
    Narrative(
        "ex_partner_counter",
        "1A",
        "other emotional_abuse",
        (2, 11),
        "blue",
        """
        My ex {mum} is an unfit mother. She [lets {child} stay up till ten|gives {him}
        takeaways|posts pictures of {him} on Facebook] and has introduced {him} to her boyfriend
        after [three months|no time]. {He} is {age}. I have told my solicitor and he said to
        ring you. I want it on record.""",
        ("We are in court next month.",),
        "woman",
    ),
    Narrative(
        "friend_parent",
        "1B",
        "self_harm emotional_abuse",
        (10, 16),
        "green",
        """
        My daughter's friend {child} ({age}) slept at ours on {day}. When {he} thought nobody
        was looking {he} [was crying in the bathroom|put food in {his} bag]. My daughter says
        {he} [cuts {his} legs|is not allowed to eat with the family]. {He} begged us not to take
        {him} home and then said {he} was joking. I don't know the mother well. She seems nice
        enough on the doorstep.""",
        ("{He} asked if {he} could stay again tonight.",),
        "woman",
    ),
    Narrative(
        "unknown_note",
        "10 9",
        "sexual_abuse",
        (4, 13),
        "amber",
        """
        [Unsigned letter received by post.|Voicemail left out of hours; no name or number
        given.] "Ask {child} at {school} about [uncle|{man}]. {He} is {age}. [I was the same
        age.|He did it to my sister.] You people never listen. Look at his computer." No further
        details. The family named can be found at {street}.""",
        ("Received this morning.",),
        "man",
    ),
)
