"""What is said of a file that is not taken, and of one that is."""

from collections.abc import Mapping
from types import MappingProxyType

from lintel.files.content.kinds import Kind, Notice, Why
from lintel.kernel.refusals import Refusal

TAKES = "a JPG, PNG or HEIC picture, a PDF, a DOCX, XLSX or TXT document, or an EML or MSG e-mail"
ENDINGS = ".jpg,.jpeg,.png,.heic,.pdf,.docx,.xlsx,.txt,.eml,.msg"

NOT_TAKEN: Mapping[Why, str] = MappingProxyType(
    {
        Why.EMPTY: "The selected file is empty",
        Why.UNKNOWN: f"The selected file must be {TAKES}",
        Why.ARCHIVE: "The selected file is an archive. Take the files out of it and attach each",
        Why.OLD_OFFICE: "The selected file is of an old kind. Save it as DOCX, XLSX or PDF and "
        "attach that",
        Why.DAMAGED: "The selected file is damaged. Save it again and attach the new one",
        Why.PASSWORD: "The selected file is protected by a password. Save it without one and "
        "attach that",
        Why.MACROS: "The selected file holds macros. Save it as DOCX, XLSX or PDF and attach that",
        Why.SCRIPTS: "The selected file holds scripts or a form that runs. Print it to a new PDF "
        "and attach that",
        Why.REMOTE: "The selected file fetches something from elsewhere when it is opened. Print "
        "it to a PDF and attach that",
        Why.INSIDE: "The selected file has another file inside it. Take that out and attach it by "
        "itself",
        Why.BOMB: "The selected file is too large once it is unpacked. Print it to a PDF and "
        "attach that",
        Why.PIXELS: "The selected picture has too many pixels. Make it smaller and attach that",
        Why.TWO_KINDS: "The selected file is of two kinds at once. Save it again as one and attach "
        "that",
    }
)

KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.JPEG: "JPG picture",
        Kind.PNG: "PNG picture",
        Kind.HEIC: "HEIC picture",
        Kind.PDF: "PDF",
        Kind.WORD: "Word document",
        Kind.EXCEL: "Excel spreadsheet",
        Kind.TEXT: "Text",
        Kind.EMAIL: "E-mail",
        Kind.OUTLOOK: "Outlook e-mail",
    }
)

NOTICE_WORDS: Mapping[Notice, str] = MappingProxyType(
    {
        Notice.POSITION: "Says where it was taken. The copy for sharing does not",
        Notice.AUTHOR: "Says who made it. The copy for sharing does not",
        Notice.MAY_HOLD_POSITION: "May say where it was taken, which cannot be taken out of it",
        Notice.ATTACHMENTS: "Has attachments of its own",
        Notice.NAMES_SENDER: "Says who sent it, which cannot be taken out of it",
    }
)

NOT_CHECKED = Refusal(
    "file_not_checked",
    "This file has not been checked for viruses yet, so nobody can open it",
)
HELD = Refusal(
    "file_held",
    "A virus or something like it was found in this file, so nobody can open it",
)
GONE = Refusal("files_gone", "A file that was added is no longer here", field="files")
HELD_OF_OTHERS = (
    "A virus or something like it was found in it, so nobody can open it. Ask whoever sent it to "
    "send it again from a computer that is safe."
)
HELD_OF_YOURS = (
    "A virus or something like it was found in a file that you sealed, so nobody can open it. "
    "Attach it again from a computer that is safe. Nobody else is told of it."
)

NO_COPY = Refusal(
    "file_no_copy",
    "No copy without place and author can be made of this file",
)


def not_taken(why: Why, place: int) -> Refusal:
    return Refusal(why.value, NOT_TAKEN[why], field=f"files.{place}")


def size_in_words(size: int) -> str:
    """
    >>> size_in_words(2_400_000), size_in_words(900)
    ('2.3MB', '1KB')
    """
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f}MB".replace(".0MB", "MB")
    return f"{max(1, round(size / 1024))}KB"
