"""A file by a link of its own: it opens that file alone, for some days, until somebody closes it."""

import datetime as dt

import pytest

from models.core import clock
from models.core.errors import InvalidValue, RuleBroken
from models.files import CustomerFile, DownloadDoor, FileCategory, FileDownload
from models.links import PortalLink, link_to_file
from tasks.files import keep
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.tasks import specimens as made


@pytest.fixture
def proof(session, cast):
    """A proof of Acme's, which the portal does not show."""
    kept = keep(
        session, made.picture(), customer=cast.acme, category=FileCategory.PROOF, file_name="proof.png"
    )
    session.commit()
    return kept


@pytest.fixture
def link(session, proof):
    """A link to it."""
    made_link = link_to_file(session, proof, days=14)
    session.commit()
    return made_link


def test_a_link_opens_its_file_alone(session, link, proof, client_as):
    stranger = client_as("anonymous")
    page = stranger.get(f"/d/{link.token()}").text
    assert "proof.png" in page
    assert f"/d/{link.token()}/download" in page
    assert stranger.get(f"/d/{link.token()}/download").data == made.picture()
    assert stranger.get(f"/d/{link.token()}/preview").mimetype == "image/webp"
    session.expire_all()
    logged = session.query(FileDownload).one()
    assert (logged.door, logged.file_id) == (DownloadDoor.LINK, proof.id)


@on_sqlite
def test_looking_at_a_link_and_asking_for_its_head_logs_nothing(session, link, client_as):
    stranger = client_as("anonymous")
    stranger.get(f"/d/{link.token()}")
    stranger.head(f"/d/{link.token()}/download")
    assert session.query(FileDownload).count() == 0


@on_sqlite
@pytest.mark.parametrize("way", ["", "/download", "/preview"])
def test_a_link_that_was_closed_says_so_in_every_way(session, link, client_as, way):
    link.revoke()
    session.commit()
    assert client_as("anonymous").get(f"/d/{link.token()}{way}").status_code == 410


@on_sqlite
@pytest.mark.parametrize("way", ["", "/download", "/preview"])
def test_a_link_ends_after_its_days(link, client_as, way):
    with clock.told_time(clock.now() + dt.timedelta(days=15)):
        assert client_as("anonymous").get(f"/d/{link.token()}{way}").status_code == 410


@on_sqlite
@pytest.mark.parametrize("way", ["/status.json", "/quote", "/events"])
def test_a_link_to_a_file_opens_no_job(link, client_as, way):
    assert client_as("anonymous").get(f"/d/{link.token()}{way}").status_code == 404


@on_sqlite
@pytest.mark.parametrize("way", ["/download", "/preview"])
def test_a_link_to_a_job_opens_no_file(session, cast, client_as, way):
    from models.links import link_for

    job_link = link_for(session, cast.job)
    session.commit()
    assert client_as("anonymous").get(f"/d/{job_link.token()}{way}").status_code == 404


@on_sqlite
def test_a_file_that_goes_to_another_customer_is_opened_by_no_link_of_the_former_one(
    session, cast, link, proof
):
    proof.customer = cast.rival
    session.commit()
    assert not link.is_open


@on_sqlite
@pytest.mark.parametrize("days", [0, 366])
def test_a_link_for_no_time_or_for_ever_is_refused(session, proof, days):
    with pytest.raises(InvalidValue, match="1 to 365 days"):
        link_to_file(session, proof, days)


@on_sqlite
def test_a_file_in_quarantine_gets_no_link(session, cast):
    waiting = CustomerFile(customer=cast.acme, name="n", file_url="files/x", file_name="n", file_size=1)
    session.add(waiting)
    session.commit()
    with pytest.raises(RuleBroken, match="still being checked"):
        link_to_file(session, waiting, 3)


@on_sqlite
@pytest.mark.parametrize(("role", "status"), [("Office", 303), ("Artist", 403), ("Bookkeeper", 403)])
def test_the_office_makes_links_on_the_page_of_a_file(session, proof, client_as, role, status):
    browser = client_as(role)
    token = csrf_token(browser, "/customers/list/")
    answer = browser.post(f"/customer_files/{proof.id}/link", data={"days": "3", "csrf_token": token})
    assert answer.status_code == status
    session.rollback()
    assert session.query(PortalLink).filter_by(file_id=proof.id).count() == (status == 303)


@on_sqlite
def test_the_page_of_a_file_shows_its_picture_and_its_links(link, proof, client_as):
    page = client_as("Office").get(f"/customer_files/show/{proof.id}").text
    assert f"/customer_files/{proof.id}/preview" in page
    assert f"/d/{link.token()}" in page
    assert link.token() not in client_as("Artist").get(f"/customer_files/show/{proof.id}").text
