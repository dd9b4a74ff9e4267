"""PDF: what is in it besides pages, and a copy that does not say who made it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from lintel.files.content.kinds import Found, Kind, Notice, NotTaken, Why
from lintel.files.content.pictures import cleaned_picture

SCRIPTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMedia"}
MOST_OBJECTS = 300_000
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
        said = pdf.docinfo
        author = any(str(said.get(name, "")).strip() for name in WHO)
        author |= "/Metadata" in pdf.Root and b"dc:creator" in _plain(pdf.Root.Metadata)
    return Found(Kind.PDF, (Notice.AUTHOR,) if author else ())


def cleaned_pdf(content: bytes) -> bytes:
    """The same pages, without who made them, where their photographs were taken, or earlier
    versions of them.

    Errors:
        NotTaken: it is locked or damaged.
    """
    with _opened(content) as pdf:
        for name in list(pdf.docinfo.keys()):
            del pdf.docinfo[name]
        for held in _dictionaries(pdf):
            for name in ("/Metadata", "/PieceInfo"):
                if name in held:
                    del held[name]
            if _says(held, "/Type", "/Annot") and "/T" in held and "/FT" not in held:
                del held["/T"]  # who wrote a comment; of a box on a form it is the name
            if _says(held, "/Subtype", "/Image") and _says(held, "/Filter", "/DCTDecode"):
                _clean_photograph(held)
        made = BytesIO()
        pdf.save(made, linearize=False, encryption=False)
    return made.getvalue()


def _clean_photograph(held: Any) -> None:
    try:
        cleaned = cleaned_picture(held.read_raw_bytes(), Kind.JPEG)
    except NotTaken:
        return  # not a picture by itself, so it carries no position either
    held.write(cleaned, filter=pikepdf.Name.DCTDecode, decode_parms=held.get("/DecodeParms"))


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
