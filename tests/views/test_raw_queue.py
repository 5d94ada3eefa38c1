"""The console of the queues: the owner's alone, and it says so when the store is away."""

import re

import pytest
from rq import Queue

from models.core.roles import ADMIN, ROLES
from tasks.queue import redis_client
from tests import on_sqlite

pytestmark = on_sqlite


@pytest.mark.parametrize("role", [role for role in ROLES if role != ADMIN])
def test_nobody_but_the_owner_sees_the_queues(client_as, role):
    assert client_as(role).get("/raw/queue/").status_code == 403


def test_the_owner_sees_what_waits(shop, client_as):
    queue = Queue("default", connection=redis_client())
    queue.empty()
    queue.enqueue("tasks.outbox.drain_job")
    try:
        page = client_as(ADMIN).get("/raw/queue/").text
    finally:
        queue.empty()
    assert re.search(r'<td>default</td><td [^>]*data-heading="Waiting">1</td>', page)


def test_the_page_says_when_the_store_is_away(shop, client_as, monkeypatch):
    from tasks.breaker import quick_client

    monkeypatch.setitem(shop.extensions, "shop_redis", quick_client("unix:///nowhere/store.sock"))
    assert "The store does not answer" in client_as(ADMIN).get("/raw/queue/").text
