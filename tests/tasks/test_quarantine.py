"""What stands around looking at a file: the virus scanner, the bucket, and telling the customer."""

import socketserver
import struct
import threading

import boto3
import pytest
from moto.server import ThreadedMotoServer

from models.files import CustomerFile, FileCategory, FileStatus, open_upload
from models.notifications import ContactNotification
from tasks import quarantine, uploads
from tasks.files import keep, stored_sha256
from tasks.storage import LocalStorage, Missing
from tests import on_sqlite
from tests.tasks import specimens as made

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def sent(session, cast):
    """A file that came whole and was not looked at: by Ann, or by the staff's user of this id."""

    def make(content, name="art.png", **told):
        who = {"contact": cast.ann} if "user_id" not in told else {}
        facts = {"customer": cast.acme, "job": cast.job, "category": FileCategory.REFERENCE}
        upload = open_upload(session, file_name=name, file_size=len(content), **(facts | who | told))
        uploads.create(upload.id)
        quarantine.waiting_place(uploads.key_of(upload.id)).write_bytes(content)
        file = uploads.settle(session, upload)
        session.commit()
        return file

    return make


def look_at(session, file):
    """Look at it now; its row afterwards."""
    identity = file.id
    session.rollback()
    quarantine.check(identity)
    session.expire_all()
    return session.get_one(CustomerFile, identity)


class Clamd(socketserver.StreamRequestHandler):
    """A scanner that knows one virus, and nothing larger than a megabyte."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0" if len(content) > 1_000_000 else found)


@pytest.fixture
def clamd(shop, monkeypatch):
    """The shop asks a scanner."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setitem(shop.config, "SHOP_CLAMD_URL", f"tcp://127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()


@on_sqlite
def test_what_the_scanner_finds_is_refused(session, sent, clamd):
    file = look_at(session, sent(made.picture() + EICAR))
    assert file.status == FileStatus.REFUSED
    assert "virus scanner" in file.remark
    assert list(quarantine.incoming().glob(file.file_url.rpartition("/")[2])) == []


@on_sqlite
def test_what_the_scanner_lets_pass_is_kept(session, sent, clamd):
    assert look_at(session, sent(made.picture())).status == FileStatus.AVAILABLE


@on_sqlite
def test_without_a_verdict_a_file_stays_in_quarantine(session, sent, clamd, shop, monkeypatch):
    large = sent(b"LA:crest\r" + bytes(2_000_000), "crest.dst")
    assert look_at(session, large).status == FileStatus.QUARANTINED
    monkeypatch.setitem(shop.config, "SHOP_CLAMD_URL", "tcp://127.0.0.1:1")
    assert look_at(session, large).status == FileStatus.QUARANTINED
    monkeypatch.setitem(shop.config, "SHOP_CLAMD_URL", "")
    assert look_at(session, large).status == FileStatus.AVAILABLE


@on_sqlite
def test_content_that_was_lost_is_told(session, sent):
    file = sent(made.picture())
    quarantine.waiting_place(file.file_url).unlink()
    assert look_at(session, file).remark == "It did not arrive whole: send it again."


@pytest.fixture
def bucket(shop, monkeypatch):
    """The shop keeps files in a bucket."""
    from tasks.storage.s3 import S3Storage

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "shop")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-tests")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="shop-files")
    storage = S3Storage(f"s3://shop-files/merch?endpoint={endpoint}")
    monkeypatch.setitem(shop.extensions, "shop_storage", storage)
    yield storage
    server.stop()


@on_sqlite
def test_a_bucket_keeps_files_as_a_directory_does(session, sent, bucket, client_as):
    content = b"LA:crest\r" + bytes(range(256)) * 50_000
    file = look_at(session, sent(content, "crest.dst"))
    assert file.sha256 == stored_sha256(file)
    office, path = client_as("Office"), f"/customer_files/{file.id}/download"
    assert office.get(path).data == content
    part = office.get(path, headers={"Range": "bytes=9000000-9000009"})
    assert (part.status_code, part.data) == (206, content[9_000_000:9_000_010])
    bucket.check()
    bucket.delete(file.file_url)
    assert office.get(path).status_code == 404
    with pytest.raises(Missing):
        bucket.size(file.file_url)


@on_sqlite
def test_a_bucket_that_does_not_answer_leaves_the_file_in_quarantine(session, sent, bucket, monkeypatch):
    file = sent(made.picture())
    monkeypatch.setattr(bucket, "_bucket", "no-such-bucket")
    assert look_at(session, file).status == FileStatus.QUARANTINED
    with pytest.raises(OSError, match="no-such-bucket"):
        bucket.check()


@on_sqlite
@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "files/../x", "files/", ""])
def test_a_directory_knows_no_key_that_leads_elsewhere(tmp_path, key):
    with pytest.raises(Missing):
        LocalStorage(tmp_path).read(key)


def _news(session):
    session.rollback()
    return [
        (note.contact.name, note.text)
        for note in session.query(ContactNotification).filter_by(event="NEW_FILE")
    ]


@on_sqlite
def test_what_the_shop_shares_is_told_once_it_may_be_opened(session, sent, cast):
    file = sent(made.picture(), "invoice.png", user_id=1, is_public=True, category=FileCategory.INVOICE)
    assert _news(session) == []
    look_at(session, file)
    assert _news(session) == [("Ann", "There is a new file for Staff tees: invoice.png.")]


@on_sqlite
def test_what_is_shared_later_is_told_then_and_once(session, sent, cast):
    file = look_at(session, sent(made.picture(), user_id=1))
    assert _news(session) == []
    for shared in (True, False, True):
        session.get_one(CustomerFile, file.id).is_public = shared
        session.commit()
    assert len(_news(session)) == 1


@on_sqlite
def test_what_they_sent_themselves_or_is_asked_about_is_not_told(session, sent, cast):
    look_at(session, sent(made.picture(), is_public=True))
    look_at(session, sent(made.picture(), user_id=1, is_public=True, category=FileCategory.PROOF))
    keep(session, b"x", customer=cast.acme, category=FileCategory.OTHER, file_name="a.txt", is_public=True)
    session.commit()
    assert _news(session) == []
