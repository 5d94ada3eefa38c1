"""Files under attack: papers with prices, uploads that end while they run, too much at once, ids that are none."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from models.core.base import db, new_id
from models.core.errors import RuleBroken
from models.core.roles import ARTIST, OFFICE
from models.core.sqlite import only_reading
from models.files import LARGEST, CustomerFile, FileCategory, Upload, open_upload
from tasks import quarantine, uploads
from tests import on_sqlite
from tests.approvals import drawn, unapproved_job
from tests.browsing import csrf_token
from tests.views.test_uploads import BYTES, TUS, Sender


@pytest.fixture
def invoice(session, cast):
    file = CustomerFile(
        customer=cast.acme,
        job=cast.job,
        name="Invoice 1001",
        category=FileCategory.INVOICE,
        file_url=f"files/{new_id()}",
        file_name="invoice-1001.pdf",
        file_size=1000,
    )
    session.add(file)
    session.flush()
    file.admit("application/pdf", "a" * 64)
    session.commit()
    return file


@on_sqlite
def test_an_artist_does_not_turn_an_invoice_into_something_to_open(session, cast, client_as, invoice):
    artist = client_as(ARTIST)
    token = csrf_token(artist, "/customer_files/list/")
    answer = artist.put(
        f"/api/v1/customer_files/{invoice.id}", json={"category": "OTHER"}, headers={"X-CSRFToken": token}
    )
    session.refresh(invoice)
    assert invoice.category == FileCategory.INVOICE, answer.text
    assert artist.get(f"/customer_files/{invoice.id}/download").status_code == 403


@on_sqlite
def test_an_artist_does_not_make_a_version_of_an_invoice(session, cast, client_as, invoice):
    design = drawn(session, unapproved_job(session, cast))
    artist = client_as(ARTIST)
    token = csrf_token(artist, f"/designs/show/{design.id}")
    artist.post(f"/designs/{design.id}/add_version", data={"file_id": invoice.id, "csrf_token": token})
    session.expire_all()
    assert len(design.versions) == 1


class _EndsItself(io.BytesIO):
    """The bytes of an upload that is ended by another connection while they come."""

    def __init__(self, content, end):
        super().__init__(content)
        self._end = end

    def _once(self):
        end, self._end = self._end, None
        if end is not None:
            end()

    def read(self, *size):
        self._once()
        return super().read(*size)

    def readinto(self, room):
        self._once()
        return super().readinto(room)


@on_sqlite
def test_an_upload_that_is_ended_while_it_runs_is_gone(shop, cast, client_as):
    office = Sender(client_as(OFFICE))
    place = office.begin(5, filename="a", customer=cast.acme.id)
    upload_id = place.rpartition("/")[2]

    def end():
        uploads.forget(db.session(), db.session.get_one(Upload, upload_id))
        only_reading(False)
        db.session.commit()

    headers = {**TUS, **office.token, "Upload-Offset": "0", "Content-Type": BYTES, "Content-Length": "5"}
    answer = office.client.patch(place, headers=headers, input_stream=_EndsItself(b"12345", end))
    assert answer.status_code == 404, answer.text
    assert upload_id not in {path.name for path in quarantine.incoming().iterdir()}


@on_sqlite
def test_a_customer_does_not_fill_the_disk_with_what_nobody_has_looked_at(session, cast):
    def begin(size):
        return open_upload(
            session,
            customer=cast.acme,
            file_name="film.mov",
            file_size=size,
            category=FileCategory.REFERENCE,
            contact=cast.ann,
        )

    begin(LARGEST).become_file("files/waiting")
    for _ in range(3):
        begin(LARGEST)
    with pytest.raises(RuleBroken, match="has to wait"):
        begin(1)
    session.scalars(sa.select(CustomerFile)).one().refuse("It is damaged.")
    begin(1)


@on_sqlite
def test_whoever_looks_as_a_contact_does_not_touch_their_uploads(session, cast, visiting):
    upload = open_upload(
        session,
        customer=cast.acme,
        file_name="a",
        file_size=5,
        category=FileCategory.REFERENCE,
        contact=cast.ann,
    )
    session.commit()
    place = f"/portal/files/uploads/{upload.id}"
    assert visiting(cast.ann).get(f"{place}/status.json").status_code == 200
    look = visiting(cast.ann, staff=OFFICE)
    assert look.get(f"{place}/status.json").status_code == 404
    assert look.head(place, headers=TUS).status_code == 404


def test_what_no_database_can_hold_is_not_found_among_files(cast, visiting):
    browser = visiting(cast.ann)
    for rest in ("%00/download", "%00/preview", "uploads/%00/status.json"):
        assert browser.get(f"/portal/files/{rest}").status_code == 404, rest
    assert browser.get("/portal/files/?find=%00").status_code < 500
