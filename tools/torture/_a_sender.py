"""Open accounts for police systems in the instance of the environment; prints their tokens.

    python -m tools.torture._a_sender NUMBER

Each has an allowance of its own: a storm from one alone is told to wait, and rightly.
"""

import sys

import django


def main() -> None:
    django.setup()
    from django.utils import timezone

    from lintel.access import actions as access
    from lintel.access.viewers import Role, the_system

    at = timezone.now()
    by = the_system("northbeck", today=at.date())
    for number in range(int(sys.argv[1])):
        account = access.open_account(
            username=f"api-police-{number}",
            name=f"Police system {number}",
            role=Role.AGENCY_SYSTEM,
            council="northbeck",
            agency="police",
            employed_by_council=False,
            by=by,
            at=at,
        )
        print(access.issue_token(account_id=account, by=by, at=at))


if __name__ == "__main__":
    main()
