"""Word and Excel: a zip of XML that may hold macros, fetch things, or unpack without end."""

import re
import zipfile
from collections.abc import Set
from io import BytesIO
from xml.parsers import expat

from lintel.files.content.kinds import Found, Kind, Notice, NotTaken, Why
from lintel.files.content.pictures import cleaned_picture, look_at_picture

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_OF_ONE = 50 * 1024 * 1024

DECLARED = re.compile(r"^\ufeff?<\?xml[^>]*\?>")
ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.-]+)")
PROPERTIES = {
    "docprops/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
        b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docprops/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    "docprops/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
# Wherever a part of these kinds is, and whatever it is called.
KINDS = {
    "vbaproject": Why.MACROS,
    "oleobject": Why.INSIDE,
    "package": Why.INSIDE,
    "externallink": Why.REMOTE,
    "connections": Why.REMOTE,
    "querytable": Why.REMOTE,
}
LINK = "/relationships/hyperlink"
FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr\s*=\s*\"([^\"]*)\"")
# A name may have any prefix before it, and either quote around what it says.
_SAID = rb")\s*=\s*)(?:\"[^\"]*\"|'[^']*')"
# A tag, or what holds no tags whatever it looks like. What stands between tags is the document's.
TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(?:\"[^\"<]*\"|'[^'<]*'|[^\"'<>])*+>", re.S
)
ATTRIBUTE = re.compile(rb"(\s(?:[^\s=:\"'<>/]+:)?([^\s=:\"'<>/]+)\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
WHO = {b"author", b"initials", b"userId"}
NOTE_AUTHOR = re.compile(rb"(<(?:[\w.-]+:)?author\b[^<>]*>)[^<]*(?=</)")
SAVED_AT = re.compile(
    rb"(<(?:[\w.-]+:)?absPath\b[^>]*?[\s:](?:url"
    + _SAID
    + rb"|(<(?:[\w.-]+:)?fileSharing\b[^>]*?[\s:](?:userName"
    + _SAID
)
MADE_BY = re.compile(rb"<(?:[\w.-]+:)?(?:creator|lastModifiedBy)\b[^<>]*>[^<]+<")
WORDS_OF_WHO = {"author", "initials", "userId", "displayName"}
CORE = b"package/2006/metadata/core-properties"
ELSEWHERE = (b"externallink", b"spreadsheetml.connections", b"spreadsheetml.querytable")
CALLS = re.compile(r"\bDDE(?:AUTO)?\b|INCLUDETEXT|INCLUDEPICTURE", re.I)


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
        if any(kind in types for kind in ELSEWHERE) or any(
            n.startswith(("xl/externallinks/", "xl/connections", "xl/querytables")) for n in low
        ):
            raise NotTaken(Why.REMOTE)
        for name in names:
            if name.lower().endswith(".rels"):
                _fetches_nothing(_read(held, name))
        if kind is Kind.WORD:
            for name in names:
                if name.lower().endswith(".xml"):
                    _calls_nothing(_read(held, name))
        core = b"".join(
            _in_one_alphabet(_read(held, name))
            for name in names
            if name.lower() == "docprops/core.xml" or name.lower().endswith(".psmdcp")
        )
        pictures = [_read(held, name) for name in names if "/media/" in name]
        said = {notice for one in pictures for notice in _said_by(one)}
    said |= {Notice.AUTHOR} if MADE_BY.search(core) else set()
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
    low = name.lower()
    if low in PROPERTIES:
        return PROPERTIES[low]
    content = _read(held, name)
    if low.endswith(".xml") and not low.startswith("["):
        return _says_nobody(low, content)
    if low.endswith(".psmdcp") and CORE in content:
        return PROPERTIES["docprops/core.xml"]
    kind = _picture(content) if "/media/" in name else None
    if kind:
        return cleaned_picture(content, kind)
    return content


def _says_nobody(name: str, content: bytes) -> bytes:
    """
    Errors:
        NotTaken: it says who all the same, in a way that cannot be taken out.
    """
    content = _in_one_alphabet(content)
    notes = "comment" in name or "person" in name
    who = WHO | ({b"displayName"} if notes else set())
    if any(word in content for word in who):
        content = TAG.sub(lambda found: _without_who(found[0], who), content)
    if notes:
        content = NOTE_AUTHOR.sub(rb"\1", content)
    if name == "xl/workbook.xml":
        content = SAVED_AT.sub(_without_name, content)
    if any(word.encode() in content for word in WORDS_OF_WHO):
        _read_as_xml(content, _Nobody(notes=notes))
    return content


def _without_who(tag: bytes, who: Set[bytes]) -> bytes:
    if tag.startswith(b"<![CDATA[") or not any(word in tag for word in who):
        return tag
    return ATTRIBUTE.sub(lambda said: said[1] + b'""' if said[2] in who else said[0], tag)


def _without_name(found: re.Match[bytes]) -> bytes:
    return (found[1] or found[2]) + b'""'


class _Nobody:
    """What still says who once it has been taken out.

    Errors:
        NotTaken: anything does.
    """

    def __init__(self, *, notes: bool) -> None:
        self._notes, self._in_author = notes, False

    def begins(self, name: str, said: dict[str, str]) -> None:
        self._in_author = self._notes and _local(name) == "author"
        if any(_local(one) in WORDS_OF_WHO - {"displayName"} and said[one] for one in said):
            raise NotTaken(Why.DAMAGED)
        if self._notes and any(_local(one) == "displayName" and said[one] for one in said):
            raise NotTaken(Why.DAMAGED)

    def says(self, words: str) -> None:
        if self._in_author and words.strip():
            raise NotTaken(Why.DAMAGED)

    def ends(self, name: str) -> None:
        self._in_author = False


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

    _read_as_xml(relations, _Relations())


class _Relations:
    def begins(self, name: str, said: dict[str, str]) -> None:
        leads_away = said.get("TargetMode", "Internal").strip().lower() != "internal"
        is_link = said.get("Type", "").strip().lower().endswith(LINK)
        if _local(name).lower() != "relationship":
            return
        if leads_away and not is_link:
            raise NotTaken(Why.REMOTE)
        kind = said.get("Type", "").strip().lower().rpartition("/")[2]
        if kind in KINDS:
            raise NotTaken(KINDS[kind])

    def says(self, words: str) -> None: ...

    def ends(self, name: str) -> None: ...


def _calls_nothing(words: bytes) -> None:
    """No field of a document fetches from another, whatever prefix its name has.

    Errors:
        NotTaken: one does; or it cannot be read, and may.
    """
    fields = b"".join(first or second for first, second in FIELD.findall(words))
    if CALLS.search(fields.decode("latin-1")):
        raise NotTaken(Why.REMOTE)
    if b"<!ENTITY" in words[:4096] or b"<!DOCTYPE" in words[:4096]:
        raise NotTaken(Why.DAMAGED)
    words = _in_one_alphabet(words)
    if b"nstr" in words:  # names cannot be spelled in any other way
        seen = _Fields()
        _read_as_xml(words, seen)
        if CALLS.search("".join(seen.said)):
            raise NotTaken(Why.REMOTE)


class _Fields:
    """What the fields of a document say, put together as Word does."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._in_field = False

    def begins(self, name: str, said: dict[str, str]) -> None:
        self._in_field = _local(name) in {"instrText", "delInstrText"}
        self.said += (f" {said[one]} " for one in said if _local(one) == "instr")

    def says(self, words: str) -> None:
        if self._in_field:
            self.said.append(words)

    def ends(self, name: str) -> None:
        self._in_field = False


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _read_as_xml(content: bytes, reads: _Relations | _Fields | _Nobody) -> None:
    """
    Errors:
        NotTaken: it is no XML, or defines words of its own; or whatever reads says so.
    """

    def defines(*said: object) -> None:
        raise NotTaken(Why.DAMAGED)

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.StartDoctypeDeclHandler = reads.begins, defines
    reader.EndElementHandler, reader.CharacterDataHandler = reads.ends, reads.says
    try:
        reader.Parse(content, True)
    except expat.ExpatError as wrong:
        raise NotTaken(Why.DAMAGED) from wrong


def _in_one_alphabet(content: bytes) -> bytes:
    """XML as UTF-8, so that what is looked for in it is found.

    Errors:
        NotTaken: it is in an alphabet that no Office program writes.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        try:
            words = content.decode("utf-16")
        except UnicodeDecodeError as wrong:
            raise NotTaken(Why.DAMAGED) from wrong
        return DECLARED.sub("", words, count=1).encode("utf-8", "replace")
    said = ENCODING.match(content)
    if said and said[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise NotTaken(Why.DAMAGED)
    return content
