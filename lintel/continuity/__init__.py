"""Working when Lintel is down.

A *snapshot* is every open red and amber contact of a council, and those nobody has rated yet, as a
page to print, sealed so that only two of its *holders* together open it. It is written every five
minutes to a place that is not the database. The machine that writes it cannot read it back. A
*paper form* is what a telling is written on meanwhile; it is keyed in afterwards with the moment
it was received. Ends with the page: what is done in the meantime is done on paper.
"""
