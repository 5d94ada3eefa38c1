"""Members of staff at their browsers, as the stories tell of them."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD


class Member:
    """One member of staff, signed in with a browser window of their own."""

    def __init__(self, browser: Browser, address: str, username: str, width: int = 1440) -> None:
        self.address = address
        self.page: Page = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        ).new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.sign_in(username, PASSWORD)
        expect(self.page.get_by_label("User name")).to_have_count(0)

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the form."""
        self.page.goto(f"{self.address}/login/")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def choose_in_menu(self, category: str, title: str) -> None:
        """Open a screen by the menu, as people do. What waits there may be counted beside its title."""
        side = self.page.locator("#side")
        link = side.get_by_role("link").filter(has=self.page.get_by_text(title, exact=True))
        if not side.is_visible():
            self.page.get_by_role("button", name="Menu").click()
        if not link.is_visible():
            side.get_by_text(f"More of {category}").locator("xpath=ancestor::summary").click()
        link.click()

    def add(self, button: str, **typed: str) -> None:
        """Press an “Add …” button and fill in the fields named."""
        self.page.get_by_role("link", name=button, exact=True).click()
        for name, text in typed.items():
            self.page.locator(f"#{name}").fill(text)

    def look_up(self, field: str, text: str) -> None:
        """Choose a row by typing the beginning of its name."""
        self.page.locator(f"#{field}-ts-control").click()
        self.page.keyboard.type(text, delay=20)
        self.page.locator(".ts-dropdown .option").filter(has_text=text).first.click()

    def save(self) -> None:
        """Press Save and see that it was done."""
        self.page.get_by_role("button", name="Save").click()
        self.is_told("was added")

    def press(self, verb: str) -> None:
        """Press the button of a verb."""
        self.page.get_by_role("button", name=verb, exact=True).click()

    def open_related(self, table: str, name: str) -> None:
        """Follow the link of a row listed on this page."""
        self.page.locator(f"#{table}").get_by_role("link", name=name).first.click()

    def open_job(self, _title: str, address: str) -> None:
        """Go to a job's page, whose address one has."""
        self.page.goto(address)

    def sees(self, text: str) -> None:
        """Wait until the page says `text`."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_told(self, text: str) -> None:
        """Wait until a notice at the head of the page says `text`."""
        expect(self.page.locator(".alert", has_text=text).first).to_be_visible()
