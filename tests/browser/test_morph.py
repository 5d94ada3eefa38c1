"""What the server drew anew comes into an open page, and what somebody is doing there stays."""

from __future__ import annotations

import pytest

from app.config import ROOT

BEGUN = '<form><textarea id="words">a</textarea><input id="version" type="hidden" value="1"></form>'
CHANGED = BEGUN.replace(">a<", ">b<").replace('value="1"', 'value="2"')


@pytest.fixture(scope="module")
def sheet(chromium):
    """An empty page with the script."""
    page = chromium.new_page()
    page.set_content("<main></main>")
    page.add_script_tag(path=ROOT / "views/static/morph.js")
    yield page
    page.close()


@pytest.fixture
def draw(sheet):
    """Show a content, as the page was opened with."""

    def drawn(content):
        sheet.evaluate("content => { document.querySelector('main').innerHTML = content; }", content)
        return sheet.locator("main")

    return drawn


@pytest.fixture
def bring(sheet):
    """Bring a content in; what the page then holds."""

    def brought(content):
        return sheet.evaluate(
            """content => {
                const fresh = document.createElement("main");
                fresh.innerHTML = content;
                morph.node(document.querySelector("main"), fresh);
                return document.querySelector("main").innerHTML;
            }""",
            content,
        )

    return brought


@pytest.mark.parametrize(
    ("old", "fresh"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a</p>", ""),
        ("", "<p>a</p> <p>b</p>"),
        ("<p class='x'>a</p>", "<p data-y='1'>a</p>"),
        ("<h2>a</h2><p>b</p>text", "<p>b</p><h2>a</h2>"),
        ("<ol><li id='a'>a<li id='b'>b<li id='c'>c</ol>", "<ol><li id='c'>c<li id='x'>x<li id='a'>a</ol>"),
        ("<p id='a'>a</p>", "<div id='a'>a</div>"),
        ("<input value='a'>", "<input value='b'>"),
        ("<textarea>a</textarea>", "<textarea>b</textarea>"),
        ("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>", "<svg viewBox='0 0 1 1'><path d='M1 1'/></svg>"),
    ],
)
def test_the_page_becomes_what_was_drawn(draw, bring, sheet, old, fresh):
    drawn = draw(fresh).inner_html()
    draw(old)
    assert bring(fresh) == drawn


def test_what_did_not_move_stays_the_same_element(draw, bring, sheet):
    draw("<ol><li id='a'>a<li id='b'>b</ol>")
    kept = sheet.evaluate_handle("document.getElementById('b')")
    bring("<ol><li id='new'>new<li id='b'>b</ol>")
    assert sheet.evaluate("kept => kept === document.getElementById('b')", kept)


def test_focus_stays_where_it_is_when_something_comes_above_it(draw, bring, sheet):
    draw("<p>a</p><button id='go'>Go</button>").locator("#go").focus()
    bring("<h2>news</h2><p>a</p><button id='go'>Go now</button>")
    assert sheet.evaluate("document.activeElement.textContent") == "Go now"


def test_typed_words_stay(draw, bring, sheet):
    draw(BEGUN).locator("#words").fill("half a sen")
    bring(CHANGED)
    assert sheet.locator("#words").input_value() == "half a sen"


def test_words_that_nobody_touched_follow_the_server(draw, bring, sheet):
    draw(BEGUN)
    bring(CHANGED)
    assert sheet.locator("#words").input_value() == "b"


def test_a_form_that_was_begun_is_sent_as_it_was_begun(draw, bring, sheet):
    draw(BEGUN).locator("#words").fill("Looks good")
    bring(CHANGED)
    assert sheet.locator("#version").input_value() == "1"


def test_a_form_that_was_begun_stays_though_the_server_draws_it_no_more(draw, bring, sheet):
    draw(BEGUN).locator("#words").fill("Looks good")
    bring("<p>Decided</p>")
    assert sheet.locator("#words").input_value() == "Looks good"
    assert sheet.locator("p").text_content() == "Decided"


def test_a_tick_stays(draw, bring, sheet):
    draw("<input type='checkbox' id='tick'>").locator("#tick").check()
    bring("<input type='checkbox' id='tick' class='seen'>")
    assert sheet.locator("#tick").is_checked()


def test_a_choice_stays(draw, bring, sheet):
    draw("<select id='size'><option>S<option>M</select>").locator("#size").select_option("M")
    bring("<select id='size'><option>S<option>M<option>L</select>")
    assert sheet.locator("#size").input_value() == "M"


def test_what_was_opened_stays_open(draw, bring, sheet):
    draw("<details id='more'><summary>More</summary>a</details>").locator("summary").click()
    bring("<details id='more'><summary>More</summary>b</details>")
    assert sheet.locator("details").get_attribute("open") is not None
    assert "b" in sheet.locator("details").text_content()


def test_what_a_script_keeps_is_left_to_it(draw, bring):
    draw("<div id='viewer' data-live='keep'><b>made by a script</b></div>")
    assert "made by a script" in bring("<div id='viewer' data-live='keep'></div>")
