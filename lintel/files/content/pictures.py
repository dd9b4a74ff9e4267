"""Photographs: what they say of where and by whom, and the same pixels without it.

Nothing is decoded: what is taken out is taken out of the file's own structure, so that the
picture loses nothing and no number of pixels costs any memory.
"""

import re
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from lintel.files.content.kinds import MOST_PIXELS, Found, Kind, Notice, NotTaken, Why

GPS = 0x8825
ORIENTATION = 0x0112
AUTHORS = (0x013B, 0x8298, 0x9C9D, 0xA430)  # artist, copyright, XP author, camera's owner
# What a picture needs to be drawn, by the markers of JPEG and the chunks of PNG.
JPEG_DROPS = {*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xE2, 0xEE}
PNG_KEEPS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"),
    *(b"pHYs", b"bKGD"),
}
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def look_at_picture(content: bytes, kind: Kind) -> Found:
    """
    Errors:
        NotTaken: it cannot be read, or it has more pixels than anybody's camera.
    """
    if kind is Kind.HEIC:
        return Found(kind, (Notice.MAY_HOLD_POSITION,) if b"Exif" in content else ())
    Image.MAX_IMAGE_PIXELS = None  # asked below, and nothing is decoded
    try:
        with Image.open(BytesIO(content), formats=["JPEG" if kind is Kind.JPEG else "PNG"]) as seen:
            wide, high = seen.size
            if wide * high > MOST_PIXELS:
                raise NotTaken(Why.PIXELS)
            exif = seen.getexif()
            position = bool(exif.get_ifd(GPS))
            author = any(exif.get(tag) for tag in AUTHORS)
    except NotTaken:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong
    position |= b"exif:GPS" in content
    author |= b"dc:creator" in content or b"\0Author" in content or b"tEXtAuthor" in content
    found = ((Notice.POSITION, position), (Notice.AUTHOR, author))
    return Found(kind, tuple(notice for notice, is_so in found if is_so))


def cleaned_picture(content: bytes, kind: Kind) -> bytes:
    """The same picture without position, author, comments or whatever follows its end.

    Errors:
        NotTaken: it is of a kind that this cannot be done to, or damaged.
    """
    if kind is Kind.JPEG:
        return b"".join(_jpeg(content))
    if kind is Kind.PNG:
        return b"".join(_png(content))
    raise NotTaken(Why.DAMAGED)


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    turned = _orientation(content)
    if turned != 1:
        yield _exif_of(turned)
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise NotTaken(Why.DAMAGED)
        marker = content[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == 0xD9:
            break
        ends = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        colours = marker == 0xE2 and content[at + 4 : at + 15] == b"ICC_PROFILE"
        if marker not in JPEG_DROPS and (marker != 0xE2 or colours):
            yield content[at:ends]
        at = ends
        if marker == 0xDA:
            following = NEXT_MARKER.search(content, at)
            upto = following.start() if following else len(content)
            yield content[at:upto]
            at = upto
    yield b"\xff\xd9"


def _orientation(content: bytes) -> int:
    try:
        with Image.open(BytesIO(content), formats=["JPEG"]) as seen:
            turned = seen.getexif().get(ORIENTATION, 1)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _exif_of(turned: int) -> bytes:
    entry = ORIENTATION.to_bytes(2, "big") + b"\0\3" + b"\0\0\0\1" + turned.to_bytes(2, "big")
    said = b"Exif\0\0MM\0*\0\0\0\x08\0\1" + entry + b"\0\0" + b"\0\0\0\0"
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at + 12 <= len(content):
        ends = at + 12 + int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        if ends > len(content):
            raise NotTaken(Why.DAMAGED)
        if name in PNG_KEEPS:
            yield content[at:ends]
        if name == b"IEND":
            return
        at = ends
    raise NotTaken(Why.DAMAGED)
