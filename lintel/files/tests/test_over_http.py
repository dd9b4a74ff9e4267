"""Files through the pages and the API: what comes in is limited before it is read, and what goes
out is nothing a browser would show."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from waitress.adjustments import Adjustments

from lintel.access.models import Account
from lintel.access.viewers import Role
from lintel.api.tests.given import Caller
from lintel.audit.models import AuditEntry
from lintel.config import receiving
from lintel.contacts.tests import given as contacts
from lintel.contacts.tests.signing_in import sign_in, signed_in_as
from lintel.files import incoming, scanner, store
from lintel.files.content import chamber, looking
from lintel.files.models import File
from lintel.files.rules.room import NoRoom
from lintel.files.tests import given
from lintel.screening.tests.given_asked import agency, asked

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns]


@pytest.fixture(autouse=True)
def _ordinary(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(chamber, "look", looking.look)
    monkeypatch.setattr(chamber, "cleaned", looking.cleaned)
    verdict = scanner.Verdict("", "a scanner")
    monkeypatch.setattr(scanner, "check", lambda content, *, within: verdict)


def send(caller: Caller, path: str, body: bytes | dict, **headers):
    body = encode_multipart(BOUNDARY, body) if isinstance(body, dict) else body
    return caller.client.generic(
        "POST",
        f"/api/v1{path}",
        body,
        MULTIPART_CONTENT,
        headers={"Authorization": f"Bearer {caller.token}", **headers},
    )


def a_file(name: str = "arm.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, given.a_jpeg(where=True) if content is None else content)


def part(name: str) -> bytes:
    """A form with one file, its name as it stands on the wire."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
    head += "\r\nContent-Type: text/html\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + b"He has a bruise\r\n" + end()


def end() -> bytes:
    return f"--{BOUNDARY}--\r\n".encode()


def test_a_file_comes_in_and_goes_out_as_nothing_a_browser_would_show():
    screener, contact = Caller(Role.SCREENER), contacts.received()
    made = send(screener, f"/contacts/{contact.id}/files", {"file": a_file(), "handling": "H1"})
    assert made.status_code == 201
    file_id = made.json()["id"]
    [listed] = screener("GET", f"/contacts/{contact.id}/files").json()["items"]
    assert (listed["name"], listed["handling"], listed["check"]) == ("arm.jpg", "H1", "clean")
    assert listed["notices"] == ["position", "author"]

    page = Client()
    signed_in_as(page, Role.SCREENER)
    for answer in (screener("GET", f"/files/{file_id}"), page.get(f"/files/{file_id}")):
        assert answer.status_code == 200
        assert answer.content == given.a_jpeg(where=True)
        headers = answer.headers
        assert headers["Content-Type"] == "image/jpeg"
        assert headers["Content-Disposition"] == 'attachment; filename="arm.jpg"'
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert headers["Cache-Control"].startswith("no-store, private")
    assert AuditEntry.objects.filter(did="open file", object_id=file_id).count() == 2
    copy = screener("GET", f"/files/{file_id}?sharing=true")
    assert given.AUTHOR.encode() not in copy.content
    missing = screener("GET", f"/files/{uuid4()}").json()
    hidden = Caller(Role.MANAGER, council="southmere")("GET", f"/files/{file_id}").json()
    assert {**missing, "request_id": ""} == {**hidden, "request_id": ""}


def test_the_link_to_a_file_that_stood_open_gives_nothing_once_access_is_over():
    """Source: qualities A6."""
    screener, contact = Caller(Role.SCREENER), contacts.received()
    made = send(screener, f"/contacts/{contact.id}/files", {"file": a_file(), "handling": "H1"})
    link, today = f"/files/{made.json()['id']}", timezone.now().date()
    over = {
        "disabled": ({"is_active": False}, 302, 401),
        "left": ({"employed_until": today - timedelta(days=2)}, 302, 401),
        "another role": ({"role": Role.VIEWER}, 403, 404),
        "handed things in only": ({"role": Role.ADMIN}, 403, 404),
    }
    for why, (since, by_page, by_token) in over.items():
        system, page = Caller(Role.SCREENER), Client()
        sign_in(page, system.account)
        ends = [page.get(link), system("GET", link)]
        assert [one.status_code for one in ends] == [200, 200]
        Account.objects.filter(pk=system.account.pk).update(**since)
        ends = [page.get(link), system("GET", link)]
        assert [one.status_code for one in ends] == [by_page, by_token], why
        assert not [one for one in ends if given.AUTHOR.encode() in one.content]


