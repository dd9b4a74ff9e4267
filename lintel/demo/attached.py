"""What is attached in the invented partnership: drawn and written here, of nobody."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.db import transaction
from PIL import Image, ImageDraw

from lintel.demo.loading import Company
from lintel.files.actions import Given, attach
from lintel.files.loading import made_here
from lintel.files.queries import near_to_attach
from lintel.files.rules.reading import Belongs
from lintel.sharing.rules.handling import Mark

REPORT = b"""Intelligence report (invented)

One line of this report comes from somebody who could be at risk if it were known. It is for
whoever decides. The rest may be shared as the answer says.
"""


def a_photograph() -> bytes:
    """A drawing in place of a photograph, which says where it was taken as a telephone's would."""
    picture = Image.new("RGB", (640, 480), (214, 206, 196))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((60, 150, 580, 330), 80, fill=(222, 184, 160))
    pen.ellipse((300, 205, 380, 270), fill=(120, 88, 130))
    said = Image.Exif()
    said.get_ifd(0x8825).update({1: "N", 2: (54.0, 58.0, 0.0), 3: "W", 4: (1.0, 36.0, 0.0)})
    made = BytesIO()
    picture.save(made, "JPEG", quality=80, exif=said)
    return made.getvalue()


def attach_some(
    contacts: dict[str, UUID],
    requests: dict[str, UUID],
    company: Company,
    *,
    at: datetime,
    omit: frozenset[str] = frozenset(),
) -> list[dict[str, str]]:
    """The files that are looked for by name, as the manifest lists them: a photograph that may go
    with the case, and a report for whoever decides."""
    then = at - timedelta(minutes=20)
    screener = company.viewer("d-screener", "northbeck", then)
    police = company.viewer("d-police", "northbeck", then)
    photograph = made_here("left arm.jpg", a_photograph())
    report = made_here("report.txt", REPORT)
    made = {}
    with transaction.atomic():
        if "file.h1" not in omit:
            [made["file.h1"]] = attach(
                [photograph],
                near_to_attach(screener, Belongs.CONTACT, contacts["contact.h2"], at=then),
                Given(Mark.OPEN),
                agency=screener.agency,
                by=screener,
                at=then,
            )
        if "file.h3" not in omit:
            [made["file.h3"]] = attach(
                [report],
                near_to_attach(police, Belongs.REQUEST, requests["request.answered"], at=then),
                Given(Mark.DECISION_MAKER),
                agency=police.agency,
                belongs=Belongs.REQUEST,
                belongs_id=requests["request.answered"],
                by=police,
                at=then,
            )
    return [
        {"key": key, "type": "file", "id": str(file_id), "council": "northbeck"}
        for key, file_id in made.items()
    ]
