"""Looking at decisions while they can still be changed.

A *challenge* is a disagreement with a decision by anybody the partnership employs. It has a
level, an owner, a clock and an answer, and holds the closure while it is open. It is never a
complaint, which is a statutory process of its own.
"""
