"""The name a file is kept and given back under."""

import re
import unicodedata

LONGEST = 100
UNNAMED = "file"
# Marks that turn the direction of writing, so that "gpj.exe" could be read as something else.
TURNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\ud800-\udfff]')


def ending_of(name: str) -> str:
    """
    >>> ending_of("Bruise.JPG")
    'jpg'
    """
    _, dot, ending = name.rpartition(".")
    return ending.strip().lower()[:8] if dot and ending.strip().isalnum() else ""


def clean_name(name: str, ending: str) -> str:
    """A name without folders, controls or marks that mislead, and with the ending of its kind.

    >>> clean_name("../../etc/pass\\r\\nwd\u202egpj.exe", "jpg")
    'passwdgpj.exe.jpg'
    >>> clean_name("Bruise.JPEG", "jpg")
    'Bruise.jpg'
    >>> clean_name("..", "pdf")
    'file.pdf'
    """
    words = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    words = NOT_IN_NAMES.sub("", TURNS.sub("", words)).strip(" .")
    same = {ending, "jpeg"} if ending == "jpg" else {ending}
    if ending_of(words) in same:
        words = words.rpartition(".")[0]
    words = words[: LONGEST - len(ending) - 1].strip(" .") or UNNAMED
    return f"{words}.{ending}"
