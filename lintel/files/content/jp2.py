"""JPEG 2000, as scanners put it into a PDF: what it says besides its pixels, and none of that.

It is a row of boxes, of which few are needed to draw it; the pixels are in one of them, and begin
with a header that may hold words of its own.
"""

from collections.abc import Iterator

from PIL import Image

from lintel.files.content.kinds import Notice, NotTaken, Why

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
CODESTREAM = b"\xff\x4f\xff\x51"
# What a picture needs to be drawn.
KEEPS = {b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jpch", b"jplh", b"jp2c"}
HEADERS = {b"jp2h", b"jpch", b"jplh"}
HEADER_KEEPS = {b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res ", b"cgrp", b"opct"}
EXIF = b"JpgTiffExif->JP2"
PLACE = bytes.fromhex("b14bf8bd083d4b43a5ae8cd7d5a6ce03")  # of a map or an aerial photograph
GPS = 0x8825
WORDS, TILE = 0x64, 0x90


def look_at_jp2(content: bytes) -> set[Notice]:
    """What it says of where and by whom; that it may, where it cannot be cleaned."""
    try:
        cleaned_jp2(content)
        boxes = [] if content.startswith(CODESTREAM) else list(_boxes(content))
    except NotTaken:
        return {Notice.MAY_HOLD_POSITION}
    said = set()
    for name, body in boxes:
        if name not in KEEPS:
            if body.startswith(PLACE) or b"exif:GPS" in body or _has_position(body):
                said.add(Notice.POSITION)
            if b"dc:creator" in body or body.startswith(EXIF):
                said.add(Notice.AUTHOR)
    return said


def cleaned_jp2(content: bytes) -> bytes:
    """The same picture without whatever it says besides.

    Errors:
        NotTaken: it is no JPEG 2000 that can be read to its end.
    """
    if content.startswith(CODESTREAM):
        return b"".join(_codestream(content))
    if not content.startswith(SIGNATURE):
        raise NotTaken(Why.DAMAGED)
    return b"".join(_kept(content, KEEPS))


def _kept(content: bytes, keeps: set[bytes]) -> Iterator[bytes]:
    for name, body in _boxes(content):
        if name not in keeps:
            continue
        if name in HEADERS:
            body = b"".join(_kept(body, HEADER_KEEPS))
        elif name == b"jp2c":
            body = b"".join(_codestream(body))
        yield (len(body) + 8).to_bytes(4, "big") + name + body


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """
    Errors:
        NotTaken: one of them says that it is longer than there is.
    """
    at = 0
    while at < len(content):
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        begins = 8
        if size == 1:
            size, begins = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        ends = len(content) if size == 0 else at + size
        if len(name) < 4 or ends > len(content) or ends < at + begins:
            raise NotTaken(Why.DAMAGED)
        yield name, content[at + begins : ends]
        at = ends


def _codestream(content: bytes) -> Iterator[bytes]:
    """The pixels, without the words in their header.

    Errors:
        NotTaken: it cannot be read as far as its first tile.
    """
    if not content.startswith(CODESTREAM):
        raise NotTaken(Why.DAMAGED)
    yield content[:2]
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        if content[at + 1] == TILE:
            if b"Exif" in content[at:] or b"<x:xmpmeta" in content[at:]:
                raise NotTaken(Why.DAMAGED)
            yield content[at:]
            return
        ends = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] != WORDS:
            yield content[at:ends]
        at = ends
    raise NotTaken(Why.DAMAGED)


def _has_position(body: bytes) -> bool:
    if not body.startswith(EXIF):
        return False
    exif = Image.Exif()
    try:
        exif.load(b"Exif\0\0" + body[len(EXIF) :].removeprefix(b"Exif\0\0"))
        return bool(exif.get_ifd(GPS))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError):
        return True
