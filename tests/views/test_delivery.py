"""How answers travel: packed as the browser takes them, to unpack to the same, and never where sizes would tell."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Response, jsonify

from models.core.roles import ADMIN, OFFICE
from models.links import link_for
from tests import on_sqlite
from views.core.delivery.encodings import SMALLEST
from views.core.delivery.files import CUT, file_at
from views.core.frame import assets

pytestmark = on_sqlite

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
GZIP = {"Accept-Encoding": "gzip"}
FILES = [
    ("static", "theme.css"),
    ("static", "screens.js"),
    ("vendor", "tabler.min.css"),
    ("vendor", "sprite.svg"),
]


def address_of(kind, name):
    packages = {"tabler.min.css": "tabler-core", "sprite.svg": "tabler-icons"}
    return assets.asset(name) if kind == "static" else assets.vendored(packages[name], name)


def content_of(address):
    path = assets.STATIC / address.removeprefix("/static/").partition("?")[0]
    return file_at(path).content if path.name in CUT else path.read_bytes()


def unpacked(answer):
    return UNPACK[answer.headers.get("Content-Encoding")](answer.data)


@pytest.fixture
def stranger(client_as):
    return client_as("anonymous")


@pytest.fixture
def saying(shop):
    """Make /healthz answer what the test chooses."""
    kept = shop.view_functions["health.alive"]

    def say(make):
        shop.view_functions["health.alive"] = make

    yield say
    shop.view_functions["health.alive"] = kept


@pytest.fixture
def over_tls(shop, monkeypatch):
    """The shop as it is behind a proxy that has the certificate."""
    monkeypatch.setitem(shop.config, "SESSION_COOKIE_SECURE", True)


# Files


@pytest.mark.parametrize(("kind", "name"), FILES)
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("zstd", None),
        ("", None),
    ],
)
def test_a_file_comes_as_it_is_taken_best_and_unpacks_to_itself(stranger, kind, name, accepted, encoding):
    address = address_of(kind, name)
    answer = stranger.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpacked(answer) == content_of(address)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_a_packed_file_is_smaller_and_brotli_the_smallest(stranger, kind, name):
    address = address_of(kind, name)
    sizes = [len(stranger.get(address, headers={"Accept-Encoding": e}).data) for e in ("br", "gzip", "")]
    assert sizes == sorted(sizes)
    assert sizes[1] < sizes[2] / 2


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("theme.css", "text/css; charset=utf-8"),
        ("screens.js", "text/javascript; charset=utf-8"),
        ("theme.js", "text/javascript; charset=utf-8"),
    ],
)
def test_a_packed_file_says_what_it_is_and_that_others_may_get_it_otherwise(stranger, name, media_type):
    answer = stranger.get(assets.asset(name), headers=BROWSER)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_each_form_of_a_file_has_its_own_tag_and_is_not_sent_twice(stranger):
    address, tags = assets.asset("theme.css"), set()
    for accepted in ("br", "gzip", ""):
        headers = {"Accept-Encoding": accepted}
        tag = stranger.get(address, headers=headers).headers["ETag"]
        again = stranger.get(address, headers=headers | {"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "immutable" in again.headers["Cache-Control"]
        tags.add(tag)
    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


def test_another_form_s_tag_is_no_reason_to_send_nothing(stranger):
    address = assets.asset("theme.css")
    tag = stranger.get(address, headers=GZIP).headers["ETag"]
    assert stranger.get(address, headers=BROWSER | {"If-None-Match": tag}).status_code == 200


def test_the_head_of_a_file_is_that_of_the_file_and_nothing_follows(stranger):
    address = assets.asset("theme.css")
    whole, head = stranger.get(address, headers=BROWSER), stranger.head(address, headers=BROWSER)
    assert head.data == b""
    for name in ("Content-Length", "Content-Encoding", "ETag", "Vary", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


def test_a_part_of_a_file_is_a_part_of_the_file_itself(stranger):
    address = assets.asset("theme.css")
    answer = stranger.get(address, headers=BROWSER | {"Range": "bytes=100-199"})
    assert answer.status_code == 206
    assert "Content-Encoding" not in answer.headers
    assert answer.data == content_of(address)[100:200]
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(content_of(address))}"


def test_a_font_is_packed_by_what_it_is(stranger):
    address = assets.vendored("fontsource-variable-inter", "inter-latin-wght-normal.woff2")
    answer = stranger.get(address, headers=BROWSER)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == content_of(address)
    assert answer.headers["Content-Type"] == "font/woff2"
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_few_bytes_are_not_packed(stranger):
    assert len(content_of("/static/theme.js")) < SMALLEST
    assert "Content-Encoding" not in stranger.get(assets.asset("theme.js"), headers=BROWSER).headers


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789ab"])
def test_an_address_that_does_not_name_this_content_is_asked_for_again_each_time(stranger, query):
    answer = stranger.get(f"/static/theme.css{query}", headers=BROWSER)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"]


@pytest.mark.parametrize(
    "name", ["no.css", "../../wsgi.py", "%2e%2e/%2e%2e/wsgi.py", "vendor", "vendor/", "%00"]
)
def test_what_is_no_file_of_ours_is_not_found(stranger, name):
    assert stranger.get(f"/static/{name}", headers=BROWSER).status_code == 404


def test_a_library_s_files_are_packed_too(client_as):
    page = client_as(ADMIN).get("/raw/").text
    address = next(part for part in page.split('"') if part.endswith((".css", ".css?v=4.6.2")))
    answer = client_as(ADMIN).get(address, headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    assert len(unpacked(answer)) > len(answer.data)


@pytest.mark.parametrize("status", [200, 304])
def test_a_file_neither_renews_a_cookie_nor_depends_on_one(client_as, status):
    browser, address = client_as(OFFICE), assets.asset("theme.css")
    tag = browser.get(address, headers=BROWSER).headers["ETag"]
    answer = browser.get(address, headers=BROWSER | ({"If-None-Match": tag} if status == 304 else {}))
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_file_that_was_written_anew_is_delivered_anew(tmp_path, shop):
    file = tmp_path / "one.css"
    file.write_bytes(b"a" * SMALLEST)
    first = file_at(file)
    assert gzip.decompress(first.form("gzip")) == b"a" * SMALLEST
    file.write_bytes(b"b" * (SMALLEST + 1))
    assert gzip.decompress(file_at(file).form("gzip")) == b"b" * (SMALLEST + 1)
    assert file_at(file).digest != first.digest


# Pages and JSON


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_page_is_packed_and_unpacks_to_a_page(client_as, encoding):
    answer = client_as(OFFICE).get("/jobs/list/", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert unpacked(answer).rstrip().endswith(b"</html>")
    assert len(answer.data) < len(unpacked(answer)) / 2
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_page_says_that_others_may_get_it_otherwise(client_as):
    for headers in (BROWSER, {}):
        assert "Accept-Encoding" in client_as(OFFICE).get("/jobs/list/", headers=headers).headers["Vary"]


def test_json_is_packed(client_as):
    answer = client_as(OFFICE).get("/api/v1/_openapi", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    assert unpacked(answer).startswith(b"{")


def test_an_error_s_page_is_packed(client_as):
    answer = client_as(OFFICE).get("/nothing", headers=BROWSER)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (404, "br")


def test_the_customer_s_page_by_link_is_packed(session, cast, stranger):
    link = link_for(session, cast.job)
    session.commit()
    answer = stranger.get(f"/d/{link.token()}", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_small_answer_is_not_packed(stranger):
    answer = stranger.get("/healthz", headers=BROWSER)
    assert "Content-Encoding" not in answer.headers
    assert answer.json == {"status": "ok"}


def test_the_head_of_a_page_has_no_body(client_as):
    answer = client_as(OFFICE).head("/jobs/list/", headers=BROWSER)
    assert answer.data == b""
    assert answer.headers["Content-Encoding"] == "br"


def test_a_stream_is_not_held_back_to_be_packed(client_as):
    with client_as(OFFICE).get("/live/?tables=jobs", headers=BROWSER) as answer:
        assert answer.mimetype == "text/event-stream"
        assert "Content-Encoding" not in answer.headers
        assert next(answer.response).startswith(b"retry:")


def test_an_answer_made_in_parts_is_not_packed(stranger, saying):
    saying(lambda: Response((b"x" * SMALLEST for _ in range(3)), mimetype="text/html"))
    answer = stranger.get("/healthz", headers=BROWSER)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == b"x" * (3 * SMALLEST)


def test_a_download_is_not_packed(client_as):
    for kind in ("csv", "xlsx"):
        with client_as(OFFICE).get(f"/customers/export.{kind}", headers=BROWSER) as answer:
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"Content-Encoding": "zstd"}, {"Cache-Control": "no-transform"}, {"Content-Type": "image/png"}],
)
def test_what_says_that_it_is_packed_or_wants_not_to_be_is_left_alone(stranger, saying, headers):
    body = b"x" * (2 * SMALLEST)
    saying(lambda: Response(body, headers={"Content-Type": "text/html"} | headers))
    answer = stranger.get("/healthz", headers=BROWSER)
    assert answer.data == body
    assert answer.headers.get("Content-Encoding") == headers.get("Content-Encoding")


def test_a_packed_page_s_tag_is_weak_and_still_saves_the_page(stranger, saying):
    from flask import request

    def page():
        answer = jsonify(text="x" * (2 * SMALLEST))
        answer.set_etag("one")
        return answer.make_conditional(request)

    saying(page)
    first = stranger.get("/healthz", headers=BROWSER)
    assert first.headers["ETag"] == 'W/"one"'
    again = stranger.get("/healthz", headers=BROWSER | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


# Sizes that would tell a secret


def packed(browser, **headers):
    page = "/jobs/list/?find=attackers-guess"
    return "Content-Encoding" in browser.get(page, headers=BROWSER | headers).headers


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "something-new"])
def test_over_tls_a_page_that_another_site_may_have_asked_for_is_not_packed(client_as, over_tls, site):
    assert not packed(client_as(OFFICE), **({"Sec-Fetch-Site": site} if site else {}))


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_over_tls_a_page_that_our_page_or_the_person_asked_for_is_packed(client_as, over_tls, site):
    assert packed(client_as(OFFICE), **{"Sec-Fetch-Site": site})


def test_over_tls_an_answer_to_whom_no_cookie_speaks_is_packed(program_as, over_tls):
    answer = program_as(OFFICE).get("/api/v1/_openapi", headers=BROWSER)
    assert answer.headers["Content-Encoding"] == "br"


def test_without_tls_there_is_nothing_that_sizes_could_tell(client_as):
    assert packed(client_as(OFFICE), **{"Sec-Fetch-Site": "cross-site"})


def test_over_tls_files_are_packed_for_everybody(client_as, over_tls):
    headers = BROWSER | {"Sec-Fetch-Site": "cross-site"}
    assert (
        client_as(OFFICE).get(assets.asset("theme.css"), headers=headers).headers["Content-Encoding"] == "br"
    )
