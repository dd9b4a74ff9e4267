"""Other systems, over JSON: thin over actions and queries.

Nothing is decided here. Each route reads a shape, calls one action or query as the account behind
the bearer token, and writes a shape. What is refused is said as `application/problem+json`, with
every reason at once; a record the account may not know of is answered as one that is not there.
"""
