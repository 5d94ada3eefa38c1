"""The door to the mail server. Without one, mails are kept as files.

Whatever goes wrong is told as one of two things: this mail was refused (`Refused`), or the server is gone and no
mail can be sent now (`ServerGone`).
"""

from __future__ import annotations

import functools
import os
import smtplib
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

import flask_mail
from flask import Flask, current_app

from .message import ShopMessage

TIMEOUT: Final = 15.0
"""Seconds that the server may take for each answer."""


class Refused(Exception):
    """The mail was not taken. `permanent` says that trying again is of no use."""

    def __init__(self, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.permanent = permanent


class ServerGone(Exception):
    """The mail server cannot be reached, does not let us in, or was lost."""


class Transport(Protocol):
    """Something that takes messages."""

    def send(self, message: ShopMessage) -> None:
        """Hand over one message; `Refused` or `ServerGone`."""


def init_app(app: Flask) -> None:
    """Let Flask-Mail read the configuration of `app`."""
    flask_mail.Mail(app)


@contextmanager
def connected() -> Iterator[Transport]:
    """A transport for a batch of mails: one connection to the server, or the folder. May raise `ServerGone`."""
    if not current_app.config["MAIL_SERVER"]:
        yield Folder(Path(current_app.config["MAIL_FOLDER"]))
        return
    connection = PatientConnection(current_app.extensions["mail"])
    try:
        connection.host = connection.configure_host()
    except (smtplib.SMTPException, OSError, ValueError) as failure:
        raise ServerGone(f"The mail server does not answer or let us in: {describe(failure)}") from failure
    try:
        yield connection
    finally:
        connection.close()


class PatientConnection(flask_mail.Connection):
    """One SMTP connection that waits at most `TIMEOUT` seconds for each answer."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Connect, encrypt and sign in as configured."""
        name, port = self.mail.server, self.mail.port or 0
        if self.mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(name, port, timeout=TIMEOUT, context=_verifying())
        else:
            host = smtplib.SMTP(name, port, timeout=TIMEOUT)
        try:
            host.ehlo_or_helo_if_needed()  # else the first mail would be blamed for a server that greets nobody
            if self.mail.use_tls:
                host.starttls(context=_verifying())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def send(self, message: ShopMessage) -> None:  # type: ignore[override]
        """Hand over one message; `Refused` or `ServerGone`."""
        if self.host is None:
            raise ServerGone("The connection is closed.")
        try:
            self.host.sendmail(message.envelope_from, [message.recipient], message.as_bytes())
        except OSError as failure:  # every SMTPException is one
            if is_refusal(failure):
                raise Refused(describe(failure), permanent=is_permanent(failure)) from failure
            raise ServerGone(f"The mail server was lost: {describe(failure)}") from failure

    def close(self) -> None:
        """Say goodbye; a server that is gone already does not matter."""
        if self.host is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.host.quit()
            self.host.close()


class Folder:
    """Keeps each message as a file named by its id; sending it again replaces the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: ShopMessage) -> None:
        """Write the message beside its place and move it there, so that nobody sees half of it."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._keep(message.as_bytes(), self.folder / f"{message.mail_id}.eml")
        except OSError as failure:
            raise ServerGone(f"The mail could not be kept in {self.folder}: {failure.strerror}.") from failure

    def _keep(self, content: bytes, place: Path) -> None:
        descriptor, draft = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(place)
        except BaseException:
            Path(draft).unlink(missing_ok=True)  # a full disk would be filled by what could not be kept
            raise


@functools.cache
def _verifying() -> ssl.SSLContext:
    return ssl.create_default_context()


def is_refusal(failure: OSError) -> bool:
    """Whether the server answered about this mail, so that the next one may fare better."""
    return isinstance(failure, smtplib.SMTPException) and not isinstance(
        failure, smtplib.SMTPServerDisconnected
    )


def is_permanent(failure: OSError) -> bool:
    """Whether trying again is of no use.

    A 5xx about the recipient or the content is; one about the sender is not, since it means that the shop's own
    address or server must be put right.
    """
    if isinstance(failure, smtplib.SMTPSenderRefused):
        return False
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in failure.recipients.values())
    if isinstance(failure, smtplib.SMTPResponseException):
        return failure.smtp_code >= 500
    return True


def describe(failure: Exception) -> str:
    """What the server said, in one line of at most 500 characters."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(failure.recipients.values()))
        said = f"{code} {_text(answer)}"
    elif isinstance(failure, smtplib.SMTPResponseException):
        said = f"{failure.smtp_code} {_text(failure.smtp_error)}"
    else:
        said = str(failure) or type(failure).__name__
    return " ".join("".join(each if each.isprintable() else " " for each in said).split())[:500]


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
