"""What can be done about people. Nothing here links or merges by itself: every link, merge and
"not the same" has an actor, a moment and reasons, and can be undone."""

from lintel.people.actions.duplicates import (
    leave_pair as leave_pair,
    search_everybody as search_everybody,
    take_up_pair as take_up_pair,
)
from lintel.people.actions.linking import (
    BY_HAND as BY_HAND,
    NEW_PERSON as NEW_PERSON,
    create_person as create_person,
    link as link,
    link_each as link_each,
    record_source as record_source,
    say_not_the_same as say_not_the_same,
    take_back_not_the_same as take_back_not_the_same,
    unlink as unlink,
)
from lintel.people.actions.looking import (
    Looked as Looked,
    look_for as look_for,
)
from lintel.people.actions.merging import (
    merge_people as merge_people,
    open_person as open_person,
    say_two_people as say_two_people,
    take_back_two_people as take_back_two_people,
    unmerge_people as unmerge_people,
)
from lintel.people.actions.reviewing import (
    Review as Review,
    not_them as not_them,
    open_review as open_review,
    settle_review as settle_review,
    undo_review as undo_review,
)
