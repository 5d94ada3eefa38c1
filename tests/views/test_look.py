"""The shop's name, accent and logo: chosen in the settings, on every page at once, and no query for a page."""

from __future__ import annotations

import html
import io
import json
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from models.core.audit import AuditEntry
from models.core.base import db
from models.core.roles import ADMIN, ARTIST, MANAGER, OFFICE
from models.links import link_for
from models.settings import Setting
from tasks import emails, logo, look, templates
from tests import on_sqlite
from tests.browsing import csrf_token, post_form

from .test_every_screen import asked

LOGO_PAGE = "/settings/logo"


def setting(session, name):
    session.rollback()
    return session.scalars(sa.select(Setting).where(Setting.name == name)).one()


def written_elsewhere(name, value):
    """Another process writes the setting: nothing in this one hears of it."""
    statement = sa.update(Setting).where(Setting.name == name)
    with db.engine.begin() as connection:
        connection.execute(statement.values(value=value, version=Setting.version + 1))


def sheet_of(page):
    return re.search(r'href="(/look/[0-9a-f]{6}\.css\?v=\w+)"', page.text)[1]


def picture(kind="PNG", size=(300, 100), mode="RGBA", colour="teal", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    file.seek(0)
    return file


def choose(browser, file, name="logo.png"):
    data = {"csrf_token": csrf_token(browser, LOGO_PAGE), "logo": (file, name)}
    return browser.post(LOGO_PAGE, data=data)


@pytest.fixture
def manager(client_as):
    return client_as(MANAGER)


def test_the_name_chosen_in_the_settings_stands_on_every_page(session, manager, client_as, cast):
    link = link_for(session, cast.job)
    session.commit()
    token = link.token()
    chosen = setting(session, "shop_name").id
    assert post_form(manager, f"/settings/edit/{chosen}", value="Ink & Thread").status_code == 303
    stranger = client_as("anonymous")
    pages = [manager.get("/jobs/list/"), stranger.get("/login/"), stranger.get(f"/d/{token}")]
    pages += [manager.get("/nowhere"), client_as(ADMIN).get("/raw/jobs/"), stranger.get("/d/unknown")]
    for page in pages:
        title = html.unescape(re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1])
        assert "Ink & Thread" in title
        assert "687 Merch" not in page.text
        assert len(re.findall("Ink &amp; Thread", page.text)) >= 2


@on_sqlite
def test_without_a_name_of_its_own_the_shop_is_called_as_installed(session, manager):
    assert "687 Merch" in manager.get("/").text
    assert "687 Merch (as installed)" in manager.get("/settings/list/").text


@on_sqlite
def test_a_name_may_be_taken_back(session, manager):
    chosen = setting(session, "shop_name").id
    for name in ("Ink & Thread", ""):
        assert post_form(manager, f"/settings/edit/{chosen}", value=name).status_code == 303
    assert "687 Merch" in manager.get("/").text


@on_sqlite
def test_mails_carry_the_name_and_the_accent(session, manager):
    for name, value in {"shop_name": "Ink and Thread", "accent_colour": "#1d4ed8"}.items():
        setting(session, name).value = value
        session.commit()
    assert emails._shop() == {
        "name": "Ink and Thread",
        "mark": "Ink",
        "rest": "and Thread",
        "accent": "#1d4ed8",
    }
    assert emails.sender() == "Ink and Thread <shop@687merch.example>"


def test_every_mail_is_drawn_in_the_accent():
    for name in emails.EMAILS:
        sample = json.loads((templates.FOLDER / name / "sample.json").read_text())
        sample["shop"]["accent"] = "#1d4ed8"
        drawn = templates.write(name, sample).html
        assert "background-color:#1d4ed8" in drawn
        assert "#0f766e" not in drawn


@on_sqlite
def test_a_sender_that_the_installation_names_is_kept(shop, monkeypatch):
    monkeypatch.setitem(shop.config, "MAIL_DEFAULT_SENDER", "Front desk <shop@687merch.example>")
    assert emails.sender() == "Front desk <shop@687merch.example>"


