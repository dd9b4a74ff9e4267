"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at 46 MiB, one pass, one lane: some tens of milliseconds on a small server.

    Django's own setting is dearer by lanes that two cores cannot run side by side: sixteen
    accounts took 3.6 s there and 1.6 s here.

    Source: OWASP Password Storage Cheat Sheet, Argon2id, m=47104 (46 MiB), t=1, p=1.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
