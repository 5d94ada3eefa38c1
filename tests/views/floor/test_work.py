"""What the floor's pages show and do: work in order, taps, holding, finding, photographing."""

import datetime as dt
import io
import re
from decimal import Decimal

import pytest
import sqlalchemy as sa
from PIL import Image

from models.core import clock
from models.core.base import new_id
from models.files import CustomerFile, FileCategory
from models.jobs import Job, JobStatus
from models.people import Employee
from models.scheduling import BookingRefusal, DailyCapacity, ProductionSchedule, RefusalKind, ScheduleStatus
from models.timekeeping import FloorTap, Misprint, TimeEntry
from tests import on_sqlite
from tests.floor import lay_out, proof_of, send, signed_in
from tests.job_life import job_in
from tests.models.timekeeping.floor import work

pytestmark = on_sqlite


@pytest.fixture
def laid(session, cast):
    return lay_out(session)


@pytest.fixture
def rosa(shop, laid):
    return signed_in(shop.test_client(), laid)


def plan(session, laid, job, stage="PRINTING", **values):
    today = {"scheduled_date": clock.shop_day(), "employee_id": laid.rosa_id}
    return work(session, job, stage, **(today | {"status": ScheduleStatus.SCHEDULED} | values)).id


def tap(laid, browser, kind, number, **said):
    now = int(clock.now().timestamp() * 1000)
    made = {"key": f"{number:020d}", "kind": kind, "at": now, "employee": laid.rosa_id}
    return made | {"proof": proof_of(browser)} | said


def test_late_work_stands_first_and_anothers_not_at_all(session, rosa, laid, cast):
    sam = Employee(name="Sam")
    session.add(sam)
    session.commit()
    yesterday = clock.shop_day() - dt.timedelta(days=1)
    plan(session, laid, cast.job)
    plan(session, laid, cast.job, "QUALITY_CHECK", scheduled_date=yesterday, status=ScheduleStatus.DELAYED)
    plan(session, laid, cast.job, "PACKAGING", employee_id=sam.id)
    page = rosa.get("/floor/").text
    assert re.findall(r"<h3><a[^>]*>([^<]+)", page) == ["Quality check", "Printing"]
    assert "Late" in page


