"""Uploads that can be resumed: the protocol tus 1.0.0, by the staff's door. The portal's door speaks the same."""

import base64
import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.files import LARGEST, CustomerFile, FileStatus, Upload
from tasks import clockwork, quarantine, uploads
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.tasks import specimens as made

TUS = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}
BYTES = "application/offset+octet-stream"


def metadata(**told):
    """As a browser sends it."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


class Sender:
    """A program that speaks tus in somebody's browser."""

    def __init__(self, client, address="/upload/", token=None):
        self.client, self.address = client, address
        self.token = {"X-CSRFToken": token or csrf_token(client, "/customer_files/list/")}

    def create(self, size, **told):
        headers = {**TUS, **self.token, "Upload-Length": str(size), "Upload-Metadata": metadata(**told)}
        return self.client.post(self.address, headers=headers)

    def begin(self, size, **told):
        answer = self.create(size, **told)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def send(self, place, offset, content, **more):
        headers = {**TUS, **self.token, "Upload-Offset": str(offset), "Content-Type": BYTES, **more}
        return self.client.patch(place, data=content, headers=headers)

    def head(self, place):
        return self.client.head(place, headers=TUS)

    def delete(self, place):
        return self.client.delete(place, headers={**TUS, **self.token})

    def status(self, place):
        return self.client.get(f"{place}/status.json").get_json()

    def whole(self, content, **told):
        place = self.begin(len(content), **told)
        assert self.send(place, 0, content).status_code == 204
        return place


@pytest.fixture
def office(shop, client_as):
    """The office, sending. Nothing waits from an earlier test."""
    for left in quarantine.incoming().iterdir():
        left.unlink()
    return Sender(client_as("Office"))


def test_what_is_sent_in_pieces_arrives_whole_and_looked_at(session, cast, office):
    art = made.picture()
    place = office.begin(
        len(art), filename="Ärmel.png", customer=cast.acme.id, job=cast.job.id, category="PROOF"
    )
    first = office.send(place, 0, art[:100])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "100")
    assert office.head(place).headers["Upload-Offset"] == "100"
    assert office.status(place)["status"] == "UPLOADING"
    assert office.send(place, 100, art[100:]).headers["Upload-Offset"] == str(len(art))
    told = office.status(place)
    assert told["status"] == "AVAILABLE"
    session.expire_all()
    file = session.get_one(CustomerFile, told["file"])
    assert (file.file_name, file.job_id, file.category, file.user.username) == (
        "Ärmel.png",
        cast.job.id,
        "PROOF",
        "office",
    )
    assert office.client.get(f"/customer_files/{file.id}/download").data == art
    assert list(quarantine.incoming().iterdir()) == []


@on_sqlite
def test_what_is_refused_says_why_and_is_not_kept(session, cast, office):
    place = office.whole(b"MZ" + b"\0" * 99, filename="logo.png", customer=cast.acme.id)
    told = office.status(place)
    assert (told["status"], told["file"]) == ("REFUSED", None)
    assert "programs" in told["message"].lower()
    assert list(quarantine.incoming().iterdir()) == []


@on_sqlite
def test_going_on_from_the_wrong_place_is_refused(cast, office):
    place = office.begin(10, filename="a.dst", customer=cast.acme.id)
    office.send(place, 0, b"12345")
    assert office.send(place, 3, b"45").status_code == 409
    assert office.send(place, 7, b"890").status_code == 409
    assert office.head(place).headers["Upload-Offset"] == "5"


@on_sqlite
def test_more_than_announced_is_refused(cast, office):
    place = office.begin(4, filename="a.dst", customer=cast.acme.id)
    assert office.send(place, 0, b"12345").status_code == 413


@on_sqlite
def test_a_connection_that_was_given_up_for_lost_writes_nothing_more(cast, office):
    place = office.begin(9, filename="a.dst", customer=cast.acme.id)
    upload_id = place.rpartition("/")[2]

    class Lingering:
        """The first connection: after its first piece, the second one brings all that is missing."""

        pieces = [b"123", b"XXX"]

        def read(self, _size):
            if len(self.pieces) == 1:
                assert office.send(place, 3, b"456").status_code == 204
            return self.pieces.pop(0)

    with pytest.raises(uploads.Elsewhere):
        uploads.append(upload_id, 0, 9, Lingering())
    assert office.send(place, 6, b"789").status_code == 204
    told = office.status(place)
    assert office.client.get(f"/customer_files/{told['file']}/download").data == b"123456789"


