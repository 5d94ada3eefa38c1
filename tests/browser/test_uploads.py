"""Sending files in a real browser: in pieces, on after the network dropped, and what the person sees meanwhile."""

import hashlib

import pytest
from playwright.sync_api import expect

from models.files import CustomerFile, FileCategory
from models.portal.sessions import open_session
from tasks.files import keep, stored_sha256
from tests import on_sqlite
from tests.tasks import specimens as made

from .looks import PHONE

pytestmark = on_sqlite

LARGE = b"LA:crest\r" + bytes(range(256)) * 80_000
"""Three pieces of a stitch file."""


@pytest.fixture
def library(session, cast, page, address):
    """Ann's library on a phone, with a proof and a photo in it."""
    for name, category in (("proof.png", FileCategory.PROOF), ("On the press.png", FileCategory.PHOTO)):
        keep(
            session,
            made.picture(),
            customer=cast.acme,
            job=cast.job,
            category=category,
            file_name=name,
            is_public=True,
        )
    token = open_session(session, cast.ann, browser="Chromium", address="127.0.0.1").token()
    session.commit()
    page.context.add_cookies([{"name": "portal", "value": token, "url": f"{address}/portal"}])
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/portal/files/")
    return page


def test_a_file_goes_on_after_the_network_dropped_and_arrives_whole(session, library, troubles):
    dropped = []

    def drop_the_second_piece(route):
        if route.request.headers.get("upload-offset", "0") != "0" and not dropped:
            dropped.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    library.route("**/portal/files/uploads/**", drop_the_second_piece)
    library.set_input_files("#upload", {"name": "crest.dst", "mimeType": "x/y", "buffer": LARGE})
    expect(library.locator(".uploads .told")).to_contain_text("Arrived")
    assert len(dropped) == 1
    expect(library.locator(".shelf .name", has_text="crest.dst")).to_be_visible()
    session.rollback()
    file = session.query(CustomerFile).filter_by(file_name="crest.dst").one()
    assert file.sha256 == stored_sha256(file) == hashlib.sha256(LARGE).hexdigest()
    assert [said for said in troubles if "ERR_CONNECTION_RESET" not in said] == []


def test_a_file_that_is_refused_says_why(library, troubles):
    library.set_input_files(
        "#upload", {"name": "logo.png", "mimeType": "image/png", "buffer": b"MZ" + b"\0" * 99}
    )
    expect(library.locator(".uploads .wrong")).to_contain_text("Programs")
    assert troubles == []


def test_an_upload_can_be_paused_and_taken_up_again(library, troubles):
    held = []
    library.route("**/portal/files/uploads/**", lambda route: held.append(route))
    library.set_input_files("#upload", {"name": "crest.dst", "mimeType": "x/y", "buffer": LARGE})
    library.get_by_role("button", name="Pause").click()
    expect(library.locator(".uploads .told")).to_contain_text("Paused")
    library.unroute_all(behavior="ignoreErrors")
    library.get_by_role("button", name="Go on").click()
    expect(library.locator(".uploads .told")).to_contain_text("Arrived")
