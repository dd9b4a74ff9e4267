"""What happens next: hand-overs that stay open until the other side has taken them.

A *hand-over* offers a decided contact to a team. Responsibility moves when the team accepts and
not before: until then the contact is open at the hub and its clock runs. A team that cannot take
it returns it with a reason, and the hub decides again.
"""
