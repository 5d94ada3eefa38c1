"""A real SMTP server of the tests, which can be told to refuse, to hang up and to be slow."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port


class Handler:
    """Keeps what it accepts. `recipient` and `content` may answer for it; `during` is called while it has a mail."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.connections: set[int] = set()
        self.recipient: Callable[[str], str | None] = lambda _address: None
        self.content: Callable[[EmailMessage], str | None] = lambda _message: None
        self.during: Callable[[], object] = lambda: None

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        refusal = self.recipient(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=default)
        self.connections.add(id(session))
        refusal = self.content(message)
        if refusal == "hang up":
            server.transport.abort()
            return "421 gone"
        if refusal is None:
            self.during()
            self.messages.append(message)
            self.raw.append(envelope.content)
        return refusal or "250 OK"

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


@contextmanager
def serving(port: int | None = None) -> Iterator[tuple[Handler, int]]:
    """A server on a loopback port, in a thread of its own."""
    handler, port = Handler(), port or free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


def text_of(message: EmailMessage) -> str:
    """The text twin."""
    return message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def html_of(message: EmailMessage) -> str:
    """The HTML part."""
    return message.get_body(("html",)).get_content()  # type: ignore[union-attr]
