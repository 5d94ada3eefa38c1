"""The QR code of a printed ticket is read by the reader that the floor uses."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from tasks.tickets import tickets
from tasks.tickets.printing import floor_address
from tests.floor import lay_out, signed_in
from tests.papers import picture

VENDOR = Path(__file__).parents[2] / "views/static/vendor"


@pytest.mark.on_sqlite
def test_the_code_of_a_printed_ticket_opens_its_job_on_the_floor(shop, session, cast, chromium):
    job_id = cast.job.id
    page = picture(tickets(session, [job_id])).convert("RGBA")
    reader = next(VENDOR.glob("jsqr/*/*.js"))
    tab = chromium.new_page()
    try:
        tab.add_script_tag(path=reader)
        read = tab.evaluate(
            "([hex, width, height]) => jsQR(Uint8ClampedArray.from(hex.match(/../g), (each) => parseInt(each, 16)), "
            "width, height)?.data",
            [page.tobytes().hex(), *page.size],
        )
    finally:
        tab.close()
    assert read == floor_address(job_id)


SEEN = (640, 480)
"""Pixels of what the camera shows."""


def film(address, file):
    """Write what a camera sees that is held over a ticket's code: a film of two equal frames."""
    code = io.BytesIO()
    segno.make_qr(address, error="m").save(code, kind="png", scale=8, border=4)
    frame, drawn = Image.new("L", SEEN, 200), Image.open(code).convert("L")
    frame.paste(drawn, ((SEEN[0] - drawn.width) // 2, (SEEN[1] - drawn.height) // 2))
    grey = bytes([128]) * (SEEN[0] * SEEN[1] // 2)
    head = f"YUV4MPEG2 W{SEEN[0]} H{SEEN[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
    file.write_bytes(head + (b"FRAME\n" + frame.tobytes() + grey) * 2)


@contextlib.contextmanager
def camera_on(chromium, file):
    """A browser of its own, whose camera sees the film."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    seen = f"--use-file-for-fake-video-capture={file}"
    browser = chromium.browser_type.launch(executable_path=path, args=["--no-sandbox", *fake, seen])
    try:
        yield browser.new_page()
    finally:
        browser.close()


@pytest.mark.on_sqlite
def test_the_camera_of_a_phone_opens_the_job_of_a_ticket(shop, session, cast, address, chromium, tmp_path):
    job_id, laid = cast.job.id, lay_out(session)
    film(floor_address(job_id), tmp_path / "ticket.y4m")
    rosa = signed_in(shop.test_client(), laid)
    cookies = {name: rosa.get_cookie(name, path="/floor").value for name in ("floor_device", "floor")}
    session.commit()
    with camera_on(chromium, tmp_path / "ticket.y4m") as page:
        page.context.add_cookies(
            [{"name": name, "value": value, "url": f"{address}/floor"} for name, value in cookies.items()]
        )
        page.goto(f"{address}/floor/scan")
        expect(page).to_have_url(re.compile(f"/floor/jobs/{job_id}$"))
        expect(page.get_by_role("heading", name="Staff tees")).to_be_visible()
