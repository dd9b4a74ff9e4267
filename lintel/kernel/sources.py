"""Where a rule comes from, so that a reader can check the code against the words that bind."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How strongly a source binds the council, strongest first."""

    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory guidance"
    NATIONAL_STANDARD = "national standard"
    LOCAL_PRACTICE = "local practice"


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a published document, precise enough to find without searching."""

    title: str
    locator: str
    standing: Standing
    url: str = ""

    def __str__(self) -> str:
        return f"{self.title}, {self.locator}" if self.locator else self.title
