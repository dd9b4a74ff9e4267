"""What people and watchers meet while something is away."""

import pytest
from django.db import InterfaceError
from django.test import RequestFactory

from lintel.config import errors, lookout

SENT = {
    "home_postcode": "ZN1 1AA",
    "postcode": "ZN2 2BB",
    "concern": "He said he is afraid to go home",
    "step_up_code": "123456",
    "new_password2": "correct horse battery",
    "csrfmiddlewaretoken": "abcdef",
}


def test_a_page_that_cannot_be_saved_gives_back_all_but_secrets():
    answer = errors.unavailable(RequestFactory().post("/contacts/new", SENT))
    shown = answer.content.decode()
    assert answer.status_code == 503
    given_back = {name for name, value in SENT.items() if value in shown}
    assert given_back == {"home_postcode", "postcode", "concern"}


def test_the_lookout_goes_on_looking_whatever_it_meets(monkeypatch):
    monkeypatch.setattr(lookout, "EVERY_SECONDS", 0.0)
    met = [InterfaceError("the database is away"), OSError("no disk"), SystemExit()]

    class Unlucky(lookout.Lookout):
        def look(self) -> None:
            raise met.pop(0)

    with pytest.raises(SystemExit):
        Unlucky().run()
    assert met == []