@on_sqlite
def test_the_accent_is_a_style_sheet_whose_address_changes_with_it(session, manager, client_as):
    before = sheet_of(manager.get("/"))
    chosen = setting(session, "accent_colour").id
    assert post_form(manager, f"/settings/edit/{chosen}", value="#1D4ED8").status_code == 303
    after = sheet_of(client_as("anonymous").get("/login/"))
    assert after.startswith("/look/1d4ed8.css")
    assert after != before


@on_sqlite
def test_strangers_read_the_style_sheet_and_browsers_keep_it(client_as):
    stranger = client_as("anonymous")
    answer = stranger.get(sheet_of(stranger.get("/login/")))
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--light-accent: #0f766e;" in answer.text
    assert (
        stranger.get("/look/0f766e.css?v=of-another-release").headers.get("Cache-Control")
        != (answer.headers["Cache-Control"])
    )


@on_sqlite
def test_files_of_the_look_set_no_cookie_and_ask_no_database(manager):
    address = sheet_of(manager.get("/"))
    answer, sent = asked(manager, address)
    assert sent == []
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]


@on_sqlite
@pytest.mark.parametrize("colour", ["teal", "0F766E", "0f766", "0f766e0", "%7d%7b"])
def test_no_style_sheet_is_made_of_what_is_no_colour(client_as, colour):
    assert client_as("anonymous").get(f"/look/{colour}.css").status_code == 404


@on_sqlite
def test_a_pale_accent_is_refused_and_what_was_typed_is_kept(session, manager):
    chosen = setting(session, "accent_colour").id
    answer = post_form(manager, f"/settings/edit/{chosen}", value="#2dd4bf")
    assert answer.status_code == 422
    assert "needs 4.5:1 to be read" in answer.text
    assert re.search(r'<input type="text"[^>]* data-colour [^>]*value="#2dd4bf"', answer.text)
    assert setting(session, "accent_colour").value == "#0f766e"


@on_sqlite
def test_a_value_that_came_by_another_door_does_not_stop_the_pages(client_as):
    written_elsewhere("accent_colour", "red;}")
    assert sheet_of(client_as("anonymous").get("/login/")).startswith("/look/0f766e.css")


@on_sqlite
def test_no_page_asks_for_the_look_twice(manager):
    manager.get("/settings/list/")
    _, sent = asked(manager, "/settings/list/")
    assert [statement for statement in sent if "settings.value" in statement and "IN" in statement] == []


def test_staff_see_at_once_what_another_process_wrote(manager):
    manager.get("/")
    written_elsewhere("shop_name", "Written elsewhere")
    assert "Written elsewhere" in manager.get("/").text


@on_sqlite
def test_strangers_see_what_another_process_wrote_when_the_time_is_up(client_as, monkeypatch):
    stranger = client_as("anonymous")
    stranger.get("/login/")
    written_elsewhere("shop_name", "Written elsewhere")
    monkeypatch.setattr(look, "KEPT_FOR", 0.0)
    assert "Written elsewhere" in stranger.get("/login/").text


@on_sqlite
def test_what_was_not_committed_is_not_shown(session, client_as):
    setting(session, "shop_name").value = "Not yet"
    session.flush()
    look.forget()
    assert look.look().name == "687 Merch"


@on_sqlite
def test_a_page_that_tells_of_a_failure_asks_no_database(shop):
    look.forget()
    with shop.test_request_context():
        _, sent = asked(shop.test_client(), "/nowhere")
        assert look.known_look().name == "687 Merch"
    assert len(sent) <= 1


@pytest.mark.parametrize(
    ("kind", "ending", "options"),
    [("PNG", "png", {}), ("JPEG", "jpg", {"mode": "RGB"}), ("WEBP", "webp", {})],
)
@on_sqlite
def test_a_logo_is_shown_on_every_page_and_kept_by_browsers(manager, client_as, kind, ending, options):
    assert choose(manager, picture(kind, **options)).status_code == 303
    stranger = client_as("anonymous")
    address = re.search(
        rf'src="(/look/logo/[0-9a-f]{{32}}-300x100\.{ending})"', stranger.get("/login/").text
    )[1]
    assert all(address in page.text for page in (manager.get("/"), stranger.get("/nowhere")))
    answer = stranger.get(address)
    assert answer.mimetype == logo.TYPES[ending]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.data)).format == kind


