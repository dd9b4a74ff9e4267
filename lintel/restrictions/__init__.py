"""Records kept from most of the hub: who keeps them, who reads them, and what others see instead.

A *restriction* is of one kind (policy says what each hides) and of one person or contact, its
*subject*. It has a *guardian*, whoever holds the register of restricted records, and *readers*,
each until a day. What a restriction *covers* is every person and contact behind its subject; the
contexts that keep those say so (`actions.cover`), and ask here what a viewer may not know of
(`queries.hidden_contacts`, `queries.hidden_people`) and which places are masked
(`queries.protected_places`).

This context holds ids and nothing of what the records say. It begins where somebody decides that
the usual need to know is not enough, and ends where a record's own rules (allegations, handling
marks) say who reads it.
"""
