"""The message as real servers want it."""

from __future__ import annotations

import email
import smtplib
import socket
import threading
from email.policy import default

import pytest

from tasks.mailer import Folder, ServerGone, connected, describe
from tasks.message import ShopMessage, Unsendable

from .smtp import html_of, text_of


def message(**changes):
    values = {
        "to": "ann@acme.example",
        "subject": "Your order",
        "text": "Hello\n.\nFrom here\n",
        "html": "<p>Hello – “Ann”</p>" + "x" * 3000,
        "sender": "687 Merch <shop@687merch.example>",
    }
    return ShopMessage("01TEST", **(values | changes))


def parsed(one):
    return email.message_from_bytes(one.as_bytes(), policy=default)


def test_both_parts_arrive_as_they_were_written():
    read = parsed(message())
    assert text_of(read).replace("\r\n", "\n").rstrip() == "Hello\n.\nFrom here"
    assert html_of(read).strip() == "<p>Hello – “Ann”</p>" + "x" * 3000


def test_no_line_is_longer_than_servers_take():
    assert max(len(line) for line in message(subject="Tees " * 60).as_bytes().split(b"\r\n")) <= 78


def test_every_line_end_is_crlf():
    content = message().as_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_the_message_is_plain_ascii_on_the_wire():
    assert message(subject="Größe – “M”").as_bytes().isascii()
    assert parsed(message(subject="Größe – “M”"))["Subject"] == "Größe – “M”"


def test_the_message_id_is_the_rows_id():
    assert parsed(message())["Message-ID"] == "<01TEST@687merch.example>"


def test_the_message_says_that_no_person_sent_it():
    assert parsed(message())["Auto-Submitted"] == "auto-generated"


def test_a_line_end_in_the_subject_is_refused():
    with pytest.raises(Unsendable):
        message(subject="Your order\r\nBcc: everybody@example.com")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "@acme.example",
        "a@b, c@d",
        "ann@acme.example\r\nBcc: x@y",
        "Ann <ann@acme.example>",
        "ä@x.de",
        "a@" + "b" * 70,
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Unsendable):
        message(to=address)


def test_an_international_domain_is_encoded():
    assert parsed(message(to="ann@münchen.example"))["To"] == "ann@xn--mnchen-3ya.example"


def test_what_a_server_says_is_kept_as_one_line_that_any_database_can_hold():
    said = smtplib.SMTPDataError(554, b"no\x00 \x1b[31m\r\nsuch mail")
    assert describe(said) == "554 no [31m such mail"


@pytest.mark.on_sqlite
def test_a_server_that_greets_nobody_is_gone_and_no_mail_is_blamed_for_it(mail_through):
    def be_rude(server):
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 hi\r\n")
            for _ in lines:
                connection.sendall(b"500 no\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=be_rude, args=(server,), daemon=True).start()
        mail_through(server.getsockname()[1])
        with pytest.raises(ServerGone, match="500 no"), connected():
            pass


def test_a_mail_that_cannot_be_kept_leaves_nothing_behind(tmp_path):
    in_the_way = tmp_path / "01TEST.eml"
    in_the_way.mkdir()
    with pytest.raises(ServerGone):
        Folder(tmp_path).send(message())
    assert list(tmp_path.iterdir()) == [in_the_way]
