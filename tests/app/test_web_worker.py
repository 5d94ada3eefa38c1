"""The web server with greenlets: streams and pages beside each other, and nothing left behind."""

from __future__ import annotations

import signal

import pytest
import requests

from tests.bench.listening import listening
from tests.bench.live_shop import OF_A_CUSTOMER, live_shop

from .running_shop import until

STREAMS = 60
"""More than the 48 connections that a process may have to its database: streams that held one could not all open."""


@pytest.fixture(scope="module")
def gevent_shop(tmp_path_factory):
    """A shop served by greenlets."""
    with live_shop(tmp_path_factory.mktemp("gevent"), WEB_WORKER="gevent") as shop:
        yield shop


def test_greenlets_hold_many_streams_without_connections_and_serve_pages_meanwhile(gevent_shop):
    asked = gevent_shop.open_portals(STREAMS)
    with listening(gevent_shop.port, asked) as browsers:
        assert browsers.statuses == [200] * STREAMS
        gevent_shop.wait_until_told(browsers)
        told = gevent_shop.change(gevent_shop.jobs[3], "Caps")
        heard = browsers.heard(OF_A_CUSTOMER)
        assert {event.data for event in heard} == {told}
        assert {event.stream // OF_A_CUSTOMER for event in heard} == {3}
        page = requests.get(f"{gevent_shop.running.address}/portal/", headers=asked[0][1], timeout=20)
        assert page.status_code == 200
        assert gevent_shop.database_connections() < STREAMS


def test_a_killed_supervisor_leaves_no_greenlet_server(gevent_shop):
    gevent_shop.running.meet_family()
    gevent_shop.running.stop(signal.SIGKILL)
    until(lambda: not gevent_shop.running.survivors(), 10, gevent_shop.running.survivors)
