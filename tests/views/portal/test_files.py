"""The visitor's files: what they see, fetch and send, and what is not there for them."""

import re

import pytest

from models.files import CustomerFile, DownloadDoor, FileCategory, FileDownload
from tasks import quarantine
from tasks.files import keep
from tests import on_sqlite
from tests.tasks import specimens as made
from tests.views.test_uploads import Sender


@pytest.fixture
def kept(session, cast):
    """Keep a file of Acme's job; it is shared unless told otherwise."""

    def make(name, content=b"x", **told):
        facts = {"customer": cast.acme, "job": cast.job, "category": FileCategory.PROOF, "is_public": True}
        file = keep(session, content, file_name=name, **(facts | told))
        session.commit()
        return file

    return make


@pytest.fixture
def ann(visiting, cast):
    """Ann's browser."""
    return visiting(cast.ann)


def test_the_library_shows_what_is_shared_and_what_they_sent(kept, ann, cast):
    kept("proof.txt")
    kept("invoice.txt", category=FileCategory.INVOICE)
    kept("internal.txt", is_public=False)
    kept("theirs.txt", is_public=False, contact=cast.ann)
    kept("of rival.txt", customer=cast.rival, job=None)
    page = ann.get("/portal/files/").text
    assert [name in page for name in ("proof.txt", "invoice.txt", "theirs.txt")] == [True] * 3
    assert [name in page for name in ("internal.txt", "of rival.txt")] == [False] * 2


@on_sqlite
def test_a_category_shows_its_files_alone(kept, ann):
    kept("proof.txt")
    kept("invoice.txt", category=FileCategory.INVOICE)
    page = ann.get("/portal/files/?category=INVOICE").text
    assert "invoice.txt" in page
    assert "proof.txt" not in page


@on_sqlite
@pytest.mark.parametrize("typed", ["Ärm", "rmel", "%", "nothing such"])
def test_search_finds_by_any_part_of_a_name(kept, ann, typed):
    kept("Ärmel.txt")
    assert ("Ärmel.txt" in ann.get("/portal/files/", query_string={"find": typed}).text) == (typed in "Ärmel")


@on_sqlite
def test_the_page_of_a_job_shows_its_files_and_photos(kept, ann, cast):
    kept("proof.txt")
    shot = kept("press.png", made.picture(), category=FileCategory.PHOTO, description="On the press")
    page = ann.get(f"/portal/jobs/{cast.job.id}").text
    assert "proof.txt" in page
    assert f"/portal/files/{shot.id}/thumbnail" in page
    assert "On the press" in page


def test_a_fetched_file_is_logged_with_who_fetched_it(session, kept, ann, cast):
    file = kept("proof.txt", b"the proof")
    assert ann.get(f"/portal/files/{file.id}/download").data == b"the proof"
    logged = session.query(FileDownload).one()
    assert (logged.door, logged.contact_id) == (DownloadDoor.PORTAL, cast.ann.id)
    session.refresh(file)
    assert file.download_count == 1


@on_sqlite
@pytest.mark.parametrize("way", ["download", "preview", "thumbnail"])
def test_what_is_not_shared_or_anothers_is_not_there(kept, ann, visiting, cast, way):
    inner = kept("inner.png", made.picture(), is_public=False)
    shared = kept("shared.png", made.picture())
    assert ann.get(f"/portal/files/{inner.id}/{way}").status_code == 404
    assert visiting(cast.bob).get(f"/portal/files/{shared.id}/{way}").status_code == 404


def test_a_customer_sends_a_file_which_the_shop_then_has(session, kept, ann, cast, portal_csrf):
    sender = Sender(ann, "/portal/files/uploads", portal_csrf(ann))
    place = sender.whole(made.picture(), filename="sketch.png", job=cast.job.id, category="INVOICE")
    told = sender.status(place)
    assert told["status"] == "AVAILABLE"
    file = session.get_one(CustomerFile, told["file"])
    assert (file.customer_id, file.contact_id, file.category) == (
        cast.acme.id,
        cast.ann.id,
        FileCategory.REFERENCE,
    )
    assert "sketch.png" in ann.get("/portal/files/").text


@on_sqlite
def test_what_was_refused_says_so_in_the_library(ann, cast, portal_csrf):
    sender = Sender(ann, "/portal/files/uploads", portal_csrf(ann))
    sender.whole(b"MZ" + b"\0" * 99, filename="logo.png")
    assert "Not kept: Programs" in ann.get("/portal/files/").text


@on_sqlite
def test_somebody_else_of_the_same_customer_cannot_go_on_with_an_upload(
    session, ann, visiting, cast, portal_csrf
):
    from models.customers import CustomerContact

    carl = CustomerContact(customer=cast.acme, name="Carl", email="carl@acme.example")
    session.add(carl)
    session.commit()
    place = Sender(ann, "/portal/files/uploads", portal_csrf(ann)).begin(9, filename="a.png")
    browser = visiting(carl)
    other = Sender(browser, "/portal/files/uploads", portal_csrf(browser))
    assert other.head(place).status_code == 404
    assert other.send(place, 0, b"1").status_code == 404


@on_sqlite
def test_a_job_of_another_customer_takes_no_file(visiting, cast, portal_csrf):
    bob = visiting(cast.bob)
    sender = Sender(bob, "/portal/files/uploads", portal_csrf(bob))
    assert sender.create(9, filename="a.png", job=cast.job.id).status_code == 404


@on_sqlite
def test_staff_who_look_as_a_customer_send_nothing(visiting, cast, portal_csrf):
    looking = visiting(cast.ann, staff="Office")
    sender = Sender(looking, "/portal/files/uploads", portal_csrf(looking))
    assert sender.create(9, filename="a.png").status_code == 403


@on_sqlite
def test_staff_who_look_as_a_customer_fetch_as_staff(session, kept, visiting, cast):
    file = kept("proof.txt")
    visiting(cast.ann, staff="Office").get(f"/portal/files/{file.id}/download")
    logged = session.query(FileDownload).one()
    assert (logged.door, logged.user.username) == (DownloadDoor.STAFF, "office")


@pytest.fixture
def portal_csrf(shop):
    """The token that a page of the portal carries for its scripts."""
    for left in quarantine.incoming().iterdir():
        left.unlink()

    def token(client):
        return re.search(r'data-csrf="([^"]+)"', client.get("/portal/files/").text)[1]

    return token