@on_sqlite
def test_a_large_picture_is_kept_as_small_as_pages_show_it(manager, session):
    choose(manager, picture(size=(2000, 1000)))
    assert re.search(r"-320x160\.png$", setting(session, "logo").value)


@on_sqlite
def test_a_transparent_margin_is_cut_off(manager, session):
    drawn = Image.new("RGBA", (400, 300))
    drawn.paste("teal", (50, 100, 350, 200))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    file.seek(0)
    choose(manager, file)
    assert re.search(r"-300x100\.png$", setting(session, "logo").value)


@on_sqlite
def test_nothing_travels_in_a_logo_but_its_pixels(manager, session, shop):
    exif = Image.Exif()
    exif[0x010E] = "taken at the owner's home"
    choose(manager, picture("JPEG", mode="RGB", exif=exif), "logo.jpg")
    kept = logo.path_of(setting(session, "logo").value).read_bytes()
    assert b"owner's home" not in kept


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a picture first."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no PNG, JPEG or WebP picture"),
        (b"GIF89a" + bytes(40), "no PNG, JPEG or WebP picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "no PNG, JPEG or WebP picture"),
        (picture().read()[:200], "damaged"),
        (bytes(1024 * 1024 + 1), "larger than 1 MB"),
        (picture(size=(4001, 10)).read(), "4,001 × 10 pixels"),
        (picture(colour=(0, 0, 0, 0)).read(), "nothing to see"),
    ],
)
@on_sqlite
def test_what_is_no_fitting_picture_is_refused_whatever_it_is_called(manager, session, content, sentence):
    answer = choose(manager, io.BytesIO(content), "logo.png")
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert setting(session, "logo").value == ""


@on_sqlite
def test_a_logo_that_is_taken_away_is_gone_and_the_trail_tells(manager, session):
    choose(manager, picture())
    stored = logo.path_of(setting(session, "logo").value)
    assert stored.is_file()
    assert post_form(manager, LOGO_PAGE, remove="y").status_code == 303
    assert not stored.exists()
    assert "/look/logo/" not in manager.get("/").text
    trail = sa.select(AuditEntry.kind).where(AuditEntry.subject == f"settings/{setting(session, 'logo').id}")
    assert session.scalars(trail).all().count("changed") == 2


@on_sqlite
def test_a_picture_that_storage_lost_is_not_asked_for(manager, session):
    choose(manager, picture())
    logo.path_of(setting(session, "logo").value).unlink()
    look.forget()
    assert "/look/logo/" not in manager.get("/").text


@on_sqlite
def test_the_logos_row_of_the_settings_leads_to_its_page(manager, session):
    answer = manager.get(f"/settings/edit/{setting(session, 'logo').id}")
    assert (answer.status_code, answer.headers["Location"]) == (302, LOGO_PAGE)


@on_sqlite
@pytest.mark.parametrize("role", [OFFICE, ARTIST])
def test_nobody_chooses_a_logo_who_may_not_write_settings(client_as, role, session):
    browser = client_as(role)
    assert browser.get(LOGO_PAGE).status_code == 403
    data = {"csrf_token": csrf_token(browser, "/resetmypassword/form"), "logo": (picture(), "logo.png")}
    assert browser.post(LOGO_PAGE, data=data).status_code == 403
    assert setting(session, "logo").value == ""


@on_sqlite
@pytest.mark.parametrize("name", ["..%2f..%2fkeys%2fsecret_key", "0" * 32 + "-1x1.png", "x.svg"])
def test_no_other_file_is_served_as_a_logo(client_as, name):
    assert client_as("anonymous").get(f"/look/logo/{name}").status_code == 404
