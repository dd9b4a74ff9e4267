"""One telling weighed against very many at once, by the same rules as one against one.

`lintel.people.rules` says what agrees and what that is worth; here each distinct value is compared
once, and the weights are added up for all at a time. Who is shown is worded by the rules.
"""
