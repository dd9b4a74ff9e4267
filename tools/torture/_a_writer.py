"""Write on the trail of the instance of the environment, an entry in each transaction.

python -m tools.torture._a_writer NUMBER HOW_MANY
python -m tools.torture._a_writer count      how many entries of writers there are, once each
"""

import sys

import django


def main(words: list[str]) -> None:
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from lintel.access.viewers import Permission, the_system
    from lintel.audit import trail
    from lintel.audit.models import AuditEntry

    if words == ["count"]:
        written = AuditEntry.objects.filter(object_type="writer").values("object_id").distinct()
        print(written.count())
        return
    number, how_many = map(int, words)
    at = timezone.now()
    by = the_system("northbeck", today=at.date())
    for turn in range(how_many):
        with transaction.atomic():
            trail.record(
                did=Permission.VIEW_CONTACT,
                object_type="writer",
                object_id=f"{number}-{turn}",
                by=by,
                at=timezone.now(),
            )


if __name__ == "__main__":
    main(sys.argv[1:])
