"""How restrictions, broken glass and conflicts are kept. Private to this context."""

from lintel.restrictions.models.conflicts import (
    Apart as Apart,
    Conflict as Conflict,
    OwnMark as OwnMark,
)
from lintel.restrictions.models.glass import (
    BrokenGlass as BrokenGlass,
    GlassReview as GlassReview,
    Incident as Incident,
)
from lintel.restrictions.models.restricting import (
    Covered as Covered,
    NewMatch as NewMatch,
    ProtectedPlace as ProtectedPlace,
    Reader as Reader,
    Restriction as Restriction,
    Review as Review,
)
