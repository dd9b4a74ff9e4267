"""Numbers that look right and belong to nobody.

NHS numbers lie in the 999 range kept for tests, UPNs carry a local authority code (000) that
no council has, and telephone numbers come from the ranges Ofcom keeps for drama.
"""

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NHS_NUMBERS = 1_000_000  # six free digits; a person past these, or on a gap, has none
DRAMA_MOBILES = 1_000
DRAMA_LANDLINES = 1_000
# Steps that share no factor with the range they walk, so that each number comes once.
_NHS_STEP = 618_033
_UPN_STEP = 6_180_339


def nhs_number(place: int) -> str:
    """The test NHS number of the `place`-th person, "" when the check digit would be ten.

    >>> nhs_number(1)
    '9996180336'
    """
    if place >= NHS_NUMBERS:
        return ""
    body = f"999{place * _NHS_STEP % NHS_NUMBERS:06d}"
    check = (
        11
        - sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True))
        % 11
    )
    if check == 10:
        return ""
    return f"{body}{0 if check == 11 else check}"


def upn(place: int, *, year: int) -> str:
    """A unique pupil number with a valid check letter; `year` is when it was given.

    Source: CIN census rule 1510: each digit times its place (2 to 13), summed, modulo 23.
    """
    walked = place * _UPN_STEP % 10_000_000
    body = f"000{walked // 1000:04d}{year % 100:02d}{walked % 1000:03d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(body, start=2))
    return UPN_LETTERS[total % 23] + body


def mobile(draw: float) -> str:
    return f"07700 900{int(draw * DRAMA_MOBILES):03d}"


def landline(draw: float) -> str:
    return f"01632 960{int(draw * DRAMA_LANDLINES):03d}"
