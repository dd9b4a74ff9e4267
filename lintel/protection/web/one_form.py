"""A page with one form about one strategy discussion."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lintel.access.viewers import NotPermitted, Permission, Viewer
from lintel.contacts import actions as contacts, queries as contact_queries
from lintel.govuk.answers import say_done
from lintel.kernel.instants import when_in_words
from lintel.protection import queries
from lintel.protection.queries import DiscussionSeen
from lintel.protection.web.pages import FormPage, discussion_shown

BOTH = ("GET", "POST")


def _seen(viewer: Viewer, discussion_id: UUID, *, at: datetime) -> DiscussionSeen:
    """
    Errors:
        NotThere: there is none, or none for this viewer.
    """
    return queries.seen([queries.one_discussion(viewer, discussion_id, at=at)], viewer, at=at)[0]


class OneForm:
    """A page with one form about one discussion: drafts, refusals beside questions, one way on."""

    def __init__(self, request: HttpRequest, discussion_id: UUID, *, draft: str) -> None:
        self.request, self.at = request, timezone.now()
        self.viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        self.seen = _seen(self.viewer, discussion_id, at=self.at)
        self.draft = f"{draft}:{discussion_id}"
        self.kept = None
        if request.method != "POST":
            self.kept = contact_queries.draft(self.viewer, self.draft)

    def keep_as(self, draft: str) -> None:
        """What is typed belongs to another form of the same page."""
        self.draft = f"{draft}:{self.seen.id}"
        if self.request.method != "POST":
            self.kept = contact_queries.draft(self.viewer, self.draft)

    def first(self) -> dict[str, Any]:
        return dict(self.kept[0]) if self.kept else {}

    def page(self, form: forms.Form, template: str, status: int, **words: Any) -> HttpResponse:
        page = FormPage(
            shown=discussion_shown(self.seen, at=self.at),
            autosave=reverse("discussion_draft", args=[self.seen.id, self.draft.split(":")[0]]),
            saved_at=when_in_words(self.kept[1]) if self.kept else "",
            **words,
        )
        return render(self.request, template, {"page": page, "form": form}, status=status)

    def done(self, words: str, *, onward: str = "") -> HttpResponse:
        contacts.drop_draft(form=self.draft, by=self.viewer, at=self.at)
        say_done(self.request, words)
        return HttpResponseRedirect(onward or reverse("one_discussion", args=[self.seen.id]))


def must_record(asked: OneForm) -> None:
    """
    Errors:
        NotPermitted: the viewer was asked to it, and the recording is the hub's.
    """
    if not asked.seen.records:
        raise NotPermitted(Permission.RECORD_DISCUSSION)
