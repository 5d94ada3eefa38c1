"""The mailbox: for the owner alone, only while mail is kept, and safe from what is in the mails and their names."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from models.core.roles import ROLES
from tests import on_sqlite
from views.mailbox.letters import MAILS_A_PAGE, envelopes, letter

pytestmark = on_sqlite


def a_mail(subject="Your order is ready", html="<p>It is <b>ready</b></p><script>alert(1)</script>"):
    message = EmailMessage()
    message["Subject"], message["To"], message["From"] = (
        subject,
        "Ann <ann@acme.example>",
        "shop@687merch.example",
    )
    message.set_content("It is ready: http://shop.example/d/token\n")
    if html:
        message.add_alternative(html, subtype="html")
    return message


def keep(folder: Path, name: str, content: bytes | EmailMessage, at: int = 1_800_000_000) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content.as_bytes() if isinstance(content, EmailMessage) else content)
    os.utime(file, (at, at))
    return file


@pytest.fixture
def folder(shop, tmp_path, monkeypatch):
    folder = tmp_path / "mail"
    monkeypatch.setitem(shop.config, "MAIL_FOLDER", folder)
    return folder


@pytest.fixture
def owner(client_as):
    return client_as("Admin")


def test_the_newest_mail_comes_first(owner, folder):
    keep(folder, "a.eml", a_mail("Old news"), at=1_700_000_000)
    keep(folder, "b.eml", a_mail("Fresh news"), at=1_700_000_100)
    page = owner.get("/mailbox/").text
    assert page.index("Fresh news") < page.index("Old news")
    assert "ann@acme.example" in page


@pytest.mark.parametrize("role", [role for role in ROLES if role != "Admin"])
def test_it_is_for_the_owner_alone(client_as, folder, role):
    keep(folder, "a.eml", a_mail())
    browser = client_as(role)
    for path in ("/mailbox/", "/mailbox/a.eml", "/mailbox/a.eml/html"):
        assert browser.get(path).status_code == 403


def test_strangers_are_sent_to_sign_in(client_as, folder):
    answer = client_as("anonymous").get("/mailbox/")
    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]


def test_there_is_no_mailbox_when_mail_is_sent(owner, shop, folder, monkeypatch):
    monkeypatch.setitem(shop.config, "MAIL_SERVER", "mail.example")
    assert owner.get("/mailbox/").status_code == 404


def test_the_owner_finds_it_in_the_menu(owner, client_as):
    assert 'href="/mailbox/"' in owner.get("/").text
    assert 'href="/mailbox/"' not in client_as("Office").get("/").text


def test_an_empty_mailbox_says_so(owner, folder):
    assert "No mail yet" in owner.get("/mailbox/").text


def test_a_mail_shows_its_text_with_links_and_its_headers(owner, folder):
    keep(folder, "a.eml", a_mail())
    page = owner.get("/mailbox/a.eml").text
    assert 'href="http://shop.example/d/token"' in page
    assert "Ann &lt;ann@acme.example&gt;" in page


def test_the_html_of_a_mail_is_caged(owner, folder):
    keep(folder, "a.eml", a_mail())
    page = owner.get("/mailbox/a.eml").text
    assert "alert(1)" not in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    policy = owner.get("/mailbox/a.eml/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


def test_markup_in_headers_is_shown_as_text(owner, folder):
    keep(folder, "a.eml", a_mail("<script>alert(2)</script>"))
    assert "<script>alert(2)" not in owner.get("/mailbox/").text + owner.get("/mailbox/a.eml").text


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fetc%2fpasswd",
        "../shop.db",
        "%2e%2e%2fshop.eml",
        "nothing.eml",
        ".eml",
        "a.txt",
        "a%00.eml",
        "a" * 300,
    ],
)
def test_no_name_leads_out_of_the_folder(owner, folder, name):
    keep(folder.parent, "shop.eml", b"Subject: secret\n\nsecret")
    keep(folder, "a.txt", b"Subject: secret\n\nsecret")
    answer = owner.get(f"/mailbox/{name}")
    assert answer.status_code in (404, 308)
    assert "secret" not in answer.text


def test_a_link_in_the_folder_is_not_followed(folder):
    outside = keep(folder.parent, "outside.eml", b"Subject: secret\n\nsecret")
    folder.mkdir(exist_ok=True)
    (folder / "inside.eml").symlink_to(outside)
    assert letter(folder, "inside.eml") is None
    assert envelopes(folder, 1) == ([], False)


def test_a_huge_folder_is_shown_page_by_page(owner, folder):
    for number in range(MAILS_A_PAGE * 2 + 1):
        keep(folder, f"{number}.eml", b"Subject: n%d\n\n" % number, at=1_700_000_000 + number)
    first, more = envelopes(folder, 1)
    assert (len(first), more, first[0].name) == (MAILS_A_PAGE, True, "100.eml")
    last, more = envelopes(folder, 3)
    assert (len(last), more) == (1, False)
    assert "Older" in owner.get("/mailbox/").text
    assert "Newer" in owner.get("/mailbox/?page=3").text


@pytest.mark.parametrize("page", ["0", "-1", "99999999"])
def test_a_page_out_of_reach_is_404(owner, folder, page):
    assert owner.get(f"/mailbox/?page={page}").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe not a mail",
        b"Content-Type: text/plain; charset=no-such\n\n\xff",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n",
        b"Subject: =?utf-8?b?broken\nTo: <<<>>>@@\nDate: never\n\nHello",
        b"Content-Transfer-Encoding: base64\n\n!!!",
        b"From: \xf0\x9f\n" * 1000,
    ],
)
def test_a_broken_mail_breaks_nothing(owner, folder, content):
    keep(folder, "a.eml", content)
    for path in ("/mailbox/", "/mailbox/a.eml", "/mailbox/a.eml/html"):
        assert owner.get(path).status_code == 200
