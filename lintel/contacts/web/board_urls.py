"""Addresses of what looks at many contacts. No name and no word of a concern is in any."""

from django.urls import URLPattern, path

from lintel.contacts.web import board

urlpatterns: list[URLPattern] = [
    path("board", board.board, name="board"),
    path("board/now", board.board_now, name="board_now"),
]
