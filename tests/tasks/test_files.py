"""Files that the shop keeps: their content, their row, their pictures, and how they leave the house."""

import hashlib
import io

import pytest
import sqlalchemy as sa
from PIL import Image

from models.core.errors import RuleBroken
from models.files import CustomerFile, FileCategory, FileDownload, FileStatus, plain_name
from tasks.files import keep, stored_sha256
from tasks.storage import storage
from tests import on_sqlite


def picture(width=640, height=480, form="PNG", **options):
    """A picture of two colours."""
    drawn = Image.new("RGB", (width, height), "#204080")
    drawn.paste("#f0c020", (0, 0, width // 2, height // 2))
    content = io.BytesIO()
    drawn.save(content, form, **options)
    return content.getvalue()


@pytest.fixture
def art(session, cast):
    """A picture of Acme's that the shop made."""
    kept = keep(
        session,
        picture(),
        customer=cast.acme,
        job=cast.job,
        category=FileCategory.PROOF,
        file_name="Spring tee.png",
        is_public=True,
    )
    session.commit()
    return kept


def test_a_file_that_the_shop_makes_is_available_with_its_hash(art):
    assert art.status == FileStatus.AVAILABLE
    assert art.sha256 == hashlib.sha256(picture()).hexdigest() == stored_sha256(art)
    assert (art.mime_type, art.file_size) == ("image/png", len(picture()))


@on_sqlite
def test_its_preview_is_a_webp_without_what_a_camera_wrote(session, cast):
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    shot = keep(
        session,
        picture(form="JPEG", exif=exif),
        customer=cast.acme,
        category=FileCategory.PHOTO,
        file_name="shot.jpg",
    )
    preview = Image.open(io.BytesIO(b"".join(storage().read(shot.preview_key))))
    assert (preview.format, preview.size) == ("WEBP", (640, 480))
    assert len(preview.getexif()) == 0


@on_sqlite
def test_a_photo_is_shown_upright(session, cast):
    exif = Image.Exif()
    exif[0x0112] = 6
    shot = keep(
        session,
        picture(form="JPEG", exif=exif),
        customer=cast.acme,
        category=FileCategory.PHOTO,
        file_name="shot.jpg",
    )
    assert (shot.preview_width, shot.preview_height) == (480, 640)


@on_sqlite
def test_what_has_no_preview_says_why(session, cast):
    thread = keep(
        session, b"LA:crest", customer=cast.acme, category=FileCategory.OTHER, file_name="crest.dst"
    )
    assert thread.is_available
    assert thread.remark == "This kind of file has no preview."


@on_sqlite
def test_a_file_changes_its_state_by_its_verbs_alone(session, art):
    with pytest.raises(RuleBroken, match="to refuse it must be quarantined"):
        art.refuse("No.")
    with pytest.raises(RuleBroken, match="to admit it must be quarantined"):
        art.admit("image/png", "0" * 64)


@on_sqlite
def test_a_file_in_quarantine_has_no_preview(session, cast):
    waiting = CustomerFile(customer=cast.acme, name="n", file_url="files/x", file_name="n", file_size=1)
    session.add(waiting)
    session.commit()
    with pytest.raises(RuleBroken, match="must be available"):
        waiting.keep_preview("previews/x.webp", "thumbnails/x.webp", 1, 1)
    with pytest.raises(RuleBroken, match="must be available"):
        waiting.go_without_preview("None.")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\art\\logo.ai", "logo.ai"),
        ("..", "file"),
        ("Müller & Söhne – 日本.pdf", "Müller & Söhne – 日本.pdf"),
        ("a\x00b\r\nc.png", "abc.png"),
        ("gpj.\u202eexe.png", "gpj.exe.png"),
        ("x" * 300 + ".png", "x" * 251 + ".png"),
        ("", "file"),
        ("\udcff.png", "png"),
    ],
)
def test_a_name_is_kept_without_what_could_lead_elsewhere(sent, kept):
    assert plain_name(sent) == kept


