"""What happens next: hand-overs that stay open until the other side has taken them.

A *hand-over* offers a decided contact to a team. Responsibility moves when the team accepts and
not before: until then the contact is open at the hub and its clock runs. A team that cannot take
it returns it with a reason, and the hub decides again. A team that would take it and has no place
puts it on its *waiting list*: that is no acceptance. A *place* is taken by acceptance and free
when the team says that the help has ended. A family that was *stepped down* and *came back* is
shown to who stepped it down, and to whoever decides next.
"""
