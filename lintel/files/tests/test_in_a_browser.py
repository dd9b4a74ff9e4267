"""A screener attaches what a caller sent; those who may read it open it, and nobody else."""

import os

import pytest
from playwright.sync_api import expect

from lintel.access.viewers import Role
from lintel.audit.models import AuditEntry
from lintel.contacts.tests import given as contacts
from lintel.contacts.tests.signing_in import become
from lintel.files import scanner
from lintel.files.models import File
from lintel.files.tests import given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("LINTEL_PICTURES", "")
NARROW = {"width": 320, "height": 720}


def picture(page, name: str) -> None:
    if PICTURES:
        page.set_viewport_size(NARROW)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def file_of(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_screener_attaches_and_opens_and_marks(
    page, live_server, page_is_accessible, monkeypatch, settings, tmp_path
):
    settings.DATA = tmp_path
    verdict = {"found": ""}
    monkeypatch.setattr(
        scanner, "check", lambda content, *, within: scanner.Verdict(verdict["found"], "a scanner")
    )
    contact = contacts.received()
    become(page, live_server, contacts.an_account(Role.SCREENER))
    page.goto(f"/contacts/{contact.id}")
    page.get_by_role("link", name="Attach files").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Attach files")

    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("alert")).to_contain_text("Select a file")
    expect(page.get_by_role("alert")).to_contain_text("Select who may read it")
    page_is_accessible(page)
    picture(page, "attach")

    page.get_by_label("Choose files").set_input_files(
        [file_of("arm.jpg", given.a_jpeg(where=True)), file_of("run.exe", b"MZ" * 50)]
    )
    page.get_by_label("Those of the hub, and whoever the family is passed to").check()
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("alert")).to_contain_text("run.exe: The selected file must be a JPG")
    # What was chosen is still chosen; only the files, which a browser never gives back, are not.
    expect(page.get_by_label("Those of the hub, and whoever")).to_be_checked()

    page.get_by_label("Choose files").set_input_files(
        file_of("left arm.jpg", given.a_jpeg(where=True))
    )
    page.get_by_role("button", name="Attach").click()
    files = page.get_by_role("region", name="Files").or_(page.locator("#files").locator(".."))
    expect(page.get_by_text("left arm.jpg").first).to_be_visible()
    expect(page.get_by_text("Says where it was taken.").first).to_be_visible()
    page_is_accessible(page)
    picture(page, "panel")
    assert files is not None

    with page.expect_download() as download:
        page.get_by_role("link", name="left arm.jpg", exact=True).click()
    assert download.value.suggested_filename == "left arm.jpg"
    with page.expect_download() as copy:
        page.get_by_role("link", name="Copy for sharing").click()
    assert given.AUTHOR.encode() not in copy.value.path().read_bytes()

    page.get_by_role("link", name="Change who may read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who may read this file")
    page_is_accessible(page)
    picture(page, "mark")
    page.get_by_label("Those who decide").check()
    page.get_by_role("button", name="Mark it so").click()
    expect(page.get_by_text("A file that you cannot open").first).to_be_visible()

    verdict["found"] = "Eicar"
    become(page, live_server, contacts.an_account(Role.MANAGER))
    page.goto(f"/contacts/{contact.id}/files")
    page.get_by_label("Choose files").set_input_files(file_of("x.txt", given.eicar()))
    page.get_by_label("Those of the hub", exact=True).check()
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_text("Held: a virus was found")).to_be_visible()
    page_is_accessible(page)
    picture(page, "held")
    refused = page.request.get(f"{live_server.url}/files/{File.objects.get(name='x.txt').id}")
    assert refused.status == 409

    did = list(AuditEntry.objects.filter(object_type="file").values_list("did", flat=True))
    assert did.count("open file") == 2
    assert did.count("attach file") == 3
