"""A mail as the street wants it: an EmailMessage under the SMTP policy, in quoted-printable, with an id of its own."""

from __future__ import annotations

import binascii
import time
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import Any, Final

import flask_mail

_HEADERS: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Unsendable(Exception):
    """The mail cannot be a mail: its address is none, or a head line is broken."""


class ShopMessage(flask_mail.Message):
    """One mail to one address, in HTML and text. `mail_id` is its row in the outbox. May raise `Unsendable`."""

    def __init__(self, mail_id: str, *, to: str, subject: str, text: str, html: str, sender: str) -> None:
        super().__init__(subject=subject, recipients=[to], body=text, html=html, sender=sender)
        self.mail_id = mail_id
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        self.msgId = f"<{mail_id}@{domain}>"
        self.date = time.time()
        self._bytes = self._written(to)

    def as_bytes(self) -> bytes:
        """The message as it is handed over."""
        return self._bytes

    def _written(self, to: str) -> bytes:
        try:
            recipient = Address(addr_spec=to)
        except (ValueError, MessageError, IndexError):
            raise Unsendable(f"“{to}” is no e-mail address.") from None
        try:
            return bytes(self._message(recipient))
        except (ValueError, MessageError) as mistake:
            raise Unsendable(f"The mail's head cannot be written: {mistake}") from None

    def _message(self, recipient: Address) -> Any:  # type: ignore[override]
        message = EmailMessage(policy=SMTP)
        message["Subject"] = self.subject
        message["From"] = self.sender
        message["To"] = recipient
        message["Date"] = formatdate(self.date, localtime=False)
        message["Message-ID"] = self.msgId
        for name, value in _HEADERS.items():
            message[name] = value
        message["MIME-Version"] = "1.0"
        message["Content-Type"] = "multipart/alternative"
        message.attach(_part(self.body or "", "plain"))
        message.attach(_part(self.html or "", "html"))
        return message


def _part(text: str, subtype: str) -> EmailMessage:
    """MJML writes lines that are longer than mail servers accept: quoted-printable breaks them."""
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    encoded = binascii.b2a_qp(text.replace("\r\n", "\n").encode(), istext=True)  # in C: 40 times email's own
    part.set_payload(encoded.decode("ascii"))
    return part
