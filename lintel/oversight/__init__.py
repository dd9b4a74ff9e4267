"""Second looks: challenges between professionals, and allegations against people who work with
children.

A *challenge* is a disagreement, by anybody of any agency, with what was decided, with a discussion
that was refused or with another agency's answer. It climbs *steps* that policy sets, each with its
clock, and is answered by somebody who had no part in it: *changed* or *upheld*. While it is open
the contact cannot close. This context ends where a complaint, which is a statutory process, begins.
"""
