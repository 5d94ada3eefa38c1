"""Twenty people write the same rows at the same time: no write is lost, and who was late is told so."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal

import pytest

from models.jobs import Job, JobItem, JobStatusUpdate
from tests.job_life import job_in

from .under_fire import answers_of, at_work, tally
from .wholeness import half_written, trail_damages

CREW = ["office", "manager", "owner", "office"] * 5
LENGTHS = [pytest.param(5, id="short"), pytest.param(60, marks=pytest.mark.soak, id="long")]
REFUSALS = {404, 409, 412}


class Desk:
    """What the twenty share, and what each of them was told that it did."""

    def __init__(self, session, customer):
        self.customer = customer.id
        self.jobs = [job_in(session, "PREP", customer) for _ in range(3)]
        items = [JobItem(job=job, description="Tee", quantity=0) for job in self.jobs]
        sized = JobItem(job=self.jobs[0], description="Tee in sizes")
        session.add_all([*items, sized])
        session.commit()
        self.job_ids, self.item_ids = [job.id for job in self.jobs], [item.id for item in items]
        self.sized = sized.id
        self.done: Counter[tuple[str, str]] = Counter()

    def work(self, worker):
        """One deed of many kinds, at random."""
        deed = worker.chance.choice([self.count, self.count, self.charge, self.hold, self.size, self.begin])
        key = deed(worker)
        if key:
            self.done[key] += 1  # each deed is counted by one thread at a time, under the interpreter's lock

    def count(self, worker):
        """Add one to a shared number, as a person does who has read it."""
        item = worker.chance.choice(self.item_ids)
        read = worker.row("job_items", item)
        values = {"quantity": read["quantity"] + 1, "version": read["version"]}
        return ("counted", item) if worker.ask("PUT", f"job_items/{item}", json=values) else None

    def charge(self, worker):
        """Add a dollar by a verb, which reads for itself."""
        job = worker.chance.choice(self.job_ids)
        terms = {"what": "One more", "amount": "1.00", "accepted_by": "Ann"}
        return ("charged", job) if worker.say("jobs", job, "change_order", **terms) else None

    def hold(self, worker):
        """Hold a job or take it up again."""
        job = worker.chance.choice(self.job_ids)
        verb, terms = worker.chance.choice([("hold", {"reason": "Waiting"}), ("resume", {})])
        return ("moved", job) if worker.say("jobs", job, verb, **terms) else None

    def size(self, worker):
        """Add a size, or take away or change one that somebody added."""
        query = f"(filters:!((col:job_item,opr:rel_o_m,value:'{self.sized}')))"
        there = worker.ask("GET", "job_item_sizes/", params={"q": query})["result"]
        if len(there) < 4:
            name = worker.chance.choice(["XS", "S", "M", "L", "XL"])
            worker.add("job_item_sizes", job_item_id=self.sized, size=name, quantity=3)
            return
        one = worker.chance.choice(there)
        if worker.chance.random() < 0.4:
            worker.ask("DELETE", f"job_item_sizes/{one['id']}")
        else:
            values = {"quantity": worker.chance.randint(0, 50), "version": one["version"]}
            worker.ask("PUT", f"job_item_sizes/{one['id']}", json=values)

    def begin(self, worker):
        """Add a job."""
        return ("begun", "") if worker.add("jobs", title="One of many", customer_id=self.customer) else None


@pytest.mark.parametrize("seconds", LENGTHS)
def test_twenty_writers_lose_no_write_and_meet_no_fault(in_processes, session, cast, database, seconds, say):
    desk = Desk(session, cast.acme)
    before = Counter(
        {job: session.query(JobStatusUpdate).filter_by(job_id=job).count() for job in desk.job_ids}
    )
    with in_processes() as running, at_work(running.address, CREW, desk.work) as workers:
        time.sleep(seconds)
    told, answered = answers_of(workers), tally(workers)
    slowest = max(each.seconds for each in told)
    say(
        f"twenty writers, {database}: {seconds} s, {len(told)} requests, slowest {slowest:.2f} s, "
        f"answers {dict(sorted(answered.items()))}"
    )
    refused = [each for each in told if each.status not in (200, 201)]
    assert [each for each in refused if each.status not in REFUSALS] == []
    assert [each for each in refused if not each.sentence.endswith((".", "}"))] == []
    assert answered[412] > 0
    for item in desk.item_ids:
        assert session.get(JobItem, item).quantity == desk.done["counted", item]
    for job in desk.job_ids:
        assert (session.get(Job, job).quoted_amount or 0) == Decimal(desk.done["charged", job])
        moves = session.query(JobStatusUpdate).filter_by(job_id=job).count()
        assert moves - before[job] == desk.done["moved", job]
    begun = [number for (number,) in session.query(Job.number).filter_by(title="One of many")]
    numbers = sorted(int(number.removeprefix("J-")) for number in begun)
    assert len(numbers) == desk.done["begun", ""]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert half_written(session) == []
    assert trail_damages(session) == []
