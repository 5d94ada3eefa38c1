"""A mail as the street wants it: head lines folded and checked by the standard library's SMTP policy, a text and an
HTML part in quoted-printable, and an id of its own.

The parts are put together here, not by an EmailMessage: encoding and flattening one costs three times what it takes
to send it.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import Final

import flask_mail

_ALWAYS: Final = (
    b"Auto-Submitted: auto-generated\r\n"
    b"X-Auto-Response-Suppress: All\r\n"
    b"MIME-Version: 1.0\r\n"
)  # fmt: skip

_ONE_CLICK: Final = (
    b"List-Unsubscribe: <%b>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
)  # fmt: skip

_PLAIN_VALUE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.:;!?'/()-]{0,58}[A-Za-z0-9.!?)]")


@dataclass(frozen=True)
class Attachment:
    """A PDF that goes with a mail, under a name of ours: ASCII letters, digits, hyphens and a point."""

    name: str
    content: bytes


class Unsendable(Exception):
    """The mail cannot be a mail: its address is none, or a head line is broken."""


class ShopMessage(flask_mail.Message):
    """One mail to one address, in text and HTML. `mail_id` is its row in the outbox. May raise `Unsendable`.

    `unsubscribe` is the address by which one press of a button in the mail program stops its like (RFC 8058).
    """

    def __init__(
        self,
        mail_id: str,
        *,
        to: str,
        subject: str,
        text: str,
        html: str,
        sender: str,
        unsubscribe: str = "",
        attached: Sequence[Attachment] = (),
    ) -> None:
        self.mail_id, self.unsubscribe = mail_id, unsubscribe
        self.recipient = deliverable(to)
        super().__init__(subject=subject, recipients=[self.recipient], body=text, html=html, sender=sender)
        self.envelope_from = _envelope_address(sender)
        domain = self.envelope_from.rpartition("@")[2] or "localhost"
        self.msgId = f"<{mail_id}@{domain}>"
        body = _body(text, html, boundary=f"=_{mail_id}")
        self._bytes = self._head() + (_with(attached, body, boundary=f"=_m{mail_id}") if attached else body)

    def as_bytes(self) -> bytes:
        """The message as it is handed over, with CRLF line ends and no line above 78 characters but an address."""
        return self._bytes

    def _head(self) -> bytes:
        try:
            lines = head_line("Subject", str(self.subject)), _sender_line(str(self.sender))
        except (ValueError, MessageError) as mistake:
            raise Unsendable(f"The mail's head cannot be written: {mistake}") from None
        plain = f"To: {self.recipient}\r\nDate: {formatdate(time.time())}\r\nMessage-ID: {self.msgId}\r\n"
        return b"".join(lines) + plain.encode("ascii") + _ALWAYS + self._one_click()

    def _one_click(self) -> bytes:
        if not self.unsubscribe:
            return b""
        if not (self.unsubscribe.isascii() and self.unsubscribe.isprintable()):
            raise Unsendable("The address that stops such mails cannot be written.")
        return _ONE_CLICK % self.unsubscribe.encode("ascii")


@functools.lru_cache(maxsize=4096)
def deliverable(address: str) -> str:
    """`address` in ASCII as it is said to a server (an international domain in its encoded form); `Unsendable`."""
    try:
        parsed = Address(addr_spec=address)
        domain = parsed.domain.encode("idna").decode("ascii")
        spec = parsed.addr_spec.removesuffix(parsed.domain) + domain
        if domain and spec.isascii() and spec.isprintable():
            return spec
    except (ValueError, MessageError, IndexError):
        pass
    raise Unsendable(f"“{address[:100]}” is not an address that mail can be sent to.")


def head_line(name: str, value: str) -> bytes:
    """The header folded and encoded; ValueError when `value` has a line end, which could add a header of its own."""
    if _PLAIN_VALUE.fullmatch(value):
        return f"{name}: {value}\r\n".encode("ascii")  # most are: nothing to fold and nothing to encode
    return SMTP.fold_binary(*SMTP.header_store_parse(name, value))


@functools.cache
def _envelope_address(sender: str) -> str:
    return parseaddr(sender)[1]


_sender_line = functools.cache(functools.partial(head_line, "From"))


def _body(text: str, html: str, boundary: str) -> bytes:
    """Both parts. The boundary begins with “=_”, which quoted-printable never writes."""
    edge = f"--{boundary}".encode("ascii")
    kind = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode("ascii")
    return b"\r\n".join([kind, edge, _part(text, "plain"), edge, _part(html, "html"), edge + b"--", b""])


_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")


def _with(attached: Sequence[Attachment], body: bytes, boundary: str) -> bytes:
    """`body` as the first part of a mail that has papers with it."""
    edge = f"--{boundary}".encode("ascii")
    kind = f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n'.encode("ascii")
    papers = [part for each in attached for part in (edge, _paper(each))]
    return b"\r\n".join([kind, edge, body, *papers, edge + b"--", b""])


def _paper(attached: Attachment) -> bytes:
    if not _SAFE_NAME.fullmatch(attached.name):
        raise Unsendable(f"“{attached.name[:80]}” is no name that a file can be sent under.")
    head = (
        f'Content-Type: application/pdf; name="{attached.name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{attached.name}"\r\n\r\n'
    )
    return head.encode("ascii") + base64.encodebytes(attached.content).replace(b"\n", b"\r\n")


def _part(text: str, subtype: str) -> bytes:
    """MJML writes lines that are longer than mail servers accept: quoted-printable breaks them."""
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode("ascii") + binascii.b2a_qp(lines.encode(), istext=True)
