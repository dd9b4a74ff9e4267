"""Deciding what happens to a contact, and what stands in the way of deciding.

A *decision* is an outcome with a rationale, made by a registered social worker acting for the
council. *Guards* say what must be settled first, all at once, each with a way to its cause. A
manager may go past most of them with a reason; every such *override* is kept, listed and counted.
"""
