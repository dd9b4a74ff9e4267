"""Addresses of what looks at many contacts. No name and no word of a concern is in any."""

from django.urls import URLPattern, path

from lintel.contacts.web import board, call, counts, samples, search, senders

urlpatterns: list[URLPattern] = [
    path("board", board.board, name="board"),
    path("board/now", board.board_now, name="board_now"),
    path("counts", counts.counts, name="counts"),
    path("contacts/new", call.take_call, name="take_call"),
    path("contacts/new/look", call.look_for_child, name="look_for_child"),
    path("contacts/<uuid:contact_id>/taken", call.call_taken, name="call_taken"),
    path("senders", senders.senders, name="senders"),
    path("senders/<uuid:silence_id>", senders.sender_silence, name="sender_silence"),
    path("samples", samples.all_samples, name="samples"),
    path("samples/new", samples.new_sample, name="new_sample"),
    path("samples/<uuid:sample_id>", samples.sample, name="sample"),
    path("my-samples", samples.my_samples, name="my_samples"),
    path("search", search.search, name="search"),
]
