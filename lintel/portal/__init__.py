"""Where the public and professionals refer: a letterbox that can hand in and read nothing.

Nouns: a draft (what somebody has typed and not yet sent, sealed so that nobody else can read
it), an answer, a step (one page that asks one thing). Begins when somebody says that they are
worried; ends when the hub has it and they hold a reference. It uses `contacts.actions` to hand
in and `contacts.rules` to know what is wrong, and never asks what the hub holds.
"""
