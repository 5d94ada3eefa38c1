"""Looking at files of strangers: what is drawn, what is only kept, what is refused; and the process that looks."""

import json

import pytest
from PIL import Image

from tasks.checking import child
from tasks.checking.child import look_at
from tasks.looking import look_at as look_in_a_process
from tests.tasks import specimens as made


@pytest.fixture
def looked(tmp_path):
    """Look at content that was sent under a name."""
    room = tmp_path / "room"
    room.mkdir()

    def look(content, name):
        path = tmp_path / "sent"
        path.write_bytes(content)
        return look_at(path, name.rpartition(".")[2], room)

    look.room = room
    return look


DRAWN = {
    "a.png": made.picture("PNG"),
    "a.jpg": made.picture("JPEG"),
    "a.webp": made.picture("WEBP"),
    "a.gif": made.picture("GIF", mode="P"),
    "a.tif": made.picture("TIFF", mode="CMYK"),
    "grey.tif": made.picture("TIFF", mode="L"),
    "a.psd": made.photoshop(),
    "a.svg": made.svg(),
    "a.pdf": made.pdf(),
    "with pdf.ai": made.pdf(),
    "no ending": made.picture("PNG"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_made_of(looked, name):
    found = looked(DRAWN[name], name)
    assert (found.refusal, found.remark) == ("", "")
    with Image.open(looked.room / "preview.webp") as preview:
        assert (preview.format, preview.size) == ("WEBP", (found.width, found.height))


def test_a_drawing_is_drawn_as_large_as_a_screen_needs_it(looked):
    found = looked(made.svg(), "a.svg")
    assert (found.width, found.height) == (2000, 1000)


def test_a_document_tells_its_pages(looked):
    assert looked(made.pdf(pages=3), "a.pdf").pages == 3


KEPT = [
    ("asks for a password", "a.pdf", made.locked_pdf()),
    ("EPS", "a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    ("outside itself", "a.svg", made.svg(b"<style>@import 'https://x.example/a.css';</style>")),
    ("outside itself", "a.svg", made.svg(b'<image xlink:href="file:///etc/passwd" width="9" height="9"/>')),
    ("parts of a web page", "a.svg", made.svg(b"<foreignObject><p>x</p></foreignObject>")),
    ("entities", "a.svg", made.svg(b"<text>&i;</text>", before=made.LAUGHS)),
    ("too long and thin", "a.svg", made.svg().replace(b"0 0 40 20", b"0 0 1 900000")),
    ("too large, or has no size", "a.pdf", made.pdf(width=90_000)),
    ("no preview", "crest.dst", b"LA:crest\r"),
    ("This kind of file", "art.zip", made.archive()),
]


@pytest.mark.parametrize(("word", "name", "content"), KEPT)
def test_is_kept_without_a_preview_and_says_why(looked, word, name, content):
    found = looked(content, name)
    assert found.refusal == ""
    assert word in found.remark
    assert found.width == 0


REFUSED = {
    "a page in a picture": ("a.png", made.picture("PNG") + b"<script>alert(1)</script>"),
    "an archive in a picture": ("a.jpg", made.picture("JPEG") + made.archive()),
    "an archive in a document": ("a.pdf", made.pdf() + made.archive()),
    "a document in a picture": ("a.gif", made.picture("GIF", mode="P") + made.pdf()),
    "another kind than it says": ("a.png", made.pdf()),
    "a picture called a document": ("a.pdf", made.picture()),
    "a program called a picture": ("a.png", b"MZ" + b"\0" * 200),
    "a program": ("setup.exe", b"MZ" + b"\0" * 200),
    "a web page": ("a.html", b"<!doctype html><script>alert(1)</script>"),
    "a web page without an ending": ("page", b"<!doctype html><html><script>alert(1)</script></html>"),
    "a page called a drawing": ("a.svg", b"<!doctype html><html><script>alert(1)</script></html>"),
    "a script": ("logo", b"#!/bin/sh\nrm -rf ~\n"),
    "a drawing with a script": ("a.svg", made.svg(b"<script>alert(1)</script>")),
    "a drawing that listens": ("a.svg", made.svg(more=b'onload="alert(1)"')),
    "a drawing with a running link": (
        "a.svg",
        made.svg(b'<a xlink:href="java\tscript:alert(1)"><rect width="9" height="9"/></a>'),
    ),
    "a broken drawing": ("a.svg", made.svg()[:-20]),
    "half a picture": ("a.png", made.picture("PNG", width=900)[:-900]),
    "half a photo": ("a.jpg", made.picture("JPEG", width=900)[:-900]),
    "half a document": ("a.pdf", made.pdf(pages=9)[:300]),
    "a document of nothing": ("a.pdf", b"%PDF-1.4\nnothing\n%%EOF\n"),
    "a document of too many pages": ("a.pdf", made.pdf(pages=501)),
    "a picture of too many pixels": ("a.png", made.vast_png(30_000, 30_000)),
    "a picture that is too wide": ("a.png", made.vast_png(1_000_000, 1)),
    "an archive that would fill a disk": ("a.zip", made.archive(b"\0" * 30_000_000, times=9)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_with_a_sentence(looked, what):
    name, content = REFUSED[what]
    found = looked(content, name)
    assert found.refusal.endswith((".", "it."))
    assert list(looked.room.iterdir()) == []


def test_what_is_looked_at_does_not_know_the_shop(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "the secret of the shop")
    room = tmp_path / "room"
    room.mkdir()
    art = tmp_path / "sent"
    art.write_bytes(made.picture())
    found = look_in_a_process(art, "a.png", room)
    assert (found.mime_type, found.width, found.height) == ("image/png", 640, 480)
    assert json.loads((room / child.FINDINGS).read_text())["width"] == 640


@pytest.mark.parametrize("death", ["os.abort()", "bytearray(4 << 30)", "open('/dev/null').nothing"])
def test_a_file_by_which_the_process_dies_is_refused_and_we_live(tmp_path, monkeypatch, death):
    from tasks import looking

    fatal = f"import os, sys; sys.path.append({looking._HERE!r}); from checking import child; child._limit(); {death}"
    monkeypatch.setattr(looking, "_PROGRAM", fatal)
    art = tmp_path / "sent"
    art.write_bytes(made.picture())
    assert "memory and time" in look_in_a_process(art, "a.png", tmp_path).refusal