NAMES = [
    "a\r\nSet-Cookie: x=y.txt",
    "a\u202etxt.exe.txt",
    "../../../etc/passwd.txt",
    "..\\..\\boot.txt",
    "a\x00b.txt",
    "x" * 300 + ".txt",
    'a"; filename="b.txt',
    "\ud800.txt",
    "Żółć.txt",
    "",
]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_hostile_name_is_cleaned_or_refused(name):
    screener, contact = Caller(Role.SCREENER), contacts.received()
    made = send(screener, f"/contacts/{contact.id}/files", part(name))
    assert made.status_code in {201, 422}
    for row in File.objects.all():
        answer = screener("GET", f"/files/{row.id}")
        assert answer.headers["Content-Type"] == "text/plain"  # never the sender's word for it
        assert "Set-Cookie" not in answer.headers
        assert not {*'/\\\r\n"\x00\u202e'} & {*row.name}
        assert len(row.name) <= 100


def test_what_is_wrong_with_a_form_is_said_and_nothing_is_kept(tmp_path):
    screener, contact = Caller(Role.SCREENER), contacts.received()
    path = f"/contacts/{contact.id}/files"
    too_long = b"%PDF-" + bytes(incoming.LONGEST)
    wrong = [
        ({"file": a_file(content=b"")}, "files.0"),
        ({"file": a_file(content=too_long)}, "files.0"),
        ({"file": [a_file() for _ in range(6)]}, "files"),
        ({"handling": "H1"}, "files"),
        ({"file": a_file(), "handling": "H9"}, "handling"),
        ({"file": a_file(), "named": "somebody"}, "named.0"),
        ({"file": a_file(), "handling": "H4"}, "named"),
        ({"file": a_file(), "onward_leave": "perhaps"}, "onward_leave"),
        ({"file": a_file(), "role": "manager"}, "role"),
        ({"file": a_file(), "other": a_file()}, "other"),
        (b"--no such boundary", "files"),
    ]
    for body, field in wrong:
        answer = send(screener, path, body)
        assert answer.status_code == 422, (field, answer.content)
        assert answer.json()["errors"][0]["field"] == field
    many = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\nx\r\n'.encode()
        for n in range(10_000)
    )
    files = {f"f{n}": a_file() for n in range(20)}
    for body in (many + end(), encode_multipart(BOUNDARY, files)):
        assert send(screener, path, body).status_code == 422
    assert not File.objects.exists()
    assert not list(tmp_path.glob("files/*/*"))


