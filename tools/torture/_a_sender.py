"""Open an account for a police system in the instance of the environment; prints its token."""

import django


def main() -> None:
    django.setup()
    from django.utils import timezone

    from lintel.access import actions as access
    from lintel.access.viewers import Role, the_system

    at = timezone.now()
    by = the_system("northbeck", today=at.date())
    account = access.open_account(
        username="api-police",
        name="Police system",
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
