"""Who fell silent, as a manager reads it on a wide screen and a narrow one."""

import os

import pytest
from django.utils import timezone

from lintel.access.viewers import Role
from lintel.contacts import jobs
from lintel.contacts.models import SenderSilence
from lintel.contacts.tests import given
from lintel.contacts.tests.signing_in import become
from lintel.contacts.tests.test_senders import handed_in, the_trust

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("LINTEL_PICTURES", "")


def test_a_manager_rings_and_notes_and_is_done(page, live_server, page_is_accessible):
    now = timezone.now()
    handed_in(the_trust(), until=now, days=60, a_day=5, quiet=4)
    jobs.look_over_senders(now)
    [silence] = SenderSilence.objects.all()
    become(page, live_server, given.an_account(Role.MANAGER))
    for address in ("/senders", f"/senders/{silence.id}"):
        page.goto(live_server.url + address)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if PICTURES:
                name = f"{address.count('/')}-{width}.png"
                page.screenshot(path=f"{PICTURES}/{name}", full_page=True)
            page_is_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_label("What did you find out?").fill("Rang them: the mailbox was full")
    page.get_by_role("button", name="Note it").click()
    assert page.get_by_text("You are told again only if it happens again").is_visible()
    assert SenderSilence.objects.get().found == "Rang them: the mailbox was full"
