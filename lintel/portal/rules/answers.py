"""What somebody has typed so far, kept exactly as typed, page by page.

Values are never rewritten here: a wrong date stays a wrong date until its owner puts it right,
so that nothing typed is lost by an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID

PROFESSIONAL, PUBLIC = "professional", "public"
MOST_OF_EACH = 20  # children, and other people; more are told on the telephone

Typed = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FileKept:
    """A file that goes with the draft. Shape: `held` when a virus was found in it."""

    id: str
    name: str
    about: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Shape:
    typed: address of a page ("who", "child/1/name") -> what its boxes held.
    done: addresses whose last answer made sense by itself.
    children, adults: their numbers in order; a number is never used again.
    files: what is to go with it, in the order given.
    """

    typed: Mapping[str, Typed] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    children: tuple[int, ...] = (1,)
    adults: tuple[int, ...] = ()
    last_child: int = 1
    last_adult: int = 0
    files: tuple[FileKept, ...] = ()

    def said(self, address: str, name: str) -> str:
        """The one value of a box; "" when it was never answered."""
        values = self.typed.get(address, {}).get(name, ())
        return values[-1] if values else ""

    @property
    def kind(self) -> str:
        return self.said("kind", "kind")

    @property
    def is_professional(self) -> bool:
        return self.said("who", "who") == PROFESSIONAL

    @property
    def is_public(self) -> bool:
        return self.said("who", "who") == PUBLIC

    @property
    def is_anonymous(self) -> bool:
        """Only the public may be, and only about a child's welfare: others need an answer."""
        return (
            self.is_public
            and self.kind == "welfare"
            and self.said("naming", "naming") == "anonymous"
        )

    @property
    def in_danger(self) -> bool:
        return self.said("danger", "danger") == "yes"

    def with_page(self, address: str, typed: Typed, *, done: bool) -> Self:
        others = self.done - {address}
        return replace(
            self,
            typed={**self.typed, address: dict(typed)},
            done=others | {address} if done else others,
        )

    def with_one_more(self, each: str) -> Self:
        """Another child or adult, with the next number; unchanged when there is no more room."""
        if each == "child":
            if len(self.children) >= MOST_OF_EACH:
                return self
            number = self.last_child + 1
            return replace(self, children=(*self.children, number), last_child=number)
        if len(self.adults) >= MOST_OF_EACH:
            return self
        number = self.last_adult + 1
        return replace(self, adults=(*self.adults, number), last_adult=number)

    def without(self, each: str, number: int) -> Self:
        """Take out a child or an adult with everything typed about them; the last child stays."""
        begins = f"{each}/{number}/"
        kept = replace(
            self,
            typed={k: v for k, v in self.typed.items() if not k.startswith(begins)},
            done=frozenset(k for k in self.done if not k.startswith(begins)),
        )
        if each == "child":
            left = tuple(n for n in self.children if n != number)
            if left:
                return replace(kept, children=left)
            fresh = self.last_child + 1
            return replace(kept, children=(fresh,), last_child=fresh)
        return replace(kept, adults=tuple(n for n in self.adults if n != number))

    def with_files(self, more: tuple[FileKept, ...]) -> Self:
        return replace(self, files=(*self.files, *more))

    def without_file(self, file_id: str) -> Self:
        return replace(self, files=tuple(one for one in self.files if one.id != file_id))

    @property
    def file_ids(self) -> list[UUID]:
        return [UUID(one.id) for one in self.files]

    def as_plain(self) -> dict[str, Any]:
        """For keeping as JSON."""
        return {
            "typed": {a: {n: list(v) for n, v in page.items()} for a, page in self.typed.items()},
            "done": sorted(self.done),
            "children": list(self.children),
            "adults": list(self.adults),
            "last": [self.last_child, self.last_adult],
            "files": [[one.id, one.name, one.about, one.held] for one in self.files],
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Self:
        return cls(
            typed={a: {n: tuple(v) for n, v in page.items()} for a, page in plain["typed"].items()},
            done=frozenset(plain["done"]),
            children=tuple(plain["children"]),
            adults=tuple(plain["adults"]),
            last_child=plain["last"][0],
            last_adult=plain["last"][1],
            files=tuple(FileKept(*one) for one in plain.get("files", ())),
        )
