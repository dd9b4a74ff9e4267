"""Word and Excel: a zip of XML that may hold macros, fetch things, or unpack without end."""

import re
import zipfile
from io import BytesIO
from xml.parsers import expat

from lintel.files.content.kinds import Found, Kind, Notice, NotTaken, Why
from lintel.files.content.pictures import cleaned_picture, look_at_picture

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_OF_ONE = 50 * 1024 * 1024

PROPERTIES = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
        b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
LINK = "/relationships/hyperlink"
FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr\s*=\s*\"([^\"]*)\"")
WHO = re.compile(rb"(\bw(?:15|16\w*)?:(?:author|initials|userId)\s*=\s*\")[^\"]*(\")")
NOTE_AUTHOR = re.compile(rb"(<author>)[^<]*(</author>)|(\bdisplayName=\")[^\"]*(\")")
SAVED_AT = re.compile(
    rb"(<x15ac:absPath[^>]*url=\")[^\"]*(\")|(<fileSharing[^>]*userName=\")[^\"]*(\")"
)


def look_at_office(content: bytes, kind: Kind) -> Found:
    """
    Errors:
        NotTaken: damaged, locked, unpacks too large, or holds what runs or fetches.
    """
    with _opened(content) as held:
        names = {entry.filename for entry in held.infolist()}
        main = "word/document.xml" if kind is Kind.WORD else "xl/workbook.xml"
        if "[Content_Types].xml" not in names or main not in names:
            raise NotTaken(Why.DAMAGED)
        low = {name.lower() for name in names}
        types = _read(held, "[Content_Types].xml").lower()
        if any("vbaproject" in n or "activex" in n or "macrosheets" in n for n in low):
            raise NotTaken(Why.MACROS)
        if b"macroenabled" in types or b"vbaproject" in types:
            raise NotTaken(Why.MACROS)
        if any("/embeddings/" in n or n.endswith((".bin.exe", ".exe", ".dll")) for n in low):
            raise NotTaken(Why.INSIDE)
        if any(
            n.startswith(("xl/externallinks/", "xl/connections", "xl/querytables")) for n in low
        ):
            raise NotTaken(Why.REMOTE)
        for name in names:
            if name.lower().endswith(".rels"):
                _fetches_nothing(_read(held, name))
        if kind is Kind.WORD:
            for name in names:
                if name.startswith("word/") and name.endswith(".xml"):
                    _calls_nothing(_read(held, name))
        core = _read(held, "docProps/core.xml") if "docProps/core.xml" in names else b""
        pictures = [_read(held, name) for name in names if "/media/" in name]
        said = {notice for one in pictures for notice in _said_by(one)}
    author = re.search(rb"<(?:dc:creator|cp:lastModifiedBy)>[^<]+<", core) is not None
    said |= {Notice.AUTHOR} if author else set()
    return Found(kind, tuple(sorted(said)))


def _said_by(content: bytes) -> tuple[Notice, ...]:
    """What a picture inside says; one of a kind that says nothing, or that is no picture, none."""
    kind = _picture(content)
    return look_at_picture(content, kind).notices if kind else ()


def _picture(content: bytes) -> Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    return Kind.PNG if content.startswith(b"\x89PNG\r\n\x1a\n") else None


def cleaned_office(content: bytes) -> bytes:
    """The same document without who made, changed or commented on it, nor where its photographs
    were taken.

    Errors:
        NotTaken: as when it was looked at.
    """
    made = BytesIO()
    with (
        _opened(content) as held,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
    ):
        for entry in held.infolist():
            copy.writestr(
                zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)),
                _cleaned(entry.filename, held),
                zipfile.ZIP_DEFLATED,
            )
    return made.getvalue()


def _cleaned(name: str, held: zipfile.ZipFile) -> bytes:
    if name in PROPERTIES:
        return PROPERTIES[name]
    content = _read(held, name)
    if name.endswith(".xml"):
        content = WHO.sub(rb"\1\2", content)
        if "comment" in name.lower() or "person" in name.lower():
            content = NOTE_AUTHOR.sub(rb"\1\2\3\4", content)
        return SAVED_AT.sub(rb"\1\2\3\4", content) if name == "xl/workbook.xml" else content
    kind = _picture(content) if "/media/" in name else None
    if kind:
        return cleaned_picture(content, kind)
    return content


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        held = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong
    entries = held.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotTaken(Why.BOMB)
    if any(entry.file_size > MOST_OF_ONE for entry in entries):
        raise NotTaken(Why.BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotTaken(Why.PASSWORD)
    if len(set(names)) != len(names):
        raise NotTaken(Why.DAMAGED)
    if any(n.startswith(("/", "\\")) or ".." in n.split("/") or "\\" in n for n in names):
        raise NotTaken(Why.DAMAGED)
    return held


def _read(held: zipfile.ZipFile, name: str) -> bytes:
    """One entry, whatever it claims to be as long as: no more than is allowed is unpacked."""
    try:
        with held.open(name) as entry:
            content = entry.read(MOST_OF_ONE + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError) as wrong:
        raise NotTaken(Why.DAMAGED) from wrong
    except ValueError as wrong:
        raise NotTaken(Why.DAMAGED) from wrong
    if len(content) > MOST_OF_ONE:
        raise NotTaken(Why.BOMB)
    return content


def _fetches_nothing(relations: bytes) -> None:
    """Read as XML, so that no prefix, quoting or alphabet hides a relation.

    Errors:
        NotTaken: a relation leads elsewhere and is no link; or they cannot be read.
    """

    def begins(name: str, said: dict[str, str]) -> None:
        leads_away = said.get("TargetMode", "Internal").strip().lower() != "internal"
        is_link = said.get("Type", "").strip().lower().endswith(LINK)
        if name.rpartition(":")[2].lower() == "relationship" and leads_away and not is_link:
            raise NotTaken(Why.REMOTE)

    def defines(*said: object) -> None:
        raise NotTaken(Why.DAMAGED)

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.StartDoctypeDeclHandler = begins, defines
    try:
        reader.Parse(relations, True)
    except expat.ExpatError as wrong:
        raise NotTaken(Why.DAMAGED) from wrong


def _calls_nothing(words: bytes) -> None:
    fields = b"".join(first or second for first, second in FIELD.findall(words))
    if re.search(rb"\bDDE(?:AUTO)?\b|INCLUDETEXT|INCLUDEPICTURE", fields, re.I):
        raise NotTaken(Why.REMOTE)
    if b"<!ENTITY" in words[:4096] or b"<!DOCTYPE" in words[:4096]:
        raise NotTaken(Why.DAMAGED)
