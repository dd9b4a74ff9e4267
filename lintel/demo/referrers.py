"""Who tells the hub: which agencies and people, how often, and what they are called."""

from collections.abc import Sequence
from random import Random

from lintel.contacts.rules.telling import ReferrerTold
from lintel.demo.identifiers import landline, mobile
from lintel.demo.names import COMMUNITIES
from lintel.demo.places import Area

# Parts in a hundred. Police 28 and schools 21 are national (domain reference, section 4); the
# rest is judgement.
SOURCES = (
    ("6", 28),
    ("2A", 21),
    ("3B", 5),
    ("3E", 4),
    ("3A", 3),
    ("3F", 3),
    ("3D", 2.5),
    ("3C", 1.5),
    ("1A", 6),
    ("1B", 3),
    ("9", 3),
    ("4", 3),
    ("5C", 3),
    ("5D", 3.5),
    ("5A", 2),
    ("7", 2.5),
    ("8", 4),
    ("2B", 2),
    ("5B", 1),
    ("1D", 1),
    ("1C", 1),
    ("10", 0.5),
)
PUBLIC = {"1A", "1B", "1C", "1D", "9", "10"}

ROLES = {
    "2A": (
        "Designated safeguarding lead",
        "Deputy safeguarding lead",
        "Head of year",
        "Headteacher",
        "Pastoral manager",
    ),
    "2B": ("Student support manager", "Safeguarding officer"),
    "3A": ("GP", "Practice nurse"),
    "3B": ("Health visitor", "Community nursery nurse"),
    "3C": ("School nurse",),
    "3D": ("Community midwife", "Dentist", "Specialist midwife"),
    "3E": ("Emergency department sister", "Paediatric registrar", "Safeguarding nurse"),
    "3F": ("Care coordinator", "CAMHS practitioner", "Paramedic", "Named nurse"),
    "4": ("Housing officer", "Tenancy sustainment officer"),
    "5A": ("Adult social worker", "Hospital social worker"),
    "5B": ("Attendance officer", "Youth justice worker"),
    "5C": ("Duty social worker", "Social worker, MASH"),
    "5D": ("Early help family worker", "Early help coordinator"),
    "6": ("Public protection notification desk", "Response officer", "Missing person coordinator"),
    "7": ("Probation practitioner", "Family court adviser"),
    "8": ("Family worker", "Nursery manager", "Safeguarding lead", "Youth worker"),
}
AGENCY_WORDS = {
    "3C": "School nursing service",
    "3F": "Ferrand Valley Mental Health NHS Trust",
    "4": "{council} Homes",
    "5A": "{council} Council adult services",
    "5B": "{council} Council",
    "5C": "Eastmarch County Council",
    "5D": "{council} early help",
    "7": "Probation Service",
    "8": "{town} Family Centre",
    "2B": "{council} College",
    "3B": "{council} health visiting",
    "3D": "{hospital}",
}
RELATIONSHIPS = {
    "1A": ("Grandmother", "Father", "Aunt", "Grandfather", "Mother", "Uncle"),
    "1B": ("Neighbour", "Family friend", "Child minder"),
    "1C": ("Myself",),
    "1D": ("Passer-by", "Shop worker"),
}


def pick(rng: Random, table: Sequence[tuple], total: float | None = None):
    draw = rng.random() * (total or sum(weight for _, weight in table))
    for value, weight in table:
        draw -= weight
        if draw < 0:
            return value
    return table[-1][0]


def invented_name(rng: Random) -> str:
    """A name for somebody who writes or works here; drawn as the town's own names are."""
    community = pick(rng, [(c, c.share) for c in COMMUNITIES])
    table = community.female if rng.random() < 0.72 else community.male
    given = table[int(rng.random() * len(table))].usual
    return f"{given} {community.family[int(rng.random() * len(community.family))].usual}"


def referrer(
    rng: Random, source: str, area: Area, words: dict, anonymous: bool | None
) -> ReferrerTold:
    if source in PUBLIC:
        if (
            anonymous
            or source in ("9", "10")
            or (anonymous is None and source != "1C" and rng.random() < 0.18)
        ):
            return ReferrerTold(anonymous=True)
        relationship = RELATIONSHIPS.get(source, ("Member of the public",))
        return ReferrerTold(
            name=words["child"] if source == "1C" else invented_name(rng),
            phone=mobile(rng.random()),
            relationship=relationship[int(rng.random() * len(relationship))],
            safe_contact=pick(
                rng,
                (
                    ("", 70),
                    ("Ring after 6pm", 12),
                    ("Text first, please. He checks my phone", 9),
                    ("Please do not say that I called", 9),
                ),
            ),
        )
    council = area.council.title()
    agency = {
        "2A": words["school"] or f"{council} schools",
        "3A": area.surgeries[int(rng.random() * len(area.surgeries))],
        "3E": area.hospital,
        "6": area.police,
    }.get(source) or AGENCY_WORDS.get(source, "").format(
        council=council, town=words["town"], hospital=area.hospital
    )
    name, roles = invented_name(rng), ROLES.get(source, ("Practitioner",))
    address = "".join(
        c if c.isascii() and c.isalnum() else "."
        for c in name.lower().split()[0] + "." + name.lower().split()[-1]
    )
    domain = "".join(c for c in agency.lower() if c.isascii() and c.isalnum())[:24]
    return ReferrerTold(
        name=name,
        role=roles[int(rng.random() * len(roles))],
        agency=agency,
        phone=landline(rng.random()) if rng.random() < 0.7 else mobile(rng.random()),
        email=f"{address}@{domain}.example",
    )
