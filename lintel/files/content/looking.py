"""One look at a content, and one cleaning of it, whatever kind it is."""

from lintel.files.content.kinds import Found, Kind, Notice, NotTaken, Why, kind_of

PICTURES = (Kind.JPEG, Kind.PNG, Kind.HEIC)
# What can be made into a copy that says neither where nor by whom.
CAN_BE_CLEANED = frozenset({Kind.JPEG, Kind.PNG, Kind.PDF, Kind.WORD, Kind.EXCEL, Kind.TEXT})


def look(content: bytes, ending: str) -> Found:
    """What it is, and what somebody should know before it is passed on.

    Errors:
        NotTaken: with why.
    """
    kind = kind_of(content, ending)
    # Each is imported where it is used: a text costs no library for pictures or PDF.
    if kind in PICTURES:
        from lintel.files.content.pictures import look_at_picture

        return look_at_picture(content, kind)
    if kind is Kind.PDF:
        from lintel.files.content.portable import look_at_pdf

        return look_at_pdf(content)
    if kind in (Kind.WORD, Kind.EXCEL):
        from lintel.files.content.office import look_at_office

        return look_at_office(content, kind)
    if kind is Kind.EMAIL:
        from lintel.files.content.letters import look_at_email

        return look_at_email(content)
    if kind is Kind.OUTLOOK:
        hanging = "__attach_version1.0".encode("utf-16-le") in content
        more = (Notice.ATTACHMENTS,) if hanging else ()
        return Found(kind, (Notice.NAMES_SENDER, *more))
    return Found(kind)


def cleaned(content: bytes, kind: Kind) -> bytes:
    """A copy that says neither where nor by whom.

    Errors:
        NotTaken: it cannot be made.
    """
    if kind is Kind.TEXT:
        return content
    if kind in (Kind.JPEG, Kind.PNG):
        from lintel.files.content.pictures import cleaned_picture

        return cleaned_picture(content, kind)
    if kind is Kind.PDF:
        from lintel.files.content.portable import cleaned_pdf

        return cleaned_pdf(content)
    if kind in (Kind.WORD, Kind.EXCEL):
        from lintel.files.content.office import cleaned_office

        return cleaned_office(content)
    raise NotTaken(Why.DAMAGED)
