"""Whom a contact is about and who told of it, as far as a worker may stand too near to them.

It asks nobody who is looking: a conflict hides what it is about, restricted or not.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from lintel.contacts.models import Contact, ContactAdult, ContactChild, Referrer
from lintel.contacts.queries.family import contacts_naming, family_of
from lintel.people import kin, queries as people
from lintel.people.rules.told import folded_name
from lintel.restrictions.actions import Family
from lintel.restrictions.rules.conflicts import Lived, Named, Near, OwnDetails, digits_of

MOST = 2_000  # contacts looked at when somebody says what their own details are


def near_to(contact: Contact) -> list[Near]:
    """Everybody told of, and whoever told. Three queries."""
    referrer = Referrer.objects.filter(contact=contact).first()
    found = [
        Near(
            Named(row.given_name, row.family_name, row.date_of_birth),
            Lived(tuple(row.address_lines), row.postcode),
            phone=getattr(row, "phone", ""),
        )
        for model in (ContactChild, ContactAdult)
        for row in model.objects.filter(contact=contact)
    ]
    if referrer is not None:
        found.append(Near(phone=referrer.phone, email=referrer.email))
    return found


def family_to_keep_apart(contact: Contact) -> Family:
    """The family of a contact, every contact that names them, and how to know them again."""
    family = family_of(contact)
    named = tuple(one.named for one in near_to(contact) if one.named.given_name)
    return Family(family.people, family.contact_ids | {contact.id}, named)


def family_of_people(person_ids: Iterable[UUID]) -> Family:
    """The same of people who are known."""
    family = kin.family_of(person_ids)
    records = people.record_ids_of(family.people) | family.records
    return Family(family.people, frozenset(contacts_naming(records)))


def contacts_about(council: str, named: Iterable[Named]) -> set[UUID]:
    """Contacts that tell of anybody of this name and birthday."""
    found: set[UUID] = set()
    for one in named:
        search = folded_name(one.given_name, one.family_name)
        if not one.given_name.strip() or not one.family_name.strip() or one.born_on is None:
            continue
        for model in (ContactChild, ContactAdult):
            rows = model.objects.filter(
                council=council, search_name=search, date_of_birth=one.born_on
            )
            found.update(rows.values_list("contact_id", flat=True)[:MOST])
    return found


def contacts_to_compare(council: str, said: OwnDetails) -> set[UUID]:
    """Contacts that may be near to somebody with these details: all that name them or their kin,
    and by family name, postcode or telephone. Which really are is for the marks to say."""
    names = {said.self_.family_name, *said.family_names, *(one.family_name for one in said.kin)}
    asked = Q()
    for name in sorted(names):
        if folded := folded_name("", name):
            asked |= Q(search_name__startswith=f"{folded} ") | Q(search_name=folded)
    codes = {said.address.postcode, *(one.postcode for one in said.former_addresses)}
    for code in sorted(code.strip().upper() for code in codes if code.strip()):
        asked |= Q(postcode__in=[code, code.replace(" ", "")])
    found = contacts_about(council, [said.self_, *said.kin])
    if asked:
        for model in (ContactChild, ContactAdult):
            rows = model.objects.filter(asked, council=council).order_by("-contact__received_at")
            found.update(rows.values_list("contact_id", flat=True)[:MOST])
    found |= _reached_by(council, said.phones)
    emails = [email.strip() for email in said.emails if email.strip()]
    told = Q()
    for email in emails:
        told |= Q(email__iexact=email)
    if emails:
        sent = Referrer.objects.filter(told, contact__council=council)
        found.update(sent.values_list("contact_id", flat=True)[:MOST])
    return found


def _reached_by(council: str, phones: Iterable[str]) -> set[UUID]:
    """Contacts that tell any of these numbers, however each was typed: looked for by the last two
    digits, which nobody parts, and compared as the marks compare them."""
    wanted = {digits for phone in phones if (digits := digits_of(phone))}
    ending = Q()
    for last in sorted({digits[-2:] for digits in wanted}):
        ending |= Q(phone__endswith=last)
    if not wanted:
        return set()
    told = ContactAdult.objects.filter(ending, council=council)
    sent = Referrer.objects.filter(ending, contact__council=council)
    return {
        contact_id
        for rows in (told, sent)
        for contact_id, phone in rows.values_list("contact_id", "phone").iterator(chunk_size=2000)
        if digits_of(phone) in wanted
    }
