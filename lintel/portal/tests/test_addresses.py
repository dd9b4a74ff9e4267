"""Whose tries are counted together, with and without a proxy in front."""

import pytest
from django.test import RequestFactory

from lintel.access.addresses import address_of

PROXY, CALLER = "10.0.0.1", "203.0.113.7"


@pytest.mark.parametrize("passed_on", [CALLER, f"192.0.2.66, {CALLER}", f"junk,,{CALLER}"])
def test_behind_a_proxy_it_is_the_address_the_proxy_saw(settings, passed_on):
    settings.HTTPS = True
    request = RequestFactory().get("/refer", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=passed_on)
    assert address_of(request) == CALLER


def test_without_a_proxy_what_a_caller_says_is_not_believed(settings):
    settings.HTTPS = False
    request = RequestFactory().get("/refer", REMOTE_ADDR=CALLER, HTTP_X_FORWARDED_FOR="192.0.2.66")
    assert address_of(request) == CALLER


@pytest.mark.parametrize("said", [{}, {"HTTP_X_FORWARDED_FOR": ""}])
def test_a_proxy_that_passes_nothing_on_is_the_address_itself(settings, said):
    settings.HTTPS = True
    assert address_of(RequestFactory().get("/refer", REMOTE_ADDR=PROXY, **said)) == PROXY
