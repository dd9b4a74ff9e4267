"""Strategy discussions and section 47: who met, what was decided, and what must follow.

A *strategy discussion* is convened from a contact. It is *held*, *not held* with reasons or
*adjourned*; whether it was *quorate* is worked out from who attended. A decision that section 47
is met opens *protection steps*, each with a clock: child seen, seen alone, paediatric opinion,
conference. This context ends at hand-over to the team that holds the case.
"""
