"""How people are kept: as told, as known, and the links between. Private to this context."""

from lintel.people.models.finding import (
    MatchKey as MatchKey,
    MatchRow as MatchRow,
    NameWord as NameWord,
)
from lintel.people.models.linking import (
    Link as Link,
    NotTheSame as NotTheSame,
    ToReview as ToReview,
)
from lintel.people.models.merging import (
    DuplicateSearch as DuplicateSearch,
    Merge as Merge,
    PossibleDuplicate as PossibleDuplicate,
    SaidApart as SaidApart,
)
from lintel.people.models.told import (
    EarlierTelling as EarlierTelling,
    KnownEpisode as KnownEpisode,
    Person as Person,
    Relationship as Relationship,
    SourceRecord as SourceRecord,
)
