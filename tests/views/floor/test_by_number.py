"""Somebody who came in by a number acts under their own name on both databases: verbs, history, audit, photos."""

import io
import re

import sqlalchemy as sa
from PIL import Image

from models.core import clock
from models.core.audit import AuditEntry
from models.files import CustomerFile, FileCategory
from models.jobs import Job, JobStatus, JobStatusUpdate
from models.scheduling import ProductionSchedule, ScheduleStatus
from models.timekeeping import Misprint
from tests.floor import lay_out, proof_of, send, signed_in
from tests.models.timekeeping.floor import work


def test_what_is_tapped_held_and_photographed_is_done_under_ones_own_name(shop, session, cast):
    laid, job_id = lay_out(session), cast.job.id
    today = {"scheduled_date": clock.shop_day(), "employee_id": laid.rosa_id}
    operation = work(session, cast.job, status=ScheduleStatus.SCHEDULED, **today).id
    rosa = signed_in(shop.test_client(), laid)
    now, proof = int(clock.now().timestamp() * 1000), proof_of(rosa)
    said = {"at": now, "employee": laid.rosa_id, "proof": proof, "operation": operation}
    pieces = {"good": 24, "misprinted": 1, "cause": "PRINT"}
    taps = [{"key": "a" * 20, "kind": "START"} | said, {"key": "b" * 20, "kind": "DONE"} | said | pieces]
    answers = send(rosa, *taps).get_json()["taps"]
    assert [each["outcome"] for each in answers] == ["TAKEN", "TAKEN"], answers

    page = f"/floor/jobs/{job_id}"
    token = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', rosa.get(page).text)[1]}
    assert rosa.post(f"{page}/photo", data=token | {"photo": (photo(), "a.jpg")}).status_code == 200
    assert rosa.post(f"{page}/hold", data=token | {"reason": "The press leaks"}).status_code == 303

    session.rollback()
    job, told = session.get(Job, job_id), newest(session, job_id)
    session.refresh(job)
    assert job.status is JobStatus.ON_HOLD
    assert [each.new_status for each in told] == [JobStatus.ON_HOLD, JobStatus.QUALITY_CHECK]
    assert {each.actor for each in told} == {"Rosa"}
    for subject in (f"jobs/{job_id}", f"production_schedules/{operation}"):
        assert newest_actor(session, subject) == "Rosa"
    assert session.get(ProductionSchedule, operation).status == ScheduleStatus.COMPLETED
    assert session.scalars(sa.select(Misprint)).one().employee_id == laid.rosa_id
    kept = session.scalars(sa.select(CustomerFile).where(CustomerFile.category == FileCategory.PHOTO)).one()
    assert kept.description == "The floor, by Rosa"


def photo():
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(written, "JPEG")
    written.seek(0)
    return written


def newest(session, job_id):
    rows = sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == job_id)
    return session.scalars(rows.order_by(JobStatusUpdate.id.desc()).limit(2)).all()


def newest_actor(session, subject):
    rows = sa.select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id.desc())
    return session.scalars(rows.limit(1)).one().actor
