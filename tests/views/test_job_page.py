"""A job's page is the hub: where it stands, what holds it, what can be done, what is made, what happened."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa

from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, EVERYBODY, MANAGER, OFFICE, PRODUCTION
from models.designs import Design
from models.jobs import Job, JobItem, JobItemDecoration, JobItemSize, JobStatus, JobStatusUpdate
from models.notifications import NotificationQueue, NotificationStatus, queue_mail
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.job_life import job_in
from views.core.access.grants import GRANTS

from .amounts import NUMBERS, price
from .test_every_screen import asked

MOST_STATEMENTS = 28


def page_of(client_as, role, job, query=""):
    """The job's page as it is sent to somebody of `role`."""
    answer = client_as(role).get(f"/jobs/show/{job.id}{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def read(text):
    """What a reader sees of some HTML."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))).strip()


def part(text, anchor):
    """The section of the page with the id `anchor`."""
    return text.split(f'id="{anchor}"', 1)[1].split("</section>", 1)[0]


def entries(text):
    """The entries of the timeline as people read them."""
    return [read(each) for each in re.findall(r"<li>(.*?)</li>", part(text, "timeline"), re.DOTALL)]


def numbers(text):
    """The rows of the size grid: the first line of each cell."""
    rows = re.findall(r"<tr>(.*?)</tr>", part(text, "job_items"), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[read(re.sub(r"<small>.*?</small>", "", cell)) for cell in row] for row in cells]


@pytest.fixture
def in_prep(session, cast):
    """A job in preparation whose art and blanks are awaited."""
    job = Job(title="Caps", customer=cast.acme)
    session.add(job)
    session.commit()
    job.accept_quote()
    job.begin_prep()
    session.commit()
    return job


def test_the_head_tells_the_customers_step_and_when_each_began(client_as, cast):
    text = page_of(client_as, OFFICE, cast.job)
    steps = re.search(r'<ol class="s-steps" aria-label="([^"]+)">(.*?)</ol>', text, re.DOTALL)
    assert steps[1] == "Progress: Step 4 of 6: In production"
    assert steps[2].count('class="done"') == 3
    assert re.search(r'class="now" aria-current="step">In production<small>since \w', steps[2])


@on_sqlite
def test_a_paused_job_stands_still_on_its_step(session, client_as, cast):
    cast.job.hold("Waiting for the customer")
    text = page_of(client_as, OFFICE, cast.job)
    assert "Step 4 of 6: In production, paused" in text
    assert 'class="paused" aria-current="step"' in text


@on_sqlite
@pytest.mark.parametrize(("state", "place"), [("CANCELLED", "Cancelled"), ("EXPIRED", "Expired")])
def test_a_job_that_ended_before_its_last_step_stands_on_none(session, client_as, cast, state, place):
    text = page_of(client_as, OFFICE, job_in(session, state, cast.acme))
    assert f'aria-label="Progress: {place}"' in text
    assert 'aria-current="step"' not in text


def test_a_blocked_gate_says_why_and_what_unblocks_it_comes_first(client_as, in_prep):
    text = page_of(client_as, OFFICE, in_prep)
    gates = part(text, "job_gates")
    assert "Art Blocked The art is not approved yet" in read(gates)
    assert "Deposit Passed" in read(gates)
    assert text.count("btn-primary") == 1
    art = next(gate for gate in in_prep.gates if gate.gate == "art")
    assert re.search(rf'btn-primary" formaction="/job_gates/{art.id}/mark_passed', gates)


def test_the_next_verb_is_locked_while_a_gate_is_and_says_which(client_as, in_prep):
    verbs = part(page_of(client_as, PRODUCTION, in_prep), "verbs")
    assert re.search(
        r'aria-disabled="true" aria-describedby="why-mark_ready">.*?Mark ready', verbs, re.DOTALL
    )
    assert "cannot be ready: the art gate is BLOCKED" in read(verbs.split("<details", 1)[0])
    assert "mark_ready?" not in verbs
    assert '/mark_ready"' not in verbs


def test_the_verb_is_open_as_soon_as_the_gates_are(session, client_as, in_prep):
    for gate in in_prep.gates:
        if gate.is_blocked:
            gate.mark_passed()
    text = page_of(client_as, PRODUCTION, in_prep)
    assert re.search(rf'btn-primary" formaction="/jobs/{in_prep.id}/mark_ready"', text)
    assert text.count("btn-primary") == 1


@on_sqlite
def test_whoever_can_do_nothing_now_reads_why_at_once(client_as, in_prep):
    verbs = part(page_of(client_as, ARTIST, in_prep), "verbs")
    assert '<details class="locked-verbs" open><summary>1 not possible now' in verbs
    assert "to begin prep it must be approved" in read(verbs)


@on_sqlite
def test_a_gate_that_is_for_others_has_no_buttons(client_as, in_prep):
    gates = part(page_of(client_as, ARTIST, in_prep), "job_gates")
    art, blanks = (next(g for g in in_prep.gates if g.gate == name) for name in ("art", "blanks"))
    assert f"/job_gates/{art.id}/mark_passed" in gates
    assert f"/job_gates/{blanks.id}/mark_passed" not in gates


def test_sizes_are_columns_in_the_shops_order_with_totals(session, client_as, cast):
    item = JobItem(job=cast.job, description="Coaches")
    item.sizes = [JobItemSize(size=size, quantity=n) for size, n in (("2XL", 6), ("L", 4), ("YM", 1200))]
    item.decorations = [JobItemDecoration(decoration_method="DTF", location="back")]
    session.add(item)
    session.commit()
    text = page_of(client_as, PRODUCTION, cast.job)
    assert numbers(text) == [
        ["Item", "YM", "M", "L", "2XL", "Pieces"],
        ["Staff tee", "–", "15", "10", "–", "25"],
        ["Coaches", "1,200", "–", "4", "6", "1,210"],
        ["All", "1,200", "15", "14", "6", "1,235"],
    ]
    assert "DTF, back" in part(text, "job_items")


def test_an_item_without_sizes_counts_with_its_quantity(session, client_as, in_prep):
    session.add(JobItem(job=in_prep, description="Banner", quantity=3))
    session.commit()
    assert numbers(page_of(client_as, PRODUCTION, in_prep))[1:] == [["Banner", "3"], ["All", "3"]]


def test_the_timeline_tells_moves_with_who_and_what_was_said(session, client_as, cast):
    cast.job.hold("The press is down", message="We are late by a day", tell_customer=True)
    told = entries(page_of(client_as, OFFICE, cast.job, "?timeline=status"))
    assert told[0].startswith("System Hold: In production to On hold")
    assert "“The press is down”" in told[0]
    assert "To the customer: “We are late by a day”" in told[0]
    assert "Accept quote: Quote to Approved" in told[-1]


def test_the_timeline_tells_what_became_of_each_mail(session, client_as, cast):
    session.execute(sa.delete(NotificationQueue))
    queue_mail(session, "job_status", "ann@acme.example", {}, "sent-1", job_id=cast.job.id)
    session.flush()
    mail = session.scalars(sa.select(NotificationQueue)).one()
    states = (
        ("PENDING", "waits to be sent to ann@acme.example"),
        ("SENT", "sent to ann@acme.example"),
        ("FAILED", "could not be sent to ann@acme.example"),
    )
    for state, words in states:
        table = NotificationQueue.__table__
        session.execute(table.update().values(status=NotificationStatus[state], error="No such mailbox."))
        told = entries(page_of(client_as, OFFICE, cast.job, "?timeline=mail"))
        assert [words in each for each in told] == [True], (state, told)
    assert "No such mailbox." in told[0]
    assert mail.recipient_email not in page_of(client_as, PRODUCTION, cast.job)


def test_the_timeline_tells_managers_what_was_changed_from_what_to_what(session, client_as, cast):
    cast.job.title, cast.job.quoted_amount = "Summer tees", "480.00"
    session.commit()
    cast.job.customer = cast.rival
    session.commit()
    told = entries(page_of(client_as, MANAGER, cast.job, "?timeline=changes"))
    assert "changed this job" in told[0]
    assert "Customer: Acme → Rival" in told[0]
    assert "Title: Staff tees → Summer tees Quoted amount: $450.00 → $480.00" in told[1]
    assert any("Mark passed: Art gate" in each and "Status: Blocked → Passed" in each for each in told)
    assert "added this job" in " ".join(told)


def test_the_timeline_filters_by_links_that_name_what_is_shown(client_as, cast):
    text = page_of(client_as, MANAGER, cast.job)
    for kind in ("status", "mail", "changes"):
        assert f'href="/jobs/show/{cast.job.id}?timeline={kind}#timeline"' in text
    status, changes = (
        entries(page_of(client_as, MANAGER, cast.job, f"?timeline={kind}")) for kind in ("status", "changes")
    )
    everything = entries(text)
    assert len(status) == 4
    assert set(status) < set(everything)
    assert set(changes) < set(everything)
    assert not set(status) & set(changes)
    assert entries(page_of(client_as, MANAGER, cast.job, "?timeline=nonsense")) == everything


def test_the_timeline_begins_with_the_newest_fifty_and_leads_to_the_rest(session, client_as, cast):
    for number in range(30):
        cast.job.hold(f"Number {number}")
        session.commit()
        cast.job.resume()
        session.commit()
    text = page_of(client_as, OFFICE, cast.job, "?timeline=status")
    assert len(entries(text)) == 50
    assert "Number 29" in entries(text)[1]
    assert "whole=yes&amp;timeline=status#timeline" in text.replace("&timeline", "&amp;timeline")
    whole = page_of(client_as, OFFICE, cast.job, "?timeline=status&whole=yes")
    assert len(entries(whole)) == 64
    assert "whole=yes" not in whole


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST])
def test_money_is_not_in_the_page_of_the_shop_floor(session, client_as, cast, role):
    price(cast.job)
    session.commit()
    for query in ("", "?timeline=changes", "?whole=yes"):
        text = page_of(client_as, role, cast.job, query)
        for word in (*NUMBERS, "Money", "Quoted", "Each", "$"):
            assert word not in text, (query, word)


@on_sqlite
@pytest.mark.parametrize("role", [OFFICE, MANAGER, BOOKKEEPER, ADMIN])
def test_money_is_shown_to_those_who_see_prices(client_as, cast, role):
    text = read(page_of(client_as, role, cast.job))
    assert "Quoted $450.00 Quoted, per piece $18.00 Items at their prices $450.00" in text


@on_sqlite
def test_even_a_reader_of_the_audit_is_told_only_columns_that_he_may_see(session, client_as, cast):
    cast.job.quoted_amount = "98765.43"
    session.commit()
    cast.job.title, cast.job.quoted_amount = "Summer tees", "87654.32"
    session.commit()
    pair = ("can_list", "audit_entries")
    GRANTS[PRODUCTION].add(pair)
    try:
        told = entries(page_of(client_as, PRODUCTION, cast.job, "?timeline=changes"))
    finally:
        GRANTS[PRODUCTION].discard(pair)
    assert "Title: Staff tees → Summer tees" in told[0]
    assert not [each for each in told if "98765" in each or "87654" in each or "450" in each]


@on_sqlite
def test_whom_the_audit_is_not_for_is_told_what_the_rows_say_by_themselves(session, client_as, cast):
    cast.job.notes = "A secret that was taken back"
    session.commit()
    cast.job.notes = ""
    session.commit()
    text = page_of(client_as, OFFICE, cast.job, "?timeline=changes")
    assert "secret" not in text
    assert "This job was added" in " ".join(entries(text))
    assert "Art gate: Passed" in " ".join(entries(text))
    assert "secret" in page_of(client_as, MANAGER, cast.job, "?timeline=changes")


@on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_every_role_reads_the_page_and_tabs_lead_only_to_what_is_there(client_as, cast, role):
    text = page_of(client_as, role, cast.job)
    tabs = re.findall(r'<a href="#([\w-]+)">', text.split('aria-label="On this page"')[1].split("</nav>")[0])
    assert tabs[0] == "job_items"
    assert "timeline" in tabs
    assert all(f'id="{tab}"' in text for tab in tabs)


def test_tabs_count_the_related_rows_of_any_row(session, client_as, cast):
    session.add_all([Design(name=f"Crest {n}", customer=cast.acme, job=cast.job) for n in range(3)])
    session.commit()
    text = page_of(client_as, MANAGER, cast.job)
    tabs = read(text.split('aria-label="On this page">')[1].split("</nav>")[0])
    assert tabs.startswith("Items 1 Materials ")
    assert "Messages 0 Timeline Designs 3" in tabs


def test_the_page_asks_as_much_of_the_database_for_many_rows_as_for_few(session, client_as, cast):
    manager, identity = client_as(MANAGER), cast.job.id
    address = f"/jobs/show/{identity}"
    manager.get(address)
    _, few = asked(manager, address)
    job = session.get(Job, identity)
    for number in range(40):
        item = JobItem(job=job, description=f"Item {number}")
        item.sizes = [JobItemSize(size=size, quantity=number) for size in ("S", "M", "L", "XL")]
        item.decorations = [JobItemDecoration(decoration_method="DTF", location="back")]
        session.add(item)
        session.add(
            JobStatusUpdate(
                job_id=job.id,
                old_status=JobStatus.PREP,
                new_status=JobStatus.READY,
                verb="mark_ready",
                actor="x",
            )
        )
    session.commit()
    answer, many = asked(manager, address)
    assert answer.status_code == 200
    assert len(many) <= len(few) + 1, "\n".join(many)  # decorations are asked for once there are some
    assert len(many) <= MOST_STATEMENTS, "\n".join(many)


@on_sqlite
def test_a_refused_verb_shows_the_page_with_the_reason(client_as, in_prep):
    browser = client_as(OFFICE)
    token = csrf_token(browser, f"/jobs/show/{in_prep.id}")
    answer = browser.post(f"/jobs/{in_prep.id}/mark_ready", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "the art gate is BLOCKED" in answer.text
