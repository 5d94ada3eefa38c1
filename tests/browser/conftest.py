"""A real Chromium, and the shop behind a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from .looks import DESK, PHONE

__all__ = ["DESK", "PHONE"]

_TELL_OF_POLICY = """addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error(`The content security policy forbids ${blockedURI} by ${violatedDirective}`))"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this room drives a browser."""
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def address(shop: Flask) -> Iterator[str]:
    """Where the shop answers, from threads of this process."""
    server = make_server("127.0.0.1", 0, shop, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def troubles() -> list[str]:
    """What the pages of the test wrote to their consoles as warnings and errors, and what their policy forbade."""
    return []


@pytest.fixture
def page(chromium: Browser, troubles: list[str]) -> Iterator[Page]:
    """A page of a new visitor's. It must leave no trouble in its console."""
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    context.add_init_script(_TELL_OF_POLICY)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def job(session: Session, cast: SimpleNamespace) -> str:
    """The id of Acme's job. The test keeps no transaction open, which the shop would wait for."""
    identity: str = cast.job.id
    session.commit()
    return identity
