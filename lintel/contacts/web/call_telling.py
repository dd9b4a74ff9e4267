"""A call as typed, and the telling it makes. What is wrong is said beside where to put it right."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.datastructures import MultiValueDict

from lintel.contacts.rules.telling import (
    AddressTold,
    AdultTold,
    Channel,
    ChildTold,
    Consent,
    Kind,
    OnPaper,
    ReferrerTold,
    Telling,
)
from lintel.contacts.rules.telling_rules import MOST_ADULTS, MOST_CHILDREN
from lintel.contacts.web.call_forms import (
    AdultForm,
    CallForm,
    ChildForm,
    ConcernForm,
    HomeForm,
    PaperForm,
    Questions,
    ReferrerForm,
)
from lintel.kernel.instants import LONDON
from lintel.kernel.refusals import Refusal
from lintel.policy.council import CouncilPolicy

Typed = Mapping[str, str | Sequence[str]]
MOST = {"children": MOST_CHILDREN, "adults": MOST_ADULTS}
INSIDE = re.compile(r"^(children|adults)\.(\d+)\.(.+)$")
LAST_PLACE = re.compile(r"\.\d+$")
PLACED = re.compile(r"^(children|adults)\.(\d{1,3})\.(\w+)$")
# The rules speak to whoever tells; here somebody else is typing.
IN_OUR_WORDS = {
    "professional_anonymous": "Enter the name of the person telling us: professionals cannot be "
    "anonymous",
}


def how_many(typed: Typed, what: str, least: int = 0) -> int:
    """How many children or adults were on the page when it was sent or kept."""
    places = [int(m[2]) for m in map(PLACED.match, typed) if m and m[1] == what]
    return min(max([place + 1 for place in places] + [least]), MOST[what])


def without(typed: Typed, what: str, gone: int) -> dict[str, Any]:
    """What was typed but for one child or adult; those after it move up."""
    left: dict[str, Any] = {}
    for name, value in typed.items():
        found = PLACED.match(name)
        if found and found[1] == what:
            place = int(found[2])
            if place == gone:
                continue
            name = f"{what}.{place - (place > gone)}.{found[3]}"
        left[name] = value
    return left


@dataclass(slots=True)
class Call:
    """Every form of the page, in its order."""

    call: CallForm
    concern: ConcernForm
    referrer: ReferrerForm
    children: Sequence[ChildForm]
    home: HomeForm
    adults: Sequence[AdultForm]
    paper: PaperForm

    @property
    def forms(self) -> list[Questions]:
        return [
            self.call,
            self.concern,
            self.referrer,
            *self.children,
            self.home,
            *self.adults,
            self.paper,
        ]

    def is_valid(self) -> bool:
        """Whether every answer has its shape. Every form is asked, so that each says its own."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    @property
    def children_told(self) -> list[ChildForm]:
        """Fieldsets somebody wrote in; the first stands for "there must be one"."""
        return [f for f in self.children if f.has_anything()] or list(self.children[:1])

    @property
    def adults_told(self) -> list[AdultForm]:
        return [f for f in self.adults if f.has_anything()]


def call_of(
    typed: Typed,
    *,
    policy: CouncilPolicy,
    on: date,
    checked: bool,
    children: int = 1,
    adults: int = 1,
) -> Call:
    """The forms with what was typed in them; with `checked` they say what is wrong."""
    lists = {k: [v] if isinstance(v, str) else list(v) for k, v in typed.items()}
    data = MultiValueDict(lists)

    def made(kind: Any, prefix: str | None = None, **rest: Any) -> Any:
        if checked:
            return kind(data, prefix=prefix, auto_id="id_%s", **rest)
        empty = kind(prefix=prefix, **rest)
        several = {n for n in empty.fields if n == "categories"}
        first = {}
        for name in empty.fields:
            key = empty.add_prefix(name)
            if key in lists:
                first[name] = lists[key] if name in several else lists[key][-1]
        return kind(initial=first, prefix=prefix, auto_id="id_%s", **rest)

    choices = [(c.key, c.title) for c in policy.categories(on)]
    return Call(
        call=made(CallForm),
        concern=made(ConcernForm, choices=choices),
        referrer=made(ReferrerForm, policy=policy),
        children=[
            made(ChildForm, f"children.{place}", policy=policy)
            for place in range(how_many(typed, "children", children))
        ],
        home=made(HomeForm),
        paper=made(PaperForm),
        adults=[
            made(AdultForm, f"adults.{place}") for place in range(how_many(typed, "adults", adults))
        ],
    )


