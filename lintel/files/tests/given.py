"""Files to begin a test with, made here and now: none is kept in the repository."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO

import pikepdf
from PIL import Image

AUTHOR = "Zq7authoro"  # a word that is nowhere else

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-'
    'officedocument.{kind}+xml"/></Types>'
)
MAIN = {"word": "wordprocessingml.document.main", "xl": "spreadsheetml.sheet.main"}
CORE = f"<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>"


def a_jpeg(*, where: bool = False, turned: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    exif = Image.Exif()
    if where:
        exif[0x013B] = AUTHOR
        exif[0x0112] = turned
        position = exif.get_ifd(0x8825)
        position.update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    made = BytesIO()
    Image.new("RGB", size, (180, 40, 40)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def a_png(*, width: int = 20, height: int = 20, author: bool = False) -> bytes:
    """As large as it says: of a large one only the header is there, as in a bomb."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = zlib.compress((b"\0" + bytes(3 * min(width, 100))) * min(height, 100))
    said = chunk(b"tEXt", b"Author\0" + AUTHOR.encode()) if author else b""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + said
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def a_pdf(
    change=None, *, author: bool = False, password: str = "", photograph: bytes = b""
) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if author:
        pdf.docinfo["/Author"] = AUTHOR
        with pdf.open_metadata() as said:
            said["dc:creator"] = [AUTHOR]
    if photograph:
        image = pikepdf.Stream(pdf, photograph)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Filter, image.Width, image.Height = pikepdf.Name.DCTDecode, 64, 48
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=image))
    if change:
        change(pdf)
    made = BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(made, encryption=locked)
    return made.getvalue()


def a_jp2(*, where: bool = False, whole: bool = True) -> bytes:
    """A picture as scanners make it. Shape: `whole` has boxes around its pixels."""
    made = BytesIO()
    picture = Image.new("RGB", (64, 48), (180, 40, 40))
    words = AUTHOR if where else None
    picture.save(made, "JPEG2000", no_jp2=not whole, comment=words)
    if not where or not whole:
        return made.getvalue()
    exif = Image.Exif()
    exif[0x013B] = AUTHOR
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0)})
    said = b"JpgTiffExif->JP2" + exif.tobytes().removeprefix(b"Exif\0\0")
    more = f"<x:xmpmeta><dc:creator>{AUTHOR}</dc:creator></x:xmpmeta>".encode()
    boxes = ((b"uuid", said), (b"xml ", more))
    return made.getvalue() + b"".join(
        struct.pack(">I", len(body) + 8) + name + body for name, body in boxes
    )


def an_office_file(
    folder: str = "word", more: Mapping[str, bytes | str] | None = None, *, types: str = ""
) -> bytes:
    main = "word/document.xml" if folder == "word" else "xl/workbook.xml"
    entries: dict[str, bytes | str] = {
        "[Content_Types].xml": types or TYPES.format(main=main, kind=MAIN[folder]),
        main: "<w:document><w:p>A bruise on the left arm</w:p></w:document>",
        "docProps/core.xml": CORE,
        **(more or {}),
    }
    return a_zip(entries)


def a_zip(entries: Mapping[str, bytes | str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in entries.items():
            held.writestr(name, content)
    return made.getvalue()


def an_email(attached: Mapping[str, bytes] | None = None) -> bytes:
    said = EmailMessage()
    said["From"], said["To"] = "office@elm.example", "hub@northbeck.example"
    said["Subject"] = "What we saw"
    said.set_content("He came in with a bruise.")
    for name, content in (attached or {}).items():
        said.add_attachment(content, maintype="application", subtype="x-any", filename=name)
    return said.as_bytes()


def an_outlook_email() -> bytes:
    """The look of one: enough to be known by, and not to be read."""
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(504)
        + "__properties_version1.0".encode("utf-16-le")
        + bytes(512)
    )


def a_heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x20Exif\0\0" + bytes(200)


def eicar() -> bytes:
    """What every scanner knows as a test, put together only here."""
    return rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
