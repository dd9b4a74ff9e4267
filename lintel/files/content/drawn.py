"""Photographs in the drawing of a PDF's page itself, between BI and EI, rather than beside it."""

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from lintel.files.content.kinds import Kind, NotTaken, Why
from lintel.files.content.pictures import cleaned_picture

MOST_OF_ONE = 16 * 1024 * 1024  # unpacked
MOST_OF_ALL = 128 * 1024 * 1024
SMALL = 64 * 1024  # packed in a way that is seldom met
# Streams that draw nothing.
OTHER_TYPES = {"/XRef", "/ObjStm", "/Metadata", "/CMap", "/EmbeddedFile"}
OTHER_SUBTYPES = {"/Image", "/XML", "/Type1C", "/CIDFontType0C", "/OpenType"}
OTHER_MARKS = ("/Length1", "/FunctionType", "/ShadingType", "/N")
BEGINS = re.compile(rb"(?:^|[\s\])>])BI[\s/]")
A_PHOTOGRAPH = re.compile(rb"DCT|JPX|/[^\s/]*#")
JPEG = "/DCTDecode"


class Drawings:
    """What the streams of one PDF draw, as far as it is unpacked to be looked at."""

    def __init__(self) -> None:
        self._left = MOST_OF_ALL

    def photographs(self, held: Any) -> list[bytes]:
        """Every JPEG between BI and EI of a stream, as it stands there.

        Errors:
            NotTaken: there may be one that cannot be found.
        """
        drawn = self._drawn(held)
        if not (BEGINS.search(drawn) and A_PHOTOGRAPH.search(drawn)):
            return []
        return list(_photographs(held))

    def cleaned(self, held: Any) -> None:
        """Take what photographs say besides their pixels out of a stream.

        Errors:
            NotTaken: there may be some that cannot be taken out.
        """
        if not (photographs := self.photographs(held)):
            return
        drawn = bytes(held.read_bytes())
        for photograph in photographs:
            if photograph not in drawn:
                raise NotTaken(Why.DAMAGED)
            # As long as before, for the length may be said beside it.
            shorter = cleaned_picture(photograph, Kind.JPEG).ljust(len(photograph), b"\0")
            drawn = drawn.replace(photograph, shorter)
        held.write(drawn)

    def _drawn(self, held: Any) -> bytes:
        if not isinstance(held, pikepdf.Stream) or not _may_draw(held):
            return b""
        if self._left < 0:
            raise NotTaken(Why.BOMB)
        raw = bytes(held.read_raw_bytes())
        packed = held.get("/Filter")
        packed = list(packed) if isinstance(packed, pikepdf.Array) else [packed]  # type: ignore[call-overload]
        names = [str(one) for one in packed if one is not None]
        if not names:
            drawn = raw
        elif names in (["/FlateDecode"], ["/Fl"]) and "/DecodeParms" not in held:
            try:
                drawn = zlib.decompressobj().decompress(raw, MOST_OF_ONE + 1)
            except zlib.error:
                drawn = _read(held, raw)
        else:
            drawn = _read(held, raw)
        self._left -= len(drawn)
        if len(drawn) > MOST_OF_ONE or self._left < 0:
            raise NotTaken(Why.BOMB)
        return drawn


def _may_draw(held: Any) -> bool:
    if str(held.get("/Type", "")) in OTHER_TYPES or str(held.get("/Subtype", "")) in OTHER_SUBTYPES:
        return False
    return not any(mark in held for mark in OTHER_MARKS)


def _read(held: Any, raw: bytes) -> bytes:
    if len(raw) > SMALL:
        raise NotTaken(Why.BOMB)
    try:
        return bytes(held.read_bytes())
    except (pikepdf.PdfError, ValueError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong


def _photographs(held: Any) -> Iterator[bytes]:
    try:
        found = pikepdf.parse_content_stream(held, "BI ID EI")
        for one in found:
            image = getattr(one, "iimage", None)
            packed = [str(name) for name in image.filters] if image is not None else []
            if packed == [JPEG]:
                yield bytes(image.read_raw_bytes())  # type: ignore[union-attr]
            elif JPEG in packed or "/JPXDecode" in packed:
                raise NotTaken(Why.DAMAGED)
    except (pikepdf.PdfError, ValueError, TypeError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong
