"""Asking another agency "do you know this child?" without telling whom we mean.

An *asking* goes from one council to one *partner*, for one *purpose*, about some children of one
contact. What travels is a *token* for each child: made with a secret that only the two share, by
a published linkage library. The other side compares it with tokens of the children it knows and
answers yes, perhaps or no, with whom to ring. Nothing is linked by it: a match by tokens is a
reason to ask properly, never a decision.

Off unless the council's policy turns it on, the packages of requirements/linkage.txt are there
and a partner's secret has been put in place. What it promises and what it does not:
docs/practice/asking-without-telling.md.
"""
