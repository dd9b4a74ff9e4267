"""What a file is, from its content alone, and why some are not taken."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from types import MappingProxyType

MOST_PIXELS = 200_000_000  # the largest a telephone takes; pictures are never decoded here


class Kind(StrEnum):
    """The kinds that are taken. The value is the ending of the name a file is given back under."""

    JPEG = "jpg"
    PNG = "png"
    HEIC = "heic"
    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    TEXT = "txt"
    EMAIL = "eml"
    OUTLOOK = "msg"


MEDIA: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.JPEG: "image/jpeg",
        Kind.PNG: "image/png",
        Kind.HEIC: "image/heic",
        Kind.PDF: "application/pdf",
        Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind.TEXT: "text/plain",
        Kind.EMAIL: "message/rfc822",
        Kind.OUTLOOK: "application/vnd.ms-outlook",
    }
)


class Why(StrEnum):
    """Why a file is not taken. `rules.words` says each to the person who sent it."""

    EMPTY = "file_empty"
    UNKNOWN = "file_type"
    ARCHIVE = "file_archive"
    OLD_OFFICE = "file_old_office"
    DAMAGED = "file_damaged"
    PASSWORD = "file_password"  # noqa: S105  a word, no secret
    MACROS = "file_macros"
    SCRIPTS = "file_scripts"
    REMOTE = "file_remote"
    INSIDE = "file_inside"
    BOMB = "file_unpacks_too_large"
    PIXELS = "file_pixels"
    TWO_KINDS = "file_two_kinds"


class Notice(StrEnum):
    """What somebody should know before a file is passed on."""

    POSITION = "position"
    AUTHOR = "author"
    MAY_HOLD_POSITION = "may_hold_position"
    ATTACHMENTS = "attachments"
    NAMES_SENDER = "names_sender"


class NotTaken(Exception):
    """A file is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Found:
    kind: Kind
    notices: tuple[Notice, ...] = ()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
RUNS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"L\x00\x00\x00\x01\x14",
)
PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|svg|body|iframe|\?php|\?xml)[\s>]", re.I)
OTHER_KINDS = re.compile(rb"%PDF-|<(?:!doctype\s+html|html|script|svg|iframe|\?php)[\s>]", re.I)
HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:")


def kind_of(content: bytes, ending: str) -> Kind:
    """The kind of a content. The name's ending decides only between plain text and no kind.

    Errors:
        NotTaken: it is none that is taken, or two at once.
    """
    if not content:
        raise NotTaken(Why.EMPTY)
    head = content[:16]
    if head.startswith(b"\xff\xd8\xff"):
        return _alone(content, Kind.JPEG)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _alone(content, Kind.PNG)
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return _alone(content, Kind.HEIC)
    if head.startswith(b"%PDF-"):
        if zipfile.is_zipfile(BytesIO(content)) or PAGE.search(content[:1024]):
            raise NotTaken(Why.TWO_KINDS)
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(content)
    if head.startswith(OLE):
        return _of_ole(content)
    if head.startswith(RUNS):
        raise NotTaken(Why.UNKNOWN)
    return _of_words(content, ending)


def _alone(content: bytes, kind: Kind) -> Kind:
    if OTHER_KINDS.search(content) or zipfile.is_zipfile(BytesIO(content)):
        raise NotTaken(Why.TWO_KINDS)
    return kind


def _of_zip(content: bytes) -> Kind:
    if len(content) > 2 and b"word/document.xml" in content:
        return Kind.WORD
    if b"xl/workbook.xml" in content:
        return Kind.EXCEL
    raise NotTaken(Why.ARCHIVE)


def _of_ole(content: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise NotTaken(Why.PASSWORD)
    if "__properties_version1.0".encode("utf-16-le") in content:
        return Kind.OUTLOOK
    raise NotTaken(Why.OLD_OFFICE)


def _of_words(content: bytes, ending: str) -> Kind:
    if (
        ending == "eml"
        and HEADER.match(content.lstrip(b"\xef\xbb\xbf\r\n"))
        and b"\0" not in content
    ):
        return Kind.EMAIL
    if ending != "txt" or PAGE.search(content[:4096]):
        raise NotTaken(Why.UNKNOWN)
    for encoding in (
        ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp1252")
    ):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search("[\x00-\x08\x0e-\x1f\x7f]", words):
            return Kind.TEXT
    raise NotTaken(Why.UNKNOWN)
