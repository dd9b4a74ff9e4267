"""May we share this, with whom, and on what basis; and what was shared.

An *item* is something an agency told the hub. The agency that gave it owns it, and puts a
*handling mark* on it, H1 to H4; who may read an item follows from its mark in one place,
`rules.handling`, for pages, the API, exports and minutes alike.

The *ledger* holds a line for everything given to another body and for every refusal to give,
with purpose, basis and reasoning. It is added to and never edited. Whether a record may be
opened at all is not asked here: the caller has asked.
"""
