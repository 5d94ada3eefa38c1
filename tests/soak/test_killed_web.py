"""The web server is killed while people write: what was answered is kept, and nothing is half there."""

from __future__ import annotations

import contextlib
import random
import time

import psutil
import pytest

from models.jobs import Job, JobItem, JobItemSize, JobStatusUpdate
from tests.app.running_shop import until

from .under_fire import at_work, tally
from .wholeness import half_written, trail_damages

CREW = ["office", "manager", "owner"] * 2
LENGTHS = [pytest.param(2, id="short"), pytest.param(24, marks=pytest.mark.soak, id="long")]
SIZES = {"S": 3, "M": 5, "L": 8}


def _new_job(worker, customer_id):
    """A job with an item in three sizes, brought some way; what was answered is remembered."""
    job = worker.add("jobs", title="Under fire", customer_id=customer_id)
    item = job and worker.add("job_items", job_id=job, description="Tee")
    for size, quantity in SIZES.items() if item else ():
        worker.add("job_item_sizes", job_item_id=item, size=size, quantity=quantity)
    for verb in ("accept_quote", "begin_prep") if job else ():
        worker.say("jobs", job, verb)
    if job:
        worker.say("jobs", job, "hold", reason="The press is down")
        worker.say("jobs", job, "resume")


def _kill_some_of_the_web(running, chance):
    """Kill the web server, or the process of it that answers; how many were killed."""
    family = psutil.Process(running.process.pid).children(recursive=True)
    web = [each for each in family if _listens(each, int(running.port))]
    with contextlib.suppress(IndexError, psutil.NoSuchProcess):
        chance.choice(web).kill()
        return 1
    return 0


def _listens(process, port):
    with contextlib.suppress(psutil.NoSuchProcess):
        return any(each.laddr and each.laddr.port == port for each in process.net_connections("tcp4"))
    return False


def _causes(log):
    """What the shop noted of its own accord: warnings and faults, without the mails that it sent."""
    return "\n".join(line for line in log.splitlines() if "mails sent" not in line)[-5000:]


@pytest.mark.parametrize("kills", LENGTHS)
def test_a_web_server_killed_under_traffic_leaves_no_half_written_job(
    in_processes, session, cast, database, kills, say
):
    customer, chance, killed = cast.acme.id, random.Random(687), 0
    with in_processes() as running:
        with at_work(running.address, CREW, lambda worker: _new_job(worker, customer)) as workers:
            while killed < kills:
                time.sleep(chance.uniform(1, 2))
                killed += _kill_some_of_the_web(running, chance)
                until(running.is_ready, 60, running.output)
                running.meet_family()
            time.sleep(1)
        answered, log = tally(workers), running.output()
    added = [told for worker in workers for told in worker.answers if told.status == 201]
    moved = [told for worker in workers for told in worker.answers if told.status == 200]
    jobs = session.query(Job).filter_by(title="Under fire").count()
    rows = jobs + session.query(JobItem).count() + session.query(JobItemSize).count() - 3  # the cast's item
    moves = session.query(JobStatusUpdate).join(Job).filter(Job.title == "Under fire").count()
    say(f"killed web, {database}: {killed} kills, {jobs} jobs, answers {dict(answered)}")
    assert jobs > killed
    assert answered[0] > 0
    assert set(answered) <= {0, 200, 201, 409}, _causes(log)
    assert rows >= len(added)  # what was answered is there; the answer to some of the rest was lost
    assert moves >= len(moved)
    assert half_written(session) == []
    assert trail_damages(session) == []
