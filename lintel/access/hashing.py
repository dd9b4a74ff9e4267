"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at 46 MiB, one pass, one lane: some tens of milliseconds on a small server.

    Django's own setting takes four times as long for lanes that two cores cannot run side by
    side, which a morning's sign-ins feel and somebody guessing does not.

    Source: OWASP Password Storage Cheat Sheet, Argon2id, m=47104 (46 MiB), t=1, p=1.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
