"""A customer's person at a browser of their own: what comes by mail, and the portal that it leads to."""

from __future__ import annotations

import re
from email.message import EmailMessage

from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.running_shop import until
from tests.mail_server import Postbox

PHONE, DESK = 390, 1440


class Contact:
    """One person of a customer's. What the browser complains of is in `troubles`."""

    def __init__(self, browser: Browser, address: str, postbox: Postbox, email: str, width: int) -> None:
        self.address, self.email = address, email
        self._postbox = postbox
        self.page: Page = browser.new_context(
            viewport={"width": width, "height": 844 if width == PHONE else 900},
            has_touch=width == PHONE,
            reduced_motion="reduce",
        ).new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def mails(self, *words: str) -> list[EmailMessage]:
        """What came for them so far, with these words in the subject or the text."""
        mine = [mail for mail in self._postbox.messages if self.email in mail["To"]]
        return [mail for mail in mine if all(word in f"{mail['Subject']} {_text(mail)}" for word in words)]

    def link_in_mail(self, pattern: str) -> str:
        """The newest link of the shop's in their mails that `pattern` describes; waits for it."""
        whole = rf"{self.address}{pattern}"
        until(lambda: self._links(whole), 30, lambda: self._postbox.subjects_to(self.email))
        return self._links(whole)[-1]

    def _links(self, pattern: str) -> list[str]:
        return [link for mail in self.mails() for link in re.findall(pattern, _text(mail))]

    def open_from_mail(self, pattern: str) -> None:
        """Open a link from a mail, and sign in by another mail when the portal asks for it."""
        wanted = self.link_in_mail(pattern)
        self.page.goto(wanted)
        if "/portal/login" in self.page.url:
            self.page.get_by_label("Your e-mail address").fill(self.email)
            self.page.get_by_role("button", name="Mail me a link").click()
            self.page.goto(self.link_in_mail(r"/portal/enter/[\w-]+"))
            self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(wanted)

    # ---- on the page of a request to approve

    def compare(self) -> None:
        """Slide between the versions, look at them side by side, zoom in and back."""
        divider = self.page.get_by_role("slider")
        divider.press("PageUp")
        expect(divider).to_have_attribute("aria-valuenow", "60")
        self.page.get_by_role("button", name="Side by side").click()
        expect(divider).to_be_hidden()
        expect(self.page.get_by_role("img", name=re.compile("^Version 1:"))).to_be_in_viewport()
        expect(self.page.get_by_role("img", name=re.compile("^Version 2:"))).to_be_in_viewport()
        self.page.get_by_role("button", name="Slide").click()

    def pin(self, text: str, x: float, y: float) -> None:
        """Press on the picture, where the newest version shows, and write a note there."""
        stage = self.page.locator(".compare-stage")
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box is not None
        place = {"x": x * box["width"], "y": y * box["height"]}
        (stage.tap if self.page.viewport_size["width"] == PHONE else stage.click)(position=place)  # type: ignore[index]
        self.page.get_by_label("Your note on version").fill(text)
        self.page.get_by_role("button", name="Add the note").click()
        expect(self.note(text)).to_be_visible()

    def note(self, text: str) -> Locator:
        """The thread that says `text`."""
        return self.page.locator(".thread").filter(has_text=text)

    def sign(self, name: str) -> None:
        """Type the name."""
        self.page.get_by_label("Type your full name to sign").fill(name)

    def request_changes(self, name: str) -> None:
        """Ask for the changes that the notes name."""
        self.sign(name)
        self.page.locator("#changes > summary").click()
        self.page.get_by_role("button", name="Send to the artist").click()

    def approve(self, name: str) -> None:
        """Tick all that is to be checked, sign and approve."""
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.sign(name)
        self.page.get_by_role("button", name=re.compile("^Approve version")).click()

    def sees(self, text: str) -> None:
        """Wait until the page says `text`."""
        expect(self.page.get_by_text(text).first).to_be_visible()


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
