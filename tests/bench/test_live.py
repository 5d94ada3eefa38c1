"""Many open portals: how soon a commit is at the browsers, whether pages still answer, and what a stream holds.

The browsers, the committing process and the server share this machine; what is measured begins when the commit is
asked for, so that its own time counts. Run it with nothing else on the machine.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from models.core.base import db
from tests.cast import PASSWORD, add_staff
from tests.databases import PostgresDatabase

from .figures import told
from .listening import Listeners, listening
from .live_shop import OF_A_CUSTOMER, LiveShop, live_shop

pytestmark = pytest.mark.bench

COMMITS = 200
PAUSE = 0.05
"""Seconds between two commits: busier than any shop."""
PROMISED = 250.0
"""Milliseconds."""
SLOWEST_PAGE = 2000.0
BEYOND = 10
"""Browsers that come when every place is taken."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, workshop) -> Iterator[dict[str, str]]:
    """The variable that names the database; none for the embedded one."""
    if request.param == "sqlite":
        yield {}
        return
    directory = workshop / "live"
    directory.mkdir(exist_ok=True)
    database = PostgresDatabase(directory)
    yield {"DATABASE_URL": database.url}
    database.stop()


class Pages:
    """A member of staff who opens a page again and again."""

    def __init__(self, shop: LiveShop) -> None:
        self._address = f"{shop.running.address}/api/v1"
        who = {"username": "office", "password": PASSWORD, "provider": "db"}
        answer = requests.post(f"{self._address}/security/login", json=who, timeout=20).json()
        self._headers = {"Authorization": f"Bearer {answer['access_token']}"}
        self.took: list[float] = []

    @contextmanager
    def being_read(self) -> Iterator[None]:
        """Read all the while that the block runs."""
        over = threading.Event()
        reader = threading.Thread(target=self._read, args=(over,))
        reader.start()
        yield
        over.set()
        reader.join()

    def _read(self, over: threading.Event) -> None:
        while not over.wait(0.1):
            began = time.monotonic()
            requests.get(f"{self._address}/jobs/", headers=self._headers, timeout=60).raise_for_status()
            self.took.append(1000 * (time.monotonic() - began))


def _latencies(shop: LiveShop, browsers: Listeners) -> list[float]:
    """Milliseconds from the beginning of a commit to each browser of its customer, of many commits in turns."""
    theirs: dict[int, int] = Counter(
        number // OF_A_CUSTOMER for number, status in enumerate(browsers.statuses) if status == 200
    )
    found: list[float] = []
    for number in range(COMMITS):
        place = list(theirs)[number % len(theirs)]
        began = time.monotonic()
        data = shop.change(shop.jobs[place], f"Job of commit {number}")
        heard = browsers.heard(theirs[place])
        assert {event.data for event in heard} == {data}
        found += [1000 * (event.at - began) for event in heard]
        time.sleep(PAUSE)
    return sorted(found)


@pytest.mark.parametrize(("worker", "streams", "beyond"), [("gthread", 190, BEYOND), ("gevent", 500, 0)])
def test_a_commit_is_at_every_open_portal_within_a_quarter_of_a_second(
    tmp_path, worker, streams, beyond, database_url, capsys
):
    with live_shop(tmp_path, WEB_WORKER=worker, **database_url) as shop:
        add_staff(db.session)
        asked = shop.open_portals(streams + beyond)
        pages = Pages(shop)
        with listening(shop.port, asked) as browsers, pages.being_read():
            assert sorted(browsers.statuses) == [200] * streams + [204] * beyond
            shop.wait_until_told(browsers)
            late = _latencies(shop, browsers)
            connections = shop.database_connections()
    name = f"{streams} streams, {worker}, {'postgresql' if database_url else 'sqlite'}"
    p99, page = late[int(0.99 * len(late))], statistics.quantiles(pages.took, n=100)[98]
    told(
        capsys,
        f"{name}: commit to browser, p99 ms",
        p99,
        f"<= {PROMISED:.0f}",
        f"median {late[len(late) // 2]:.1f}",
    )
    told(capsys, f"{name}: page of staff, p99 ms", page, f"<= {SLOWEST_PAGE:.0f}", f"{len(pages.took)} pages")
    told(capsys, f"{name}: connections", connections, f"< {streams // 2}")
    assert p99 <= PROMISED
    assert page <= SLOWEST_PAGE
    assert connections < streams // 2
