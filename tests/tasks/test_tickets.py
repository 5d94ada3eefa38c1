"""Job tickets: what they say, what they never say, and that nothing typed is ever more than text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from models.core.base import new_id
from models.core.doors import speaking
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.scheduling import ProductionSchedule, ProductionStage
from tasks import previews
from tasks.tickets import tickets
from tests import on_sqlite
from tests.approvals import ask, decide, drawn, file_of
from tests.papers import words

pytestmark = on_sqlite

HOSTILE = '#panic("x") #{1+1} $x^2$ *bold* @label <mark> `raw` \\u{1F600} "quoted" = Heading // gone'


@pytest.fixture
def job(session, cast):
    """A job with a screen print and an embroidery."""
    job = Job(title="Crew tees", customer=cast.acme, due_on=dt.date(2026, 12, 2), quoted_amount="1837.50")
    item = JobItem(job=job, description="T-shirt, black", unit_price="18.25")
    item.sizes = [JobItemSize(size=size, quantity=n) for size, n in (("3XL", 2), ("S", 8), ("XS", 3))]
    screen = JobItemDecoration(decoration_method=DecorationMethod.SCREEN_PRINT, location="Full front")
    screen.width, screen.height, screen.colors, screen.screens = Decimal("11"), Decimal("12.5"), 3, 4
    item.decorations = [screen, JobItemDecoration(decoration_method=DecorationMethod.EMBROIDERY)]
    item.decorations[1].stitches = 8000
    session.add(job)
    session.commit()
    return job


def ticket(session, job):
    """The words of the only page of its ticket."""
    (page,) = words(tickets(session, [job.id]))
    return page


def test_it_tells_what_is_made_for_whom_and_when(session, job):
    page = ticket(session, job)
    assert page.startswith(f"{job.number} QUOTE Crew tees Acme")
    assert "In hands Wed 2 Dec 2026" in page
    assert "T-shirt, black 13 pieces XS S 3XL 3 8 2" in page
    assert "Screen print Full front 11 × 12.5 in 3 4 –" in page
    assert "Embroidery – – – – 8,000" in page
    assert "Page 1 of 1" in page


def test_it_tells_of_every_gate_and_why_it_is_blocked(session, job):
    assert "Art BLOCKED The art is not approved yet Blanks BLOCKED" in ticket(session, job)


def test_it_says_that_a_job_is_a_rush_and_that_a_quote_is_no_order(session, job):
    assert "QUOTE" in ticket(session, job)  # not ordered yet
    job.accept_quote()
    job.accept_rush()
    session.commit()
    assert f"{job.number} RUSH Crew tees" in ticket(session, job)


def test_no_price_is_on_it(session, job):
    page = ticket(session, job)
    assert "18.25" not in page
    assert "1,837" not in page
    assert "$" not in page


def test_its_routing_follows_the_order_of_work(session, job):
    for key, hours in (("PACKAGING", "0.3"), ("PRINTING", "2.5")):
        session.add(planned(job, session.query(ProductionStage).filter_by(key=key).one(), Decimal(hours)))
    session.commit()
    page = ticket(session, job)
    assert page.index("Printing 2.5 h No day yet") < page.index("Packing 0.3 h No day yet")


def planned(job, stage, hours):
    """An operation in the backlog."""
    operation = ProductionSchedule(id=new_id(), job=job, stage=stage, first_estimate=hours)
    with speaking(operation):
        operation.estimated_hours = hours
    return operation


def test_what_is_typed_is_text_and_long_words_wrap(session, job):
    job.title, job.notes = HOSTILE[:200], f"{HOSTILE}\n{'W' * 400}"
    session.commit()
    page = ticket(session, job)
    assert page.count(HOSTILE) == 2
    assert page.replace(" ", "").count("W" * 400) == 1


def test_a_mark_that_turns_the_writing_turns_no_number_on_the_paper(session, job):
    job.items[0].description = "Tees \u202e black"
    session.commit()
    assert "13 pieces" in ticket(session, job)


def test_a_job_without_items_has_a_ticket(session, cast):
    job = Job(title="Nothing yet", customer=cast.acme)
    session.add(job)
    session.commit()
    assert "No items yet" in ticket(session, job)
    assert "No date" in ticket(session, job)


def test_its_picture_is_that_of_the_approved_version(session, cast, job, tmp_path):
    design = drawn(session, job)
    assert "Trailhead, version 1 NOT APPROVED · trailhead-v1.png" in ticket(session, job)
    decide(session, ask(session, design.versions[0]), cast.ann)
    design.add_version(file_of(session, job, "later.png").id)
    session.commit()
    assert "Trailhead, version 1 Approved · trailhead-v1.png" in ticket(session, job)


def test_a_picture_that_is_kept_is_drawn(session, cast, job, tmp_path):
    from app.demo.artwork import print_of

    design = drawn(session, job)
    source = tmp_path / "art.png"
    source.write_bytes(print_of(0, "Acme", "Crew", 1))
    without = len(tickets(session, [job.id]))
    previews.add(design.versions[0].file, source, tmp_path)
    session.commit()
    assert len(tickets(session, [job.id])) > without + 3000
    assert "No picture" not in ticket(session, job)


def test_many_tickets_are_one_paper_in_the_order_asked_for(session, cast, job):
    other = Job(title="Caps", customer=cast.acme)
    session.add(other)
    session.commit()
    pages = words(tickets(session, [other.id, job.id, new_id()]))
    assert [page.split()[0] for page in pages] == [other.number, job.number]
    assert all("Page 1 of 1" in page for page in pages)
