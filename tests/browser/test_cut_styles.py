"""Pages look exactly as they would with the whole of the library's style sheet, of which they load a part."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from models.core.roles import ADMIN
from tests import on_sqlite
from tests.views.many_rows import fill_every_table
from views.core.frame import assets

from .conftest import DESK, PHONE
from .signing_in import sign_in

pytestmark = on_sqlite

PAGES = ["/", "/jobs/list/", "/jobs/add", "/raw/jobs/"]

READ = """() => [...document.querySelectorAll("body, body *")].map((each) => {
  const style = getComputedStyle(each), known = (globalThis.sums ??= new Map());
  const summed = (text) => [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) | 0, 0);
  let sum = 0; // of the values of all properties, most of which are those of other elements
  for (const name of (globalThis.names ??= [...style])) {
    const value = style.getPropertyValue(name);
    if (!known.has(value)) known.set(value, summed(value));
    sum = (sum * 31 + known.get(value)) | 0;
  }
  return `${each.tagName} ${each.className?.baseVal ?? each.className} ${sum}`;
})"""


def styles(page: Page, address: str, size: dict[str, int], dark: bool) -> list[str]:
    page.set_viewport_size(size)
    page.goto(address, wait_until="networkidle")
    page.evaluate(f"document.documentElement.dataset.bsTheme = '{'dark' if dark else 'light'}'")
    found: list[str] = page.evaluate(READ)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_looks_as_with_the_whole_style_sheet(page, address, shop, path):
    (file,) = assets.STATIC.rglob("tabler.min.css")
    fill_every_table(2)
    sign_in(page, address, ADMIN)
    views = [(DESK, False), (PHONE, True)]
    cut = [styles(page, address + path, *view) for view in views]
    page.route("**/tabler.min.css*", lambda route: route.fulfill(path=file, content_type="text/css"))
    for view, shown in zip(views, cut, strict=True):
        assert len(shown) > 20
        assert shown == styles(page, address + path, *view)
