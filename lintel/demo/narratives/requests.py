"""Enquiries that are not a worry about welfare: information, advice and EHC assessments."""

from lintel.demo.narratives.shape import Narrative

INFORMATION = (
    Narrative(
        "info_cafcass",
        "7",
        "",
        (0, 15),
        "",
        """
        Cafcass safeguarding checks in private law proceedings, first hearing in [two|three] weeks. Please provide details of any involvement of children's services with {child} ({age}) and parents {mum} and {man}, dates, and any current plan.
        [Request made under section 16A.|The court has directed checks by {day}.]""",
    ),
    Narrative(
        "info_council",
        "5C",
        "",
        (0, 15),
        "",
        """
        {child} ({age}) is [open to assessment|about to be closed] in our area. The family say they lived at {street} until [last year|{day}]. Please send a chronology, copies of any assessment, and the name of the last worker. Basis: safeguarding duty under the Children Act 2004 section 11.""",
    ),
    Narrative(
        "info_adoption",
        "5C 8",
        "",
        (0, 15),
        "",
        """
        Local authority check for prospective adopters {mum} and {man}, both of whom have lived at {street}. Please confirm whether they or any child in the household are known to you. Signed consents are attached to the original e-mail.""",
    ),
    Narrative(
        "info_coroner",
        "7 6",
        "",
        (0, 15),
        "",
        """
        Request from the [coroner's officer|police public protection desk] for the dates of contact with {mum} of {street} and {child} in the last two years, in relation to [an inquest|a live investigation]. Please mark the reply for the named officer only.""",
    ),
)
ADVICE = (
    Narrative(
        "advice_parenting",
        "1A 2A 3B",
        "",
        (3, 13),
        "",
        """
        [Parent asking|Asking on behalf of a parent] about help with {child}'s ({age}) [temper and sleep|refusal to go to school]. Not a safeguarding concern. Would like to know about parenting groups in {town} and whether there is a cost.""",
    ),
    Narrative(
        "advice_money",
        "1A 4 8",
        "",
        (0, 12),
        "",
        """
        {mum} would like to know what help there is with [furniture|school uniform|the cost of heating] since [the separation|moving from {town}]. Two adults' income has become one. The children are well.""",
    ),
    Narrative(
        "advice_bereavement",
        "1A 2A 3A",
        "",
        (5, 14),
        "",
        """
        {child} ({age}) lost {his} [grandad|uncle] last month. School is supportive. Family would like the name of a bereavement service for children near {town}.""",
    ),
    Narrative(
        "advice_autism",
        "1A 3A",
        "",
        (3, 10),
        "",
        """
        {child} ({age}) has just been diagnosed with autism. {mum} asks what support groups and short breaks there are, and how to apply.""",
    ),
    Narrative(
        "advice_professional",
        "2A 3A 8",
        "",
        (4, 15),
        "",
        """
        [School|Practice] asking for advice about whether to refer: {child} ({age}) has [said that {he} is left with a teenage cousin in the evenings|been tired and withdrawn for two weeks]. No disclosure. Parents are open and in touch. What should we look out for?""",
    ),
)
EHC = (
    Narrative(
        "ehc_school",
        "2A",
        "",
        (4, 15),
        "",
        """
        Request for an education, health and care needs assessment for {child} ({age}), {school}. [Autism and speech and language needs|Social, emotional and mental health needs; on a reduced timetable|Severe dyslexia with high anxiety]. Two cycles of assess, plan, do, review are attached; support of {pct} hours a fortnight has not been enough. Parents agree to this request.""",
    ),
    Narrative(
        "ehc_parent",
        "1A",
        "",
        (3, 16),
        "",
        """
        I am asking you to assess my child {child}, who is {age} and goes to {school}. {He} [cannot cope in class and comes home in pieces|is four years behind in reading|has a diagnosis of ADHD and a sensory disorder]. School say that they have done all they can. I understand that you have six weeks to tell me your decision.""",
    ),
    Narrative(
        "ehc_young_person",
        "1C 2B",
        "",
        (16, 17),
        "",
        """
        {child} ({age}) asks for an EHC needs assessment in {his} own right. {He} has [a hearing loss and processing difficulties|epilepsy and memory problems after an injury] and [is failing the first year at college|cannot manage a full timetable]. The learning support tutor has written in support.""",
    ),
)