def test_each_fetch_is_counted_and_logged_once(session, art, client_as):
    manager = client_as("Manager")
    whole = manager.get(f"/customer_files/{art.id}/download")
    assert whole.data == picture()
    manager.get(f"/customer_files/{art.id}/download", headers={"Range": "bytes=100-"})
    manager.head(f"/customer_files/{art.id}/download")
    session.expire_all()
    assert session.get_one(CustomerFile, art.id).download_count == 1
    logged = session.scalars(sa.select(FileDownload)).one()
    assert (logged.file_id, logged.user.username, logged.address) == (art.id, "manager", "127.0.0.1")


@on_sqlite
def test_a_file_leaves_as_an_attachment_under_its_name(session, cast, client_as):
    kept = keep(
        session, b"x", customer=cast.acme, category=FileCategory.OTHER, file_name='Zoë "1" – 日本.txt'
    )
    session.commit()
    answer = client_as("Office").get(f"/customer_files/{kept.id}/download")
    told = answer.headers["Content-Disposition"]
    assert told.startswith('attachment; filename="Zo_ 1 _ __.txt"; ')
    assert told.endswith("filename*=UTF-8''Zo%C3%AB%201%20%E2%80%93%20%E6%97%A5%E6%9C%AC.txt")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("bytes=0-9", 206, "bytes 0-9/{0}", 10),
        ("bytes=-5", 206, "bytes {1}-{2}/{0}", 5),
        ("bytes=10-", 206, "bytes 10-{2}/{0}", None),
        ("bytes=99999999-", 416, "bytes */{0}", 0),
        ("bytes=0-1,4-5", 200, None, None),
        ("lines=1-2", 200, None, None),
    ],
)
def test_a_part_of_a_file_is_sent_as_asked(art, client_as, asked, status, told, length):
    answer = client_as("Office").get(f"/customer_files/{art.id}/download", headers={"Range": asked})
    size = art.file_size
    assert answer.status_code == status
    assert answer.headers.get("Content-Range") == (told and told.format(size, size - 5, size - 1))
    if length is not None:
        assert len(answer.data) == length


@on_sqlite
def test_a_part_of_another_version_is_sent_whole(art, client_as):
    answer = client_as("Office").get(
        f"/customer_files/{art.id}/download", headers={"Range": "bytes=5-", "If-Range": '"another"'}
    )
    assert (answer.status_code, len(answer.data)) == (200, art.file_size)


@on_sqlite
def test_the_server_in_front_sends_the_file_itself_when_it_can(shop, art, client_as, monkeypatch):
    monkeypatch.setitem(shop.config, "SHOP_X_ACCEL_REDIRECT", "/stored-files/")
    answer = client_as("Office").get(f"/customer_files/{art.id}/download")
    assert answer.headers["X-Accel-Redirect"] == f"/stored-files/{art.file_url}"
    assert answer.data == b""


@on_sqlite
def test_a_file_that_is_not_checked_yet_is_opened_by_nobody(session, cast, client_as):
    waiting = CustomerFile(customer=cast.acme, name="n", file_url="files/x", file_name="n", file_size=1)
    session.add(waiting)
    session.commit()
    office = client_as("Office")
    assert office.get(f"/customer_files/{waiting.id}/download").status_code == 409
    assert office.get(f"/customer_files/{waiting.id}/preview").status_code == 404


@on_sqlite
def test_papers_with_prices_are_not_for_who_sees_no_prices(session, cast, client_as):
    paper = keep(session, b"x", customer=cast.acme, category=FileCategory.INVOICE, file_name="invoice.txt")
    session.commit()
    assert client_as("Artist").get(f"/customer_files/{paper.id}/download").status_code == 403
    assert client_as("Bookkeeper").get(f"/customer_files/{paper.id}/download").status_code == 200


@on_sqlite
def test_pictures_of_a_file_are_sent(art, client_as):
    office = client_as("Office")
    for kind, size in (("preview", (640, 480)), ("thumbnail", (400, 300))):
        answer = office.get(f"/customer_files/{art.id}/{kind}")
        assert Image.open(io.BytesIO(answer.data)).size == size
        again = office.get(
            f"/customer_files/{art.id}/{kind}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
