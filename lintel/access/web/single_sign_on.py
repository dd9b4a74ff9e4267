"""Going to the other side to sign in, and coming back. allauth does the talking."""

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from lintel.access.single_sign_on import not_known
from lintel.access.web.views import public

NOT_READABLE = (RequestException, KeyError, ValueError)


@public("GET")
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return views.login(request, provider_id)
    except NOT_READABLE:
        return not_known(request)


@public("GET")
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return views.callback(request, provider_id)
    except NOT_READABLE:
        return not_known(request)
