"""What is kept from whom, what is open through broken glass, and who stands apart from whom."""

from lintel.restrictions.queries.conflicts import (
    kept_apart_from as kept_apart_from,
    lived_there as lived_there,
)
from lintel.restrictions.queries.hiding import (
    CONTACT as CONTACT,
    PERSON as PERSON,
    Protected as Protected,
    Signal as Signal,
    Standing as Standing,
    contacts_kept_from as contacts_kept_from,
    ever_covered as ever_covered,
    guardian_phone as guardian_phone,
    hidden_contacts as hidden_contacts,
    hidden_from_some as hidden_from_some,
    hidden_people as hidden_people,
    kind_of as kind_of,
    listed_contacts as listed_contacts,
    mark_of as mark_of,
    near as near,
    of_subject as of_subject,
    people_kept_from as people_kept_from,
    places_never_sent as places_never_sent,
    protected_places as protected_places,
    safety_signal as safety_signal,
    signals_for as signals_for,
    standing_for as standing_for,
    tells_anybody as tells_anybody,
    the_restriction as the_restriction,
)