def test_work_behind_a_gate_tells_the_reason_and_has_no_start(session, rosa, laid, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[0].block("No blanks")
    session.commit()
    operation = plan(session, laid, job)
    page = rosa.get("/floor/").text
    assert "No blanks" in page
    assert f'data-operation="{operation}"' not in page


def test_a_start_that_a_gate_forbids_is_refused_while_its_person_looks_on(session, rosa, laid, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[0].block("No blanks")
    session.commit()
    operation = plan(session, laid, job)
    (answer,) = send(rosa, tap(laid, rosa, "START", 1, operation=operation)).get_json()["taps"]
    assert answer["outcome"] == "REFUSED"
    assert "No blanks" in answer["answer"]
    assert session.scalar(sa.select(sa.func.count()).select_from(TimeEntry)) == 0


def test_a_start_of_an_hour_ago_takes_its_time_and_tells_what_the_plan_said(session, rosa, laid, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[0].block("No blanks")
    session.commit()
    said = tap(laid, rosa, "START", 1, operation=plan(session, laid, job))
    said["at"] -= 600_000
    (answer,) = send(rosa, said).get_json()["taps"]
    assert answer["outcome"] == "REPAIRED"
    assert "No blanks" in answer["answer"]
    assert session.scalar(sa.select(sa.func.count()).select_from(TimeEntry)) == 1


def without_a_day(session, cast, hours="2"):
    """Printing that waits in the backlog of a job in production."""
    return work(session, cast.job, status=ScheduleStatus.BACKLOG, estimated_hours=Decimal(hours)).id


def test_work_without_a_day_is_found_and_its_start_puts_it_on_today(session, rosa, laid, cast):
    operation = without_a_day(session, cast)
    full_day(session, laid, total=8)
    for page in ("/floor/", f"/floor/jobs/{cast.job.id}"):
        assert f'data-operation="{operation}"' in rosa.get(page).text, page
    (answer,) = send(rosa, tap(laid, rosa, "START", 1, operation=operation)).get_json()["taps"]
    assert answer["outcome"] == "TAKEN", answer
    row = session.get(ProductionSchedule, operation)
    session.refresh(row)
    assert (row.status, row.scheduled_date, row.employee_id) == (
        ScheduleStatus.IN_PROGRESS,
        clock.shop_day(),
        laid.rosa_id,
    )
    assert session.scalar(sa.select(DailyCapacity.booked_hours)) == 2


def full_day(session, laid, total):
    """Rosa's today, of `total` hours."""
    row = {"id": new_id(), "date": clock.shop_day(), "resource": laid.rosa_id, "employee_id": laid.rosa_id}
    statement = sa.insert(DailyCapacity).values(total_hours=total, **row)
    session.execute(statement.execution_options(deliberate="a day as a test wants it"))
    session.commit()


def test_a_full_day_refuses_and_counts_once_and_time_alone_is_taken(session, rosa, laid, cast):
    operation = without_a_day(session, cast)
    full_day(session, laid, total=1)
    start = tap(laid, rosa, "START", 1, operation=operation)
    for _ in range(2):
        (answer,) = send(rosa, start).get_json()["taps"]
        assert (answer["outcome"], answer["time_alone"]) == ("REFUSED", True)
        assert "Rosa has 1.0 h left on" in answer["answer"]
    counted = session.scalars(sa.select(BookingRefusal)).one()
    assert (counted.kind, counted.refused_to) == (RefusalKind.OVERBOOKED, "Rosa")
    (answer,) = send(rosa, tap(laid, rosa, "START", 2, operation=operation, time_only=True)).get_json()[
        "taps"
    ]
    assert answer["outcome"] == "TAKEN"
    assert session.scalars(sa.select(TimeEntry)).one().operation_id == operation
    assert session.get(ProductionSchedule, operation).status == ScheduleStatus.BACKLOG


def test_time_alone_passes_no_gate_and_the_refusal_is_counted(session, rosa, laid, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[0].block("No blanks")
    session.commit()
    operation = plan(session, laid, job, status=ScheduleStatus.BACKLOG, scheduled_date=None)
    for number, alone in ((1, False), (2, True)):
        said = tap(laid, rosa, "START", number, operation=operation, time_only=alone)
        (answer,) = send(rosa, said).get_json()["taps"]
        assert (answer["outcome"], "time_alone" in answer) == ("REFUSED", False), answer
    assert session.scalar(sa.select(sa.func.count()).select_from(TimeEntry)) == 0
    assert set(session.scalars(sa.select(BookingRefusal.kind))) == {RefusalKind.GATE}


def test_done_finishes_counts_and_notes_misprints_once(session, rosa, laid, cast):
    operation = plan(session, laid, cast.job)
    done = {"operation": operation, "good": 24, "misprinted": 1, "cause": "PLACEMENT"}
    taps = [tap(laid, rosa, "START", 1, operation=operation), tap(laid, rosa, "DONE", 2, **done)]
    for _ in range(2):
        answers = send(rosa, *taps).get_json()["taps"]
        assert [each["outcome"] for each in answers] == ["TAKEN", "TAKEN"], answers
    row = session.get(ProductionSchedule, operation)
    session.refresh(row)
    assert (row.status, row.good_pieces, row.misprinted_pieces) == (ScheduleStatus.COMPLETED, 24, 1)
    assert session.scalars(sa.select(Misprint)).one().quantity == 1
    assert session.scalars(sa.select(TimeEntry)).one().end_time is not None


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "SLEEP"},
        {"at": -1},
        {"at": 9_000_000_000_000},
        {"key": "short"},
        {"operation": "nobody's"},
        {"good": -3},
        {"more": 1},
        {"at": 4_000_000_000_000},
        {"kind": "DONE"},
        {"kind": "START", "operation": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
    ],
)
def test_taps_that_cannot_be_are_refused_with_a_sentence_and_stop_no_other(session, rosa, laid, said):
    good = tap(laid, rosa, "START", 2, activity="Cleaning")
    answers = send(rosa, tap(laid, rosa, "START", 1) | said, good).get_json()["taps"]
    assert answers[0]["outcome"] in ("REFUSED", "REPAIRED")
    assert answers[0]["answer"].endswith(".")
    assert answers[1]["outcome"] == "TAKEN"


@pytest.mark.parametrize("body", [{"now": None}, {"now": "noon"}, {"taps": "none"}, {"taps": [{}] * 201}])
def test_what_is_no_batch_is_refused_whole(rosa, laid, body):
    answer = send(rosa, **body)
    assert answer.status_code == 422
    assert answer.get_json()["message"].startswith("Nothing was taken")


def test_a_phone_three_hours_slow_is_put_right(session, rosa, laid):
    now = int(clock.now().timestamp() * 1000)
    said = tap(laid, rosa, "START", 1, activity="Cleaning") | {"at": now - 3 * 3_600_000 - 60_000}
    assert send(rosa, said, now=now - 3 * 3_600_000).get_json()["ahead"] == -3 * 3_600_000
    kept = session.scalars(sa.select(FloorTap)).one()
    assert abs(kept.tapped_at.timestamp() * 1000 - (now - 60_000)) < 1000


def token(browser, page):
    return re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)[1]


def test_a_job_is_found_by_its_number_and_shows_sizes_and_work(session, rosa, laid, cast):
    plan(session, laid, cast.job)
    number = cast.job.number
    page = f"/floor/jobs/{cast.job.id}"
    for typed in (number, number.lower(), number.removeprefix("J-"), f"#{number}"):
        assert rosa.get("/floor/find", query_string={"number": typed}).location == page
    assert rosa.get("/floor/find", query_string={"number": "J-9999"}).status_code == 404
    shown = rosa.get(page).text
    assert "Staff tees" in shown
    assert "<td>15</td>" in shown


def test_the_camera_is_allowed_on_the_page_that_scans_alone(rosa):
    assert "camera=(self)" in rosa.get("/floor/scan").headers["Permissions-Policy"]
    assert "camera=()" in rosa.get("/floor/").headers["Permissions-Policy"]


def test_a_job_is_held_with_a_reason(session, rosa, cast):
    page = f"/floor/jobs/{cast.job.id}"
    asked = {"csrf_token": token(rosa, page)}
    assert rosa.post(f"{page}/hold", data=asked | {"reason": " "}).status_code == 409
    assert rosa.post(f"{page}/hold", data=asked | {"reason": "The press leaks"}).status_code == 303
    session.expire_all()
    assert session.scalars(sa.select(Job).where(Job.title == "Staff tees")).one().status is JobStatus.ON_HOLD


def photo():
    exif = Image.Exif()
    exif[0x010F] = "A camera that tells"
    written = io.BytesIO()
    Image.new("RGB", (3000, 1000), "teal").save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_a_photo_is_kept_smaller_without_what_the_camera_wrote(session, rosa, laid, cast):
    from tasks.storage import storage

    page, operation = f"/floor/jobs/{cast.job.id}", plan(session, laid, cast.job)
    data = {"csrf_token": token(rosa, page), "operation": operation, "shared": "1"}
    answer = rosa.post(f"{page}/photo", data=data | {"photo": (io.BytesIO(photo()), "a.jpg")})
    assert answer.status_code == 200, answer.text
    file = session.scalars(sa.select(CustomerFile).where(CustomerFile.category == FileCategory.PHOTO)).one()
    assert (file.is_public, file.job_id, "Printing" in file.name) == (True, cast.job.id, True)
    picture = Image.open(io.BytesIO(b"".join(storage().read(file.file_url))))
    assert picture.size == (2048, 683)
    assert not picture.getexif()


@pytest.mark.parametrize("content", [b"", b"no photo", b"\xff\xd8\xff\xe0 damaged"])
def test_what_is_no_photo_is_refused(rosa, cast, content):
    page = f"/floor/jobs/{cast.job.id}"
    data = {"csrf_token": token(rosa, page), "photo": (io.BytesIO(content), "a.jpg")}
    assert rosa.post(f"{page}/photo", data=data).status_code == 422


def test_signing_out_takes_one_tap(rosa):
    rosa.post("/floor/sign-out", data={"csrf_token": token(rosa, "/floor/")})
    assert rosa.get("/floor/").status_code == 303
