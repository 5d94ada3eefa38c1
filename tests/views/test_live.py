"""Live updates: a commit reaches open streams, and whatever happens to the store, nobody waits and nothing is lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager

import pytest
import redis

from models.core.base import db
from models.jobs import Job
from models.links import link_for
from tasks.live import MOST_CHANGES, Change, publish_changes
from tests import on_sqlite
from tests.store import running_store
from views.core import live
from views.core.live import MOST_WAITING, Hub, Subscription

from .portal.examples_invoices import issued

pytestmark = on_sqlite

SOON = 20.0
"""Seconds after which something that should have happened has not."""

JOB = Change("jobs", "01J")


def everything(_change):
    return True


def nothing(_change):
    return False


def until(condition):
    """Wait until `condition()` is true, or SOON has passed; whether it is."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


def publish(url, text):
    with redis.Redis.from_url(url, socket_timeout=1) as client:
        return client.publish("live", text)


def arrives(subscription, url, change):
    """Whether `change`, published again and again, reaches the subscription."""

    def heard():
        publish(url, str(change))
        return change in subscription.take(0.05)[0]

    return until(heard)


@pytest.fixture
def hub(store_url):
    return Hub(store_url, cap=3, patience=0.3)


@pytest.fixture
def link(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    return link


@pytest.fixture
def opened(client_as, shop, link, store_url, monkeypatch):
    """The job's stream, opened once all that was published before has been heard. Closed at the end."""
    hub = shop.extensions["live_hub"]
    subscription = hub.subscribe(everything, nothing, "")
    assert arrives(subscription, store_url, JOB)
    hub.leave(subscription)
    monkeypatch.setitem(shop.config, "LIVE_HEARTBEAT", 0.2)
    with open_stream(client_as("anonymous"), link) as parts:
        yield parts


@contextmanager
def open_stream(browser, link):
    answer = browser.get(f"/d/{link.token()}/events")
    assert answer.status_code == 200
    assert answer.mimetype == "text/event-stream"
    yield iter(answer.response)
    answer.close()


def read_until(parts, text):
    """Read the stream up to the part that has `text`; fails when it ends before, or too late."""
    deadline = time.monotonic() + SOON
    for part in parts:
        if text in part.decode():
            return part.decode()
        assert time.monotonic() < deadline
    raise AssertionError(f"The stream ended without {text}.")


def test_a_commit_reaches_the_jobs_stream(opened, session, cast):
    cast.job.send_to_quality_check()
    session.commit()
    assert f"data: jobs/{cast.job.id}" in read_until(opened, "event: changed")


def test_an_invoice_reaches_the_stream_of_its_job(opened, session, cast):
    issued(session, cast)
    assert f"data: jobs/{cast.job.id}" in read_until(opened, "event: changed")


def test_a_stream_begins_by_saying_how_soon_to_come_back(opened):
    assert next(opened) == b"retry: 3000\n\n"


def test_a_stream_hears_of_its_own_job_only(opened, session, cast):
    publish_changes([("jobs", "01OTHER"), ("customers", cast.acme.id), ("jobs", cast.job.id)])
    assert read_until(opened, "event: changed") == f"event: changed\ndata: jobs/{cast.job.id}\n\n"


def test_a_rolled_back_change_is_told_to_nobody(opened, session, cast):
    cast.job.title = "Never"
    session.flush()
    session.rollback()
    cast.acme.name = "Acme Inc."
    session.commit()
    told = [next(opened).decode() for _ in range(3)]
    assert not [part for part in told if "event: changed" in part]


def test_a_stream_ends_when_its_link_is_revoked(opened, session, link):
    link.revoke()
    session.commit()
    read_until(opened, "portal_links")
    rest = list(opened)
    assert not [part for part in rest if b"jobs" in part]


def test_an_open_stream_holds_no_database_connection(opened, session):
    next(opened)
    session.remove()
    assert db.engine.pool.checkedout() == 0


def test_an_idle_stream_shows_signs_of_life(opened, monkeypatch):
    monkeypatch.setattr(live, "SETTLING", 0.0)
    assert read_until(opened, ": alive")


def test_a_closed_stream_gives_its_place_back(shop, client_as, link):
    hub = shop.extensions["live_hub"]
    with open_stream(client_as("anonymous"), link) as parts:
        next(parts)
        assert len(hub) == 1
    assert len(hub) == 0


def test_a_stream_that_was_never_read_gives_its_place_back(shop, client_as, link):
    client_as("anonymous").get(f"/d/{link.token()}/events").close()
    assert len(shop.extensions["live_hub"]) == 0


def test_asking_for_the_head_of_a_stream_takes_no_place(shop, client_as, link):
    assert client_as("anonymous").head(f"/d/{link.token()}/events").status_code == 200
    assert len(shop.extensions["live_hub"]) == 0


def test_beyond_the_cap_the_answer_is_204(shop, client_as, link, monkeypatch):
    monkeypatch.setattr(shop.extensions["live_hub"], "cap", 1)
    browser = client_as("anonymous")
    with open_stream(browser, link):
        assert browser.get(f"/d/{link.token()}/events").status_code == 204
    with open_stream(browser, link) as parts:
        assert next(parts)


def test_one_visitor_cannot_take_all_places(store_url, monkeypatch):
    monkeypatch.setattr(live, "STREAMS_OF_ONE", 2)
    hub = Hub(store_url, cap=100, patience=0.3)
    places = [hub.subscribe(everything, nothing, "Ann") for _ in range(3)]
    assert places[2] is None
    assert hub.subscribe(everything, nothing, "Bob") is not None


def test_people_behind_one_address_do_not_take_places_from_each_other(
    client_as, session, cast, link, monkeypatch
):
    monkeypatch.setattr(live, "STREAMS_OF_ONE", 1)
    other = Job(title="Caps", customer=cast.acme)
    session.add(other)
    second = link_for(session, other)
    session.commit()
    browser = client_as("anonymous")
    with open_stream(browser, link):
        assert browser.get(f"/d/{link.token()}/events").status_code == 204
        with open_stream(browser, second) as parts:
            assert next(parts)


def test_a_stream_ends_after_its_lifetime(opened, monkeypatch):
    monkeypatch.setattr(live, "LIFETIME", 0.0)
    assert list(opened)


def test_a_slow_reader_is_told_to_fetch_everything():
    slow = Subscription(everything, nothing, "")
    for number in range(MOST_WAITING + 1):
        slow.offer([Change("jobs", str(number))])
    changes, missed, _ended = slow.take(0)
    assert missed
    assert len(changes) <= MOST_WAITING


def test_many_changes_at_once_are_told_as_one(store_url, shop, hub):
    subscription = hub.subscribe(everything, nothing, "")
    assert arrives(subscription, store_url, JOB)
    publish_changes([("jobs", str(number)) for number in range(MOST_CHANGES + 1)])
    assert until(lambda: subscription.take(0.05)[1])


@pytest.mark.parametrize("nonsense", [b"", b"\xff\xfe", b"no-slash", b"/", b"a/b/c"])
def test_nonsense_on_the_channel_does_no_harm(store_url, hub, nonsense):
    subscription = hub.subscribe(everything, nothing, "")
    assert arrives(subscription, store_url, JOB)
    publish(store_url, nonsense)
    assert arrives(subscription, store_url, JOB)


def test_many_streams_hear_of_a_change_at_once(store_url):
    hub = Hub(store_url, cap=200, patience=0.3)
    subscriptions = [hub.subscribe(everything, nothing, str(number)) for number in range(100)]
    assert arrives(subscriptions[0], store_url, JOB)
    publish(store_url, "jobs/01LAST")
    last = Change("jobs", "01LAST")
    assert all(until(lambda each=each: last in each.take(0.05)[0]) for each in subscriptions)
    assert len([thread for thread in threading.enumerate() if thread.name == "live hub"]) >= 1


def test_a_killed_store_that_comes_back_is_heard_again_after_a_refetch(workshop):
    directory = workshop / "killed"
    directory.mkdir()
    with running_store(directory) as url:
        hub = Hub(url, cap=3, patience=0.3)
        subscription = hub.subscribe(everything, nothing, "")
        assert arrives(subscription, url, JOB)
    assert until(lambda: hub._heard_since is None)
    with running_store(directory) as url:
        assert until(lambda: subscription.take(0.05)[1])
        assert arrives(subscription, url, JOB)


def test_a_frozen_store_is_noticed_and_heard_again_when_it_thaws(workshop):
    directory = workshop / "frozen"
    directory.mkdir()
    with running_store(directory) as url:
        hub = Hub(url, cap=3, patience=0.3)
        subscription = hub.subscribe(everything, nothing, "")
        assert arrives(subscription, url, JOB)
        with redis.Redis.from_url(url) as client:
            process = client.info("server")["process_id"]
        os.kill(process, signal.SIGSTOP)
        try:
            assert until(lambda: hub._heard_since is None)
        finally:
            os.kill(process, signal.SIGCONT)
        assert until(lambda: subscription.take(0.05)[1])
        assert arrives(subscription, url, JOB)


def test_while_the_store_is_down_streams_tell_pages_to_look_for_themselves(
    shop, client_as, link, workshop, monkeypatch
):
    monkeypatch.setitem(shop.extensions, "live_hub", Hub(f"unix://{workshop}/nobody.sock", 5, 0.3))
    monkeypatch.setitem(shop.config, "LIVE_HEARTBEAT", 0.1)
    with open_stream(client_as("anonymous"), link) as parts:
        assert read_until(parts, "event: refetch")


def test_a_forked_process_listens_for_itself(store_url, hub):
    hub.subscribe(everything, nothing, "")
    child = os.fork()
    if child == 0:
        subscription = hub.subscribe(everything, nothing, "")
        os._exit(0 if len(hub) == 1 and arrives(subscription, store_url, JOB) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_strangers_hear_nothing_of_the_shop(client_as):
    assert client_as("anonymous").get("/live/?tables=jobs").status_code == 401


@pytest.mark.parametrize("tables", ["", "ab_user", "no_such_table", ",,,"])
def test_staff_hear_of_no_table_that_is_not_theirs_to_list(client_as, tables):
    assert client_as("Artist").get(f"/live/?tables={tables}").status_code == 403


def test_staff_hear_of_the_tables_they_asked_for(client_as, store_url):
    answer = client_as("Office").get("/live/?tables=jobs,ab_user")
    assert answer.status_code == 200
    parts = iter(answer.response)
    next(parts)
    publish_changes([("customers", "01C"), ("ab_user", "7"), ("jobs", "01J")])
    told = read_until(parts, "data: ")
    answer.close()
    assert "customers" not in told
    assert "ab_user" not in told