def telling_of(call: Call) -> Telling:
    """The telling; where an answer is missing or wrong, the least that lets rules see the rest."""
    about, said, who = call.call, call.concern, call.referrer
    told = {"yes": True, "no": False}.get(said.given("family_told"))
    day = said.given("occurred_at")
    return Telling(
        kind=Kind(about.given("kind") or Kind.WELFARE),
        channel=Channel(about.given("channel") or Channel.TELEPHONE),
        source=who.given("source"),
        referrer=ReferrerTold(
            anonymous=bool(who.given("anonymous")),
            **{
                name: who.given(name).strip()
                for name in (
                    *("name", "role", "agency", "phone", "email"),
                    *("relationship", "safe_contact"),
                )
            },
        ),
        children=tuple(child_told(form, call.home) for form in call.children_told),
        adults=tuple(_adult(form, call.home) for form in call.adults_told),
        concern=said.given("concern"),
        why_now=said.given("why_now"),
        categories=tuple(said.given("categories")),
        immediate_danger=about.given("immediate_danger") == "yes",
        family_told=told,
        family_told_reason=said.given("family_told_reason"),
        consent=Consent(said.given("consent") or Consent.NOT_KNOWN),
        occurred_at=datetime.combine(day, time.min, tzinfo=LONDON) if day else None,
        on_paper=_paper(call.paper),
    )


def _paper(form: PaperForm) -> OnPaper | None:
    received_at = form.given("paper_received_at")
    return OnPaper(received_at, form.given("paper_by")) if received_at else None


def child_told(form: ChildForm, home: HomeForm) -> ChildTold:
    elsewhere = _address(form.given("address"), form.given("postcode"))
    return ChildTold(
        given_name=form.given("given_name"),
        family_name=form.given("family_name"),
        date_of_birth=form.given("date_of_birth"),
        expected_on=form.given("expected_on"),
        age_years=form.given("age_years") if form.given("age_years") != "" else None,
        sex=form.given("sex"),
        nhs_number=form.given("nhs_number"),
        upn=form.given("upn"),
        ethnicity=form.given("ethnicity"),
        school=form.given("school"),
        address=elsewhere or _home(home),
    )


def _adult(form: AdultForm, home: HomeForm) -> AdultTold:
    return AdultTold(
        given_name=form.given("given_name"),
        family_name=form.given("family_name"),
        date_of_birth=form.given("date_of_birth"),
        relationship=form.given("relationship"),
        phone=form.given("phone"),
        safe_contact=form.given("safe_contact"),
        address=_home(home) if form.given("lives_here") else None,
    )


def _home(home: HomeForm) -> AddressTold | None:
    return _address(home.given("home_address"), home.given("home_postcode"))


def _address(words: str, postcode: str) -> AddressTold | None:
    lines = tuple(line.strip() for line in words.splitlines() if line.strip())
    postcode = postcode.strip().upper()
    return AddressTold(lines=lines, postcode=postcode) if lines or postcode else None


def show_what_is_wrong(call: Call, refusals: Iterable[Refusal]) -> None:
    """Put each refusal beside its field, unless that field has already been told something."""
    for refusal in refusals:
        form, field = _place(call, refusal.field)
        words = IN_OUR_WORDS.get(refusal.code, refusal.message)
        if field not in form.errors:
            form.add_error(field if field in form.fields else None, words)


def _place(call: Call, field: str) -> tuple[Questions, str]:
    """Where on the page a field of the API stands."""
    found = INSIDE.match(field)
    if found:
        told = call.children_told if found[1] == "children" else call.adults_told
        form: Questions = told[int(found[2])]
        name = LAST_PLACE.sub("", found[3])
        name = form.takes.get(name, name)
        elsewhere = isinstance(form, ChildForm) and (
            form.given("address") or form.given("postcode")
        )
        if name in {"address", "postcode"} and not elsewhere:
            return call.home, f"home_{name}"
        return form, name
    field = LAST_PLACE.sub("", field)
    if field == "children":
        return call.children[0], "given_name"
    for form in (call.call, call.concern, call.referrer, call.paper):
        name = form.takes.get(field, field)
        if name in form.fields:
            return form, name
    return call.call, ""
