"""Where to open what stands in the way: a refusal's cause as an address."""

from django.urls import NoReverseMatch, ResolverMatch, reverse


def cause_url(cause: str, match: ResolverMatch | None) -> str:
    """The page that removes `cause` for the contact of the current address; "" when none does."""
    contact_id = match.kwargs.get("contact_id") if match else None
    if not cause or contact_id is None:
        return ""
    name, _, detail = cause.partition(":")
    page = {"link": "people"}.get(name, name)
    try:
        if detail:
            return reverse(page, args=[contact_id, detail])
        return reverse(page, args=[contact_id])
    except NoReverseMatch:
        return reverse("contact", args=[contact_id])
