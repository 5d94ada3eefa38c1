"""The customer's page of a job: six steps in plain words, nothing of the shop's own, and looking changes nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.workflow import verbs_of
from models.jobs import STEPS, WORDS, Job, JobItem, JobStatus
from models.links import PortalLink, link_for
from tests import on_sqlite
from views.core.public.rate_limit import RateLimit
from views.public_job import words

from .amounts import NUMBERS, price
from .portal.examples_invoices import issued

pytestmark = on_sqlite


@pytest.fixture
def link(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    return link


@pytest.fixture(autouse=True)
def patience(shop, monkeypatch):
    """The tests ask more often than people do."""
    monkeypatch.setitem(shop.extensions, "public_job_limit", RateLimit(1000, 60))


@pytest.fixture
def browser(client_as):
    return client_as("anonymous")


@pytest.fixture
def read(browser, link):
    """The page's text as a person reads it."""

    def text() -> str:
        main = browser.get(f"/d/{link.token()}").text.split("<main", 1)[1].split("</main>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    return text


def test_it_names_the_job_and_its_step(read, cast):
    assert cast.job.number in read()
    assert "Staff tees" in read()
    assert "In production Step 4 of 6" in read()


def test_it_shows_all_six_steps(read):
    assert all(name in read() for name in STEPS)


def test_it_shows_items_and_sizes(read):
    assert "Staff tee" in read()
    assert "M 15 L 10" in read()
    assert "25 pieces" in read()


def test_prices_staff_and_the_shops_own_words_are_not_in_it(browser, session, cast, link):
    price(cast.job)
    cast.job.notes = "SHOP-ONLY-NOTE"
    cast.job.hold(reason="SHOP-ONLY-REASON")
    session.commit()
    answers = browser.get(f"/d/{link.token()}").text + browser.get(f"/d/{link.token()}/status.json").text
    for secret in (*NUMBERS, "SHOP-ONLY", "System", "IN_PRODUCTION", "ON_HOLD", cast.job.id):
        assert secret not in answers


@pytest.mark.parametrize("status", list(JobStatus))
def test_every_status_has_words(status):
    assert WORDS[status].page.headline


def test_every_move_has_words_or_is_the_shops_own_affair():
    moves = {name for name, verb in verbs_of(Job).items() if verb.target is not None}
    assert moves <= words.HAPPENED.keys()


def test_a_step_keeps_the_day_on_which_it_began(browser, session, cast, link):
    began = browser.get(f"/d/{link.token()}").text
    with clock.told_time(clock.now() + dt.timedelta(days=3)):
        session.get(Job, cast.job.id).send_to_quality_check()
        session.commit()
    assert _when(browser.get(f"/d/{link.token()}").text) == _when(began)


def _when(page):
    return re.findall(r'<span class="when">([^<]*)</span>', page)[:4]


def test_a_paused_job_says_so_and_why(read, session, cast):
    cast.job.hold(reason="no list", message="We need your size list.")
    session.commit()
    assert "Paused Step 4 of 6" in read()
    assert "We need your size list." in read()


def test_a_cancelled_job_ends_the_bar(read, session, cast):
    cast.job.cancel(reason="asked")
    session.commit()
    assert "Cancelled" in read()
    assert "Step" not in read()
    assert "Done" not in read()


def test_a_shipped_job_shows_its_tracking(browser, session, cast, link):
    for verb in ("send_to_quality_check", "pack"):
        getattr(cast.job, verb)()
    cast.job.ship(carrier="UPS Ground", tracking="1Z 9&9")
    session.commit()
    assert "https://www.ups.com/track?tracknum=1Z%209%269" in browser.get(f"/d/{link.token()}").text


def test_what_was_said_to_the_customer_is_in_the_history(read, session, cast):
    cast.job.send_to_quality_check(message="Looking fine so far.")
    session.commit()
    assert "Looking fine so far." in read()


def test_a_move_kept_from_the_customer_is_not_in_the_history(read, session, cast):
    cast.job.hold(reason="x", message="HIDDEN", is_customer_visible=False)
    session.commit()
    assert "HIDDEN" not in read()


def test_text_of_the_shop_cannot_become_markup(browser, session, cast, link):
    cast.job.title = "<script>alert(1)</script>"
    session.add(JobItem(job=cast.job, description="<img src=x onerror=alert(1)>", quantity=1))
    session.commit()
    page = browser.get(f"/d/{link.token()}").text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_an_unknown_link_is_404_with_a_kind_sentence(browser):
    answer = browser.get("/d/nobody-knows-this")
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.text


@pytest.mark.parametrize("path", ["", "/status.json", "/events"])
def test_a_revoked_link_is_410_everywhere(browser, session, link, path):
    link.revoke()
    session.commit()
    answer = browser.get(f"/d/{link.token()}{path}")
    assert answer.status_code == 410
    assert "This link has been closed" in answer.text
    assert "Staff tees" not in answer.text


@pytest.mark.parametrize("token", ["%00", "%FF%FE", "a" * 5000, "..%2f..", "%F0%9F%98%80"])
def test_strange_tokens_are_404(browser, token):
    assert browser.get(f"/d/{token}").status_code == 404


@pytest.mark.parametrize("closed", [False, True])
def test_the_page_is_kept_from_caches_search_engines_and_other_sites(browser, session, link, closed):
    if closed:
        link.revoke()
        session.commit()
    headers = browser.get(f"/d/{link.token()}").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers


def test_the_page_runs_only_scripts_and_styles_of_the_shop(browser, link):
    answer = browser.get(f"/d/{link.token()}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", answer.text)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("path", ["", "/status.json"])
def test_looking_changes_nothing(browser, session, link, path, method):
    def everything():
        tables = ("jobs", "job_status_updates", "portal_links", "audit_entries")
        return [session.execute(sa.text(f"SELECT * FROM {table}")).all() for table in tables]

    before = everything()
    assert getattr(browser, method)(f"/d/{link.token()}{path}").status_code == 200
    session.rollback()
    assert everything() == before


def test_nobody_can_write_to_it(browser, link):
    assert browser.post(f"/d/{link.token()}").status_code in (400, 405)


def test_the_status_is_told_in_short(browser, link, cast):
    told = browser.get(f"/d/{link.token()}/status.json").json
    assert (told["step"], told["steps"], told["step_name"]) == (4, 6, "In production")
    assert told["number"] == cast.job.number


def test_an_unchanged_status_is_304(browser, link):
    tag = browser.get(f"/d/{link.token()}/status.json").headers["ETag"]
    answer = browser.get(f"/d/{link.token()}/status.json", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.data == b""


def test_the_page_carries_the_version_of_its_status(browser, link):
    tag = browser.get(f"/d/{link.token()}/status.json").headers["ETag"]
    assert f"data-version={tag}" in browser.get(f"/d/{link.token()}").text


@pytest.mark.parametrize("what", ["status", "title", "size", "message", "invoice"])
def test_the_version_changes_with_what_the_page_shows(browser, session, cast, link, what):
    tag = browser.get(f"/d/{link.token()}/status.json").headers["ETag"]
    job = session.get(Job, cast.job.id)
    if what == "status":
        job.send_to_quality_check()
        job.pack()
    elif what == "title":
        job.title = "Another title"
    elif what == "size":
        job.items[0].sizes[0].quantity = 16
    elif what == "invoice":
        issued(session, cast)
    else:
        job.send_to_quality_check(message="Hello")
    session.commit()
    answer = browser.get(f"/d/{link.token()}/status.json", headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_one_link_opens_one_job_only(browser, session, cast, link):
    other = Job(title="Rival's secret", customer=cast.rival)
    session.add(other)
    session.commit()
    assert "Rival" not in browser.get(f"/d/{link.token()}").text


def test_asking_too_often_is_429_for_that_address_alone(shop, browser, link, monkeypatch):
    monkeypatch.setitem(shop.extensions, "public_job_limit", RateLimit(3, 60))
    path = f"/d/{link.token()}/status.json"
    assert [browser.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert browser.get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    assert int(browser.get(path).headers["Retry-After"]) > 0


def test_the_page_costs_few_statements(shop, browser, session, link):
    from models.core.base import db

    statements = []

    def note(_c, _cursor, statement, *_):
        statements.append(statement)

    browser.get(f"/d/{link.token()}")
    sa.event.listen(db.engine, "before_cursor_execute", note)
    browser.get(f"/d/{link.token()}")
    sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len([each for each in statements if each.startswith("SELECT")]) <= 8


def test_links_are_told_apart_from_their_ids(session, link):
    assert session.scalar(sa.select(PortalLink.id)) not in link.token()
