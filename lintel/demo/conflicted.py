"""A worker of the invented partnership whose own family is known to the hub.

She says so before anything is told of them; what is told is then hidden from her by itself.
"""

from datetime import date, datetime

from lintel.contacts import actions
from lintel.demo.loading import Company
from lintel.restrictions.rules.conflicts import Lived, Named, OwnDetails, Relation

COUNCIL, KEY = "northbeck", "d-conflicted"
NIECE = Named("Briony", "Hathersall", date(2016, 4, 18))
DETAILS = OwnDetails(
    self_=Named("Moira", "Hathersall", date(1985, 3, 12)),
    address=Lived(("3 Lowther Street", "Northbeck"), "ZN2 5LS"),
    former_addresses=(Lived(("17 Quarry Bank",), "ZN4 7QB"),),
    phones=("01632 960733",),
    kin=(NIECE,),
)


def declare(company: Company, *, at: datetime) -> None:
    by = company.viewer(KEY, COUNCIL, at)
    actions.say_own_details(said=DETAILS, by=by, at=at)
    actions.declare_conflict(
        relation=Relation.FAMILY, reason="My brother's daughter", described=NIECE, by=by, at=at
    )
