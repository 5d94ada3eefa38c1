"""A real SMTP server of the test's own, which keeps what it is given."""

from __future__ import annotations

import contextlib
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from .ports import free_port


class Postbox:
    """Every message that was delivered, in order."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.url = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Keep the message."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        return "250 OK"

    def subjects_to(self, address: str) -> list[str]:
        """The subjects of what was delivered to `address`, in order."""
        return [message["Subject"] for message in self.messages if address in message["To"]]


@contextlib.contextmanager
def mail_server() -> Iterator[Postbox]:
    """A server on the loopback; its address is the postbox's `url`."""
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    postbox.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield postbox
    finally:
        controller.stop()
