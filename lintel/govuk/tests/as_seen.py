"""What a form says of the record it was made from, to be sent back with what is typed."""

import re

from django.http import HttpResponse

SAYS = re.compile(r'<input type="hidden" name="(version|seen)" value="([^"]*)">')


def as_seen(page: HttpResponse) -> dict[str, str]:
    return dict(SAYS.findall(page.content.decode()))