@on_sqlite
@pytest.mark.parametrize("size", [0, LARGEST + 1])
def test_a_size_that_is_not_taken_is_refused_before_it_is_sent(cast, office, size):
    answer = office.create(size, filename="a.png", customer=cast.acme.id)
    assert answer.status_code == 422
    assert "a.png is" in answer.get_json()["message"]


@on_sqlite
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.1", "Upload-Length": "5"}, 412),
        ({"Upload-Length": "-5"}, 400),
        ({"Upload-Length": "٣"}, 400),
        ({}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename not+base64!"}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(filename="x" * 5000)}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(filename="x")}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(filename="x", customer="nobody")}, 422),
    ],
)
def test_a_beginning_that_is_not_well_formed_is_refused(office, headers, status):
    sent = {key: value.encode("utf-8").decode("latin-1") for key, value in headers.items()}
    assert office.client.post("/upload/", headers={**TUS, **office.token, **sent}).status_code == status


@on_sqlite
def test_a_job_of_another_customer_is_refused(cast, office):
    assert office.create(5, filename="a", customer=cast.rival.id, job=cast.job.id).status_code == 422


@on_sqlite
def test_bytes_of_another_kind_are_refused(cast, office):
    place = office.begin(5, filename="a", customer=cast.acme.id)
    assert office.send(place, 0, b"12345", **{"Content-Type": "text/plain"}).status_code == 415


@on_sqlite
def test_an_upload_can_be_ended(cast, office):
    place = office.begin(5, filename="a", customer=cast.acme.id)
    assert office.delete(place).status_code == 204
    assert office.head(place).status_code == 404
    assert list(quarantine.incoming().iterdir()) == []


@on_sqlite
def test_what_was_broken_off_is_forgotten_after_its_time(session, cast, office):
    place = office.begin(5, filename="a", customer=cast.acme.id)
    with clock.told_time(clock.now() + dt.timedelta(days=3)):
        assert office.head(place).status_code == 410
        session.rollback()
        clockwork.run_safely(uploads.forget_expired)
    session.rollback()
    assert session.scalars(sa.select(Upload)).all() == []
    assert list(quarantine.incoming().iterdir()) == []


@on_sqlite
def test_somebody_cannot_begin_uploads_without_end(cast, office):
    for _ in range(20):
        office.begin(5, filename="a", customer=cast.acme.id)
    assert office.create(5, filename="a", customer=cast.acme.id).status_code == 409


@on_sqlite
def test_an_upload_of_somebody_else_is_not_there(cast, office, client_as):
    place = office.begin(5, filename="a", customer=cast.acme.id)
    manager = Sender(client_as("Manager"))
    assert manager.head(place).status_code == 404
    assert manager.send(place, 0, b"12345").status_code == 404
    assert client_as("Bookkeeper").get(f"{place}/status.json").status_code == 403


@on_sqlite
def test_bytes_that_another_site_sends_are_refused(cast, office):
    place = office.begin(5, filename="a", customer=cast.acme.id)
    office.token = {}
    assert office.send(place, 0, b"12345").status_code == 400


@on_sqlite
def test_what_the_worker_left_behind_is_looked_at_by_the_clock(session, cast, office, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr(quarantine, "start", lambda _id: None)
        place = office.whole(made.picture(), filename="a.png", customer=cast.acme.id)
        assert office.status(place)["status"] == "QUARANTINED"
    session.rollback()
    clockwork.run_safely(quarantine.check_what_waits)
    assert office.status(place)["status"] == "QUARANTINED"
    session.rollback()
    with clock.told_time(clock.now() + dt.timedelta(minutes=3)):
        clockwork.run_safely(quarantine.check_what_waits)
    assert office.status(place)["status"] == "AVAILABLE"


@on_sqlite
def test_looking_twice_changes_nothing(session, cast, office):
    told = office.status(office.whole(made.picture(), filename="a.png", customer=cast.acme.id))
    session.rollback()
    quarantine.check(told["file"])
    assert session.get_one(CustomerFile, told["file"]).status == FileStatus.AVAILABLE


@on_sqlite
def test_the_page_of_a_job_leads_to_where_its_files_are_sent(session, cast, office):
    place = f"/upload/?job={cast.job.id}"
    assert place in office.client.get(f"/jobs/show/{cast.job.id}").text
    office.whole(made.picture(), filename="press.png", job=cast.job.id)
    page = office.client.get(place).text
    assert "press.png" in page
    assert f'data-told-job="{cast.job.id}"' in page
    assert office.client.get("/upload/").status_code == 404