def test_whoever_is_about_to_mark_a_file_is_on_the_trail_and_seals_it_for_somebody():
    screener, contact = Caller(Role.SCREENER), contacts.received()
    made = send(screener, f"/contacts/{contact.id}/files", {"file": a_file(), "handling": "H1"})
    path = f"/files/{made.json()['id']}/handling"
    client = Client()
    signed_in_as(client, Role.SCREENER)
    assert "arm.jpg" in client.get(path).content.decode()
    entries = AuditEntry.objects.filter(object_id=made.json()["id"])
    assert [one.did for one in entries.order_by("sequence")][1:] == ["see who may read a file"]
    answer = screener("POST", path, {"handling": "H4"}, **{"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "named")


@pytest.mark.parametrize(
    ("role", "sealed"),
    [
        (Role.SCREENER, "Only you and those you name"),
        (Role.PARTNER, "Only your agency and those you name"),
    ],
)
def test_who_reads_what_is_sealed_is_said_as_it_is(role, sealed):
    police, contact = agency(), contacts.received()
    [request_id] = asked(contact, "police")
    client = Client()
    signed_in_as(client, role, **(police if role is Role.PARTNER else {}))
    of = f"requests/{request_id}" if role is Role.PARTNER else f"contacts/{contact.id}"
    assert sealed in client.get(f"/{of}/files").content.decode()


class NotRead(BytesIO):
    """A body that says so if anybody reads it."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/v1/contacts/{id}/files", incoming.LARGEST_BODY),
        ("/contacts/{id}/files", incoming.LARGEST_BODY),
        ("/refer/files", incoming.LARGEST_BODY),
        ("/contacts/{id}/note", 5 * 1024 * 1024),
        ("/refer/worries", 5 * 1024 * 1024),
        ("/api/v1/contacts", 5 * 1024 * 1024),
    ],
)
def test_a_body_that_is_too_long_is_refused_before_it_is_read(path, most):
    client = Client()
    signed_in_as(client, Role.SCREENER)
    for length in (str(most + 1), "9" * 30, "-1", "many"):
        answer = client.post(
            path.format(id=uuid4()),
            content_type=MULTIPART_CONTENT,
            **{"wsgi.input": NotRead(), "CONTENT_LENGTH": length},
        )
        assert answer.status_code == 413


def test_a_full_disk_is_507_and_contacts_still_come_in(monkeypatch):
    screener, contact = Caller(Role.SCREENER), contacts.received()

    def full(content):
        raise NoRoom

    monkeypatch.setattr(store, "put", full)
    answer = send(screener, f"/contacts/{contact.id}/files", {"file": a_file()})
    assert answer.status_code == 507
    assert answer.headers["Content-Type"] == "application/problem+json"
    page = Client()
    signed_in_as(page, Role.SCREENER)
    sent = {"files": a_file(), "handling": "H2"}
    shown = page.post(f"/contacts/{contact.id}/files", sent)
    assert shown.status_code == 507
    assert "There is no room for files" in shown.content.decode()
    police = Caller(Role.AGENCY_SYSTEM, agency="police", employed_by_council=False)
    assert police.hands_in().status_code == 201


class Full:
    """A file of a disk with no room left."""

    def write(self, chunk: bytes) -> None:
        raise OSError(28, "full")

    def seek(self, place: int) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("at", ["beginning", "writing", "closing"])
def test_a_temporary_folder_that_is_full_loses_nothing_typed(at, monkeypatch):
    contact = contacts.received()
    client = Client()
    signed_in_as(client, Role.SCREENER)
    real = uploadhandler.TemporaryUploadedFile

    def made(*args):
        if at == "beginning":
            raise OSError(28, "full")
        file = real(*args)
        # What is short waits in memory until it is read or closed.
        file.file = Full() if at == "writing" else open("/dev/full", "w+b")  # noqa: SIM115
        return file

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", made)
    answer = client.post(f"/contacts/{contact.id}/files", {"files": a_file(), "handling": "H2"})
    assert answer.status_code == 507
    assert 'value="H2" checked' in answer.content.decode()


@pytest.mark.parametrize(
    ("where", "kind", "status"),
    [
        ("/api/v1/contacts/{}/files", MULTIPART_CONTENT, 507),
        ("/contacts/{}/files", MULTIPART_CONTENT, 507),
        ("/api/v1/contacts", "application/json", 503),
    ],
)
def test_what_the_web_server_has_no_room_for_while_it_comes_is_answered_so(
    where, kind, status, monkeypatch
):
    full = open("/dev/full", "w+b", buffering=0)  # noqa: SIM115
    monkeypatch.setattr("tempfile.TemporaryFile", lambda mode: full)
    body = b"x" * 1_000_000
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    coming, left = receiving.Request(Adjustments()), head + body
    while not coming.completed:
        left = left[coming.received(left[:100_000]) :]
    assert left == b""
    full.close()
    caller = Caller(Role.SCREENER)
    answer = caller.client.generic(
        "POST",
        where.format(contacts.received().id),
        body,
        kind,
        headers={"Authorization": f"Bearer {caller.token}"},
        **{"wsgi.input": coming.get_body_stream()},
    )
    assert answer.status_code == status
