"""Two councils that are on no map: towns, streets, postcodes, schools, surgeries.

There is no postcode area ZN or ZS.
"""

from dataclasses import dataclass
from typing import NamedTuple

UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # Royal Mail leaves out C I K M O V


class Street(NamedTuple):
    name: str
    town: str
    postcode: str


@dataclass(frozen=True)
class Area:
    """Shape: towns are (name, first district, last district); schools (key, name, youngest, oldest)."""

    council: str
    postcode_area: str
    towns: tuple[tuple[str, int, int], ...]
    schools: tuple[tuple[str, int, int], ...]
    surgeries: tuple[str, ...]
    hospital: str
    police: str

    def street(self, district: float, street: float) -> Street:
        """The street two numbers from 0 to 1 fall on; a street keeps its name and postcode."""
        last = self.towns[-1][2]
        number = 1 + int(district * last)
        town = next(name for name, first, end in self.towns if first <= number <= end)
        place = int(street * 4000)
        sector, unit = divmod(place, 400)
        postcode = f"{self.postcode_area}{number} {sector}{UNIT_LETTERS[unit // 20]}{UNIT_LETTERS[unit % 20]}"
        walked = place * 7 + number * 131
        name = f"{_FIRST[walked % len(_FIRST)]} {_SECOND[walked // len(_FIRST) % len(_SECOND)]}"
        return Street(name, town, postcode)

    def school_for(self, age: int, draw: float) -> str:
        fitting = [name for name, youngest, oldest in self.schools if youngest <= age <= oldest]
        return fitting[int(draw * len(fitting))] if fitting else ""


_FIRST = (
    "Alder Ashgrove Beacon Birchfield Bracken Bramble Brewery Bridge Canal Castle Cedar Chapel Cherry Clover Coniston "
    "Copper Cotton Crabtree Cromer Dale Derwent Dove Elmfield Fairfield Ferry Fir Foundry Foxglove Furnace Gable Garden "
    "Glebe Grange Harbour Hawthorn Hazel Heron High Hillside Hollin Holly Ivy Juniper Kestrel Kiln Kingfisher Laburnum "
    "Larch Laurel Lavender Limes Linden Lock Maple Market Marsh Meadow Mill Moor Nelson Nursery Oakfield Orchard Otter "
    "Park Pear Pinfold Plover Poplar Primrose Quarry Queens Rectory Ridge River Rowan Rushes Sandhill School Severn "
    "Shepherd Silver Skylark Spindle Spring Station Stone Sycamore Teasel Thistle Tithe Trent Union Vicarage Victoria "
    "Walnut Warren Water Weaver Well Wharf Willow Windmill Woodside Wren Yew"
).split()
_SECOND = "Road Street Avenue Close Drive Lane Court Gardens Grove Way Terrace Crescent Place Walk Rise".split()

NORTHBECK = Area(
    council="northbeck",
    postcode_area="ZN",
    towns=(
        ("Northbeck", 1, 9),
        ("Harrowgate Green", 10, 13),
        ("Calder Mills", 14, 17),
        ("Thornwick", 18, 20),
        ("Eastmoor", 21, 23),
        ("Saltergate", 24, 26),
        ("Low Fell Common", 27, 28),
    ),
    schools=(
        ("Beckside Primary School", 4, 11),
        ("St Oswin's RC Primary School", 4, 11),
        ("Calder Mills Primary Academy", 4, 11),
        ("Harrowgate Green Junior School", 7, 11),
        ("Thornwick C of E Primary School", 4, 11),
        ("Eastmoor Community Primary", 4, 11),
        ("Canal Street Infant School", 4, 7),
        ("Saltergate Primary School", 4, 11),
        ("Northbeck High School", 11, 16),
        ("Calder Valley Academy", 11, 18),
        ("St Hild's Catholic College", 11, 18),
        ("Eastmoor School", 11, 16),
        ("The Rowan Centre (alternative provision)", 11, 16),
        ("Fernlea Special School", 4, 19),
        ("Northbeck Sixth Form College", 16, 18),
        ("Little Acorns Nursery, Calder Mills", 2, 4),
        ("Bluebell Pre-school, Thornwick", 2, 4),
        ("Beckside Nursery", 2, 4),
    ),
    surgeries=(
        "Canal Street Surgery",
        "Beckside Medical Centre",
        "Thornwick Family Practice",
        "The Moorings Health Centre",
        "Eastmoor Surgery",
    ),
    hospital="Northbeck Royal Infirmary",
    police="Ferrand Valley Police",
)
SOUTHMERE = Area(
    council="southmere",
    postcode_area="ZS",
    towns=(("Southmere", 1, 5), ("Merebank", 6, 8), ("Fenning Cross", 9, 10), ("Holmsea", 11, 12)),
    schools=(
        ("Merebank Primary School", 4, 11),
        ("Lakeside Primary Academy", 4, 11),
        ("St Botolph's C of E Primary", 4, 11),
        ("Fenning Cross Primary School", 4, 11),
        ("Southmere Academy", 11, 18),
        ("Holmsea High School", 11, 16),
        ("Willow Bank Special School", 4, 19),
        ("Ducklings Nursery, Southmere", 2, 4),
        ("Holmsea Pre-school", 2, 4),
    ),
    surgeries=("Lakeside Surgery", "Merebank Medical Practice", "Holmsea Health Centre"),
    hospital="Southmere General Hospital",
    police="Ferrand Valley Police",
)
AREAS = {area.council: area for area in (NORTHBECK, SOUTHMERE)}
