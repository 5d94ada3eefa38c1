"""Two versions of a picture in a real browser: slid, set side by side, zoomed, moved and pinned, by every means."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pytest
from flask import render_template_string
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests import on_sqlite
from views.core.public.sealed import public_policy

from .conftest import PHONE
from .looks import faults_of

pytestmark = on_sqlite

WIDE, HIGH = 800, 480
PAGE = """<!doctype html><html lang="en"><head><title>Proof</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{{ asset('public.css') }}"><link rel="stylesheet" href="{{ asset('compare.css') }}">
{% import "look.html" as look_parts %}{{ look_parts.head(look()) }}
<script src="{{ asset('compared.js') }}" defer></script><script src="{{ asset('compare.js') }}" defer></script></head>
<body><main><h1>Proof</h1>{% import "proof/_compare.html" as c %}{{ c.pictures(shown) }}</main></body></html>"""


def picture(hue):
    image = Image.new("RGB", (WIDE, HIGH), "#e7e9e8")
    ImageDraw.Draw(image).ellipse((300, 140, 500, 340), fill=hue)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def serve(page, name, body, headers):
    def answer(route):
        route.fulfill(body=body, headers=headers)

    page.route(f"**/{name}", answer)


def pane(number, *pins, takes_notes=False):
    return SimpleNamespace(
        number=number,
        tag=f"v{number}",
        url=f"/picture-{number}.png",
        alt=f"Version {number}",
        width=WIDE,
        height=HIGH,
        takes_notes=takes_notes,
        pins=pins,
    )


def pin(number, x, y):
    return SimpleNamespace(
        number=number, note=f"note-{number}", x=x, y=y, is_solved=False, label=f"Note {number} by Ann"
    )


class Proof:
    """The page with the pictures, and what it was asked for."""

    def __init__(self, page):
        self.page = page
        self.stage = page.get_by_role("group", name=re.compile("^Version"))
        self.divider = page.get_by_role("slider")

    def events(self):
        return self.page.evaluate("window.heard")

    def box(self, element):
        return element.bounding_box()

    def press(self, x, y):
        """At a place of the stage, in fractions."""
        box = self.box(self.stage)
        self.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])

    def scale(self):
        return self.page.evaluate("document.querySelector('[data-compare]').compare.scale")

    def transforms(self):
        return self.page.eval_on_selector_all(
            "[data-pane] img", "all => all.map(each => each.style.transform)"
        )


@pytest.fixture
def proof(page, shop, address):
    """The newest of two versions takes notes, and has one."""
    with shop.test_request_context():
        text = render_template_string(PAGE, shown=[pane(1), pane(2, pin(1, 0.75, 0.25), takes_notes=True)])
    serve(page, "proof", text, {"Content-Type": "text/html", **public_policy()})
    for number, hue in ((1, "#334155"), (2, "#ea7434")):
        serve(page, f"picture-{number}.png", picture(hue), {"Content-Type": "image/png"})
    page.goto(f"{address}/proof")
    page.wait_for_function(
        "document.querySelector('[data-compare]').compare && [...document.images].every(i => i.complete)"
    )
    page.evaluate("""window.heard = []; for (const kind of ["place", "open"])
      addEventListener(`compare:${kind}`, ({ detail: { pane, ...said } }) => heard.push({ kind, ...said }))""")
    return Proof(page)


def test_the_divider_follows_the_mouse(proof, page, troubles):
    handle, stage = proof.box(proof.divider), proof.box(proof.stage)
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.2, stage["y"] + 10)
    page.mouse.up()
    expect(proof.divider).to_have_attribute("aria-valuenow", "20")
    assert proof.events() == []
    assert troubles == []


def test_the_divider_is_a_slider_of_the_keyboard(proof, page):
    proof.divider.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "PageDown"):
        page.keyboard.press(key)
    expect(proof.divider).to_have_attribute("aria-valuenow", "54")
    page.keyboard.press("End")
    expect(proof.divider).to_have_attribute("aria-valuetext", "Version 1 on the left 100 %")


def test_both_versions_are_zoomed_and_moved_as_one(proof, page):
    page.get_by_role("button", name="Side by side").click()
    expect(proof.divider).to_be_hidden()
    page.get_by_role("button", name="Zoom in").click()
    box = proof.box(proof.stage)
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    old, new = proof.transforms()
    assert old == new
    assert "scale(1.5)" in new
    assert "translate(0px" not in new
    assert proof.events() == []  # to move the picture is not to press on it


def test_the_keyboard_zooms_and_moves(proof, page):
    proof.stage.focus()
    page.keyboard.press("+")
    before = proof.transforms()
    page.keyboard.press("ArrowRight")
    assert proof.transforms() != before
    page.keyboard.press("0")
    assert proof.scale() == 1


def test_two_fingers_zoom(proof, page):
    page.set_viewport_size(PHONE)
    box = proof.box(proof.stage)
    middle, height = box["x"] + box["width"] / 2, box["y"] + 40
    speak = page.context.new_cdp_session(page).send
    fingers = [
        [{"x": middle - gap, "y": height, "id": 0}, {"x": middle + gap, "y": height, "id": 1}]
        for gap in (20, 40, 60)
    ]
    speak("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers[0]})
    for points in fingers[1:]:
        speak("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    speak("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("document.querySelector('[data-compare]').compare.scale > 2")
    assert proof.events() == []


def test_a_press_on_the_newest_version_asks_for_a_note_there(proof):
    proof.press(0.75, 0.75)
    assert proof.events() == [
        {
            "kind": "place",
            "version": 2,
            "x": pytest.approx(0.75, abs=0.01),
            "y": pytest.approx(0.75, abs=0.01),
        }
    ]


def test_a_press_on_an_older_version_asks_for_nothing(proof):
    proof.press(0.2, 0.75)
    assert proof.events() == []


def test_a_place_is_the_same_whatever_is_zoomed(proof, page):
    proof.stage.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    where = page.get_by_role("button", name="Note 1 by Ann")
    expect(where).to_be_visible()
    mark, corner = proof.box(where.locator(".pin-mark")), where.get_attribute("data-corner")
    assert corner == "bottom-left"
    page.evaluate("document.querySelectorAll('.pin').forEach(each => each.remove())")
    page.mouse.click(mark["x"], mark["y"] + mark["height"])
    (asked,) = proof.events()
    assert (asked["x"], asked["y"]) == (pytest.approx(0.75, abs=0.01), pytest.approx(0.25, abs=0.01))


def test_a_note_is_pinned_by_the_keyboard_alone(proof, page):
    page.get_by_role("button", name="Pin a note").press("Enter")
    cross = page.get_by_role("button", name="Pin the note here")
    expect(cross).to_be_focused()
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_have_text("77 % from the left, 56 % from the top")
    page.keyboard.press("Enter")
    expect(cross).to_be_hidden()
    assert proof.events() == [
        {
            "kind": "place",
            "version": 2,
            "x": pytest.approx(0.77, abs=0.01),
            "y": pytest.approx(0.56, abs=0.01),
        }
    ]


def test_whoever_gives_up_pins_nothing(proof, page):
    page.get_by_role("button", name="Pin a note").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Pin a note")).to_be_focused()
    assert proof.events() == []


def test_a_pin_opens_its_note_and_is_seen_when_it_has_the_focus(proof, page):
    proof.divider.focus()
    page.keyboard.press("End")  # the newest version is hidden behind the older one
    note = page.get_by_role("button", name="Note 1 by Ann")
    note.focus()
    expect(proof.divider).to_have_attribute("aria-valuenow", re.compile("^([1-6]?[0-9]|7[0-4])$"))
    page.keyboard.press("Enter")
    assert proof.events() == [{"kind": "open", "note": "note-1"}]


def test_it_reads_well_in_every_look(proof, page):
    assert faults_of(page) == []
    page.get_by_role("button", name="Side by side").click()
    assert faults_of(page) == []


def test_without_scripts_both_versions_stand_side_by_side(chromium, proof, page, address):
    text = page.evaluate("fetch('/proof').then(answer => answer.text())")
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    serve(plain, "proof", text, {"Content-Type": "text/html"})
    plain.goto(f"{address}/proof")
    old, new = (
        plain.get_by_role("img", name=f"Version {number}").locator("xpath=..").bounding_box()
        for number in (1, 2)
    )
    assert old["x"] + old["width"] <= new["x"]
    context.close()
