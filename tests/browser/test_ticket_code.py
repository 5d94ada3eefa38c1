"""The QR code of a printed ticket is read by the reader that the floor uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.tickets import tickets
from tasks.tickets.printing import floor_address
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
