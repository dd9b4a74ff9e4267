"""Where to open what stands in the way: a refusal's cause as an address."""

from django.urls import NoReverseMatch, ResolverMatch, reverse

# What stands in the way of something about a strategy discussion.
OF_A_DISCUSSION = {"attendance": "discussion_attendance"}


def cause_url(cause: str, match: ResolverMatch | None) -> str:
    """The page that removes `cause` for the contact or the strategy discussion of the current
    address; "" when none does."""
    discussion_id = match.kwargs.get("discussion_id") if match else None
    if discussion_id is not None and cause in OF_A_DISCUSSION:
        return reverse(OF_A_DISCUSSION[cause], args=[discussion_id])
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
