"""Handing over the night, and what has been promised to whom.

A *hand-over of duty* is what one side puts before the other as the hub closes, and as it opens
again: the hub to the emergency duty team, and back. Its list is drawn up by itself; an *item* is
one open contact. Whoever has it says what the other side must know, and the other side *accepts*.
Responsibility moves then and not before: who has a contact is read from the contact alone, so at
no minute is one in nobody's hands, or in two. A *promise* is what somebody was told would be done,
by when; while it is open its contact does not close. Ends with the morning's acceptance.
"""
