"""Addresses of what agencies are asked, under the contact it is about."""

from django.urls import URLPattern, path

from lintel.screening.web import ask, measures, requests, shares

OF_CONTACT = "contacts/<uuid:contact_id>/requests"
OF_REQUEST = f"{OF_CONTACT}/<uuid:request_id>"

urlpatterns: list[URLPattern] = [
    path(OF_CONTACT, requests.requests_about, name="requests_about"),
    path(f"{OF_CONTACT}/new", ask.ask, name="ask_agencies"),
    path(f"{OF_REQUEST}/chase", requests.chase, name="chase_agency"),
    path(f"{OF_REQUEST}/without", requests.without, name="decide_without"),
    path("measures/agencies", measures.agency_measures, name="agency_measures"),
    path("measures/agencies/list", measures.counted, name="agency_measures_list"),
    path("contacts/<uuid:contact_id>/shares", shares.shares, name="shares"),
    path("contacts/<uuid:contact_id>/shares/new", shares.record, name="record_share"),
    path(f"{OF_REQUEST}/withdraw", requests.withdraw, name="withdraw_request"),
]
