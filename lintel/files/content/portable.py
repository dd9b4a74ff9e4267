"""PDF: what is in it besides pages, and a copy that does not say who made it."""

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

import pikepdf

from lintel.files.content.drawn import Drawings
from lintel.files.content.jp2 import cleaned_jp2, look_at_jp2
from lintel.files.content.kinds import Found, Kind, Notice, NotTaken, Why
from lintel.files.content.pictures import cleaned_picture, look_at_picture

SCRIPTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMedia"}
MOST_OBJECTS = 300_000
JPEG, JPEG_2000 = {"/DCTDecode", "/DCT"}, {"/JPXDecode"}
SAYS_SOMETHING = re.compile(rb"Exif\0|ns\.adobe\.com|Photoshop 3\.0")
WHO = ("/Author", "/Creator", "/Company", "/LastModifiedBy", "/SourceModified")


def look_at_pdf(content: bytes) -> Found:
    """
    Errors:
        NotTaken: it is locked, damaged, or holds scripts or other files.
    """
    with _opened(content) as pdf:
        if len(pdf.objects) > MOST_OBJECTS:
            raise NotTaken(Why.BOMB)
        for held in _dictionaries(pdf):
            if "/JS" in held or "/XFA" in held or str(held.get("/S", "")) in SCRIPTS:
                raise NotTaken(Why.SCRIPTS)
            if "/EmbeddedFiles" in held or "/EF" in held or _says(held, "/Type", "/EmbeddedFile"):
                raise NotTaken(Why.INSIDE)
            if _says(held, "/Subtype", "/RichMedia") or _says(held, "/Subtype", "/FileAttachment"):
                raise NotTaken(Why.INSIDE)
        drawings = Drawings()
        found = {notice for held in _dictionaries(pdf) for notice in _said_by(pdf, held, drawings)}
        said = pdf.docinfo
        author = any(str(said.get(name, "")).strip() for name in WHO)
        author |= "/Metadata" in pdf.Root and b"dc:creator" in _plain(pdf.Root.Metadata)
    return Found(Kind.PDF, tuple(sorted(found | ({Notice.AUTHOR} if author else set()))))


def _said_by(pdf: pikepdf.Pdf, held: Any, drawings: Drawings) -> set[Notice]:
    """What the photographs of a stream say; that they may, where they cannot be cleaned."""
    try:
        scan = _packed_in(pdf, held, JPEG_2000)
        said = look_at_jp2(scan) if scan else set()
        for photograph in (_packed_in(pdf, held, JPEG), *drawings.photographs(held)):
            said |= _of_photograph(photograph) if photograph else set()
    except NotTaken:
        return {Notice.MAY_HOLD_POSITION}
    return said


def _of_photograph(photograph: bytes) -> set[Notice]:
    """What one says; what is no picture by itself says nothing, unless it has words in it.

    Errors:
        NotTaken: it says something that cannot be taken out.
    """
    try:
        cleaned_picture(photograph, Kind.JPEG)
        return {*look_at_picture(photograph, Kind.JPEG).notices}
    except NotTaken:
        if SAYS_SOMETHING.search(photograph):
            raise
        return set()


def cleaned_pdf(content: bytes) -> bytes:
    """The same pages, without who made them, where their photographs were taken, or earlier
    versions of them.

    Errors:
        NotTaken: it is locked or damaged, or holds a photograph that cannot be cleaned.
    """
    drawings = Drawings()
    with _opened(content) as pdf:
        for name in list(pdf.docinfo.keys()):
            del pdf.docinfo[name]
        for held in _dictionaries(pdf):
            for name in ("/Metadata", "/PieceInfo"):
                if name in held:
                    del held[name]
            if _says(held, "/Type", "/Annot") and "/T" in held and "/FT" not in held:
                del held["/T"]  # who wrote a comment; of a box on a form it is the name
            drawings.cleaned(held)
            if photograph := _packed_in(pdf, held, JPEG):
                _clean_photograph(held, photograph)
            if scan := _packed_in(pdf, held, JPEG_2000):
                _write(held, cleaned_jp2(scan), pikepdf.Name.JPXDecode)
        made = BytesIO()
        pdf.save(made, linearize=False, encryption=False)
    return made.getvalue()


def _clean_photograph(held: Any, photograph: bytes) -> None:
    try:
        cleaned = cleaned_picture(photograph, Kind.JPEG)
    except NotTaken:
        if SAYS_SOMETHING.search(photograph):
            raise
        return  # not a picture by itself, so it carries no position either
    _write(held, cleaned, pikepdf.Name.DCTDecode)


def _write(held: Any, cleaned: bytes, packed: Any) -> None:
    said = (_each(held, "/DecodeParms") or [None])[-1]  # of its colours
    held.write(cleaned, filter=packed, decode_parms=said)


def _packed_in(pdf: pikepdf.Pdf, held: Any, kinds: Collection[str]) -> bytes:
    """The picture that a stream is, out of whatever else it is packed in; empty when it is none of
    these kinds.

    Errors:
        NotTaken: it is one, and cannot be unpacked.
    """
    packed = _each(held, "/Filter")
    if not isinstance(held, pikepdf.Stream) or not packed or str(packed[-1]) not in kinds:
        return b""
    raw = bytes(held.read_raw_bytes())
    if len(packed) == 1:
        return raw
    outer = pikepdf.Stream(pdf, raw)
    outer.Filter = pikepdf.Array(packed[:-1])
    said = _each(held, "/DecodeParms")[:-1]
    if any(one is not None for one in said):
        outer.DecodeParms = pikepdf.Array(said)
    try:
        return bytes(outer.read_bytes())
    except (pikepdf.PdfError, ValueError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong


def _each(held: Any, name: str) -> list[Any]:
    """What a PDF may say once, or as a list of one or more."""
    said = held.get(name)
    if isinstance(said, pikepdf.Array):
        return list(said)  # type: ignore[call-overload]
    return [] if said is None else [said]


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise NotTaken(Why.PASSWORD) from locked
    except (pikepdf.PdfError, ValueError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those inside others too."""
    for one in pdf.objects:
        stack = [one]
        while stack:
            held = stack.pop()
            if isinstance(held, pikepdf.Array):
                inside = list(held)  # type: ignore[call-overload]
            elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
                yield held
                inside = [held.get(name) for name in list(held.keys())]
            else:
                continue
            stack += [
                each
                for each in inside
                if isinstance(each, (pikepdf.Array, pikepdf.Dictionary)) and not each.is_indirect
            ]


def _says(held: Any, name: str, value: str) -> bool:
    return str(held.get(name, "")) == value


def _plain(stream: Any) -> bytes:
    """What a stream says as it stands; one that is packed is not unpacked to be looked at."""
    return bytes(stream.read_raw_bytes())
