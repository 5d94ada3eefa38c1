"""A member of staff without a mouse: keys alone lead everywhere, and at each stop the focus must be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from .staff import Member

FARTHEST = 150
"""So many stops may lie between a person and what they want."""

_UNSEEN = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body || focused.id === "main") return "";
  const hasRing = (part) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/transparent|, 0\\)$/.test(outlineColor);
  };
  const around = [focused, focused.parentElement, focused.parentElement.parentElement].filter(Boolean);
  const told = focused.outerHTML.slice(0, 200);
  if (!around.some(hasRing)) return `the focus has no ring: ${told}`;
  const { left, right, top, bottom } = focused.getClientRects()[0] ?? focused.getBoundingClientRect();
  const places = [[left + right, top + bottom], [2 * left + 4, 2 * top + 4], [2 * right - 4, 2 * bottom - 4]];
  const isMet = ([x, y]) => {
    const met = document.elementFromPoint(x / 2, y / 2);
    return met && (focused.contains(met) || around.includes(met));
  };
  return places.some(isMet) ? "" : `the focus is hidden: ${told}`;
}"""
"""Why whoever looks at the screen cannot see what has the focus (WCAG 2.2: 2.4.7 and 2.4.11); empty when they can."""


class AtTheKeyboard(Member):
    """One member of staff, as above, who presses keys and nothing else."""

    def sign_in(self, username: str, password: str) -> None:
        """The form has the focus when it comes."""
        self.page.goto(f"{self.address}/login/")
        expect(self.page.get_by_label("User name")).to_be_focused()
        self.page.keyboard.type(username)
        self.key("Tab")
        self.page.keyboard.type(password)
        self.follow()

    def key(self, *keys: str) -> None:
        """Press keys one after the other; after each the focus can be seen."""
        for key in keys:
            self.page.keyboard.press(key)
            self.sees_the_focus()

    def sees_the_focus(self) -> None:
        """What has the focus, if anything has, is in sight and has a ring."""
        unseen = self.page.evaluate(_UNSEEN)
        assert not unseen, unseen

    def follow(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def reach(self, wanted: Locator, key: str = "Tab") -> None:
        """Go from stop to stop until `wanted` has the focus."""
        for _ in range(FARTHEST):
            if self.is_at(wanted):
                return
            self.key(key)
        raise AssertionError(f"{wanted} was not reached with {FARTHEST} times {key}.")

    def is_at(self, wanted: Locator) -> bool:
        """Whether `wanted` has the focus."""
        return bool(wanted.evaluate_all("parts => parts.includes(document.activeElement)"))

    def reach_in_page(self, wanted: Locator) -> None:
        """The same, past the sidebar when one is not beyond it already."""
        main = self.page.locator("#main")
        if not self.is_at(main.locator("*").or_(main)):
            self.reach(self.page.get_by_role("link", name="Skip to content"))
            self.key("Enter")
            expect(main).to_be_focused()
        self.reach(wanted)

    def choose_in_menu(self, _category: str, title: str) -> None:
        """Open a screen by the menu."""
        links = self.page.locator("#side").get_by_role("link")
        self.reach(links.filter(has=self.page.get_by_text(title, exact=True)))
        self.follow()

    def add(self, button: str, **typed: str) -> None:
        """Press an “Add …” link and type into the fields named."""
        self.reach_in_page(self.page.get_by_role("link", name=button, exact=True))
        self.follow()
        for name, text in typed.items():
            self.reach_in_page(self.page.locator(f"#{name}"))
            self.page.keyboard.type(text)

    def look_up(self, field: str, text: str) -> None:
        """Choose a row by typing the beginning of its name."""
        self.reach_in_page(self.page.locator(f"#{field}-ts-control"))
        self.page.keyboard.type(text, delay=20)
        expect(self.page.locator(f"#{field}-ts-dropdown .option.active")).to_contain_text(text)
        self.key("Enter")
        expect(self.page.locator(f"#{field} + .ts-wrapper .item")).to_contain_text(text)

    def save(self) -> None:
        """Press Save and hear that it was done."""
        self.press("Save")
        self.is_told("was added")

    def press(self, verb: str) -> None:
        """Press the button of a verb."""
        self.reach_in_page(self.page.get_by_role("button", name=verb, exact=True))
        self.follow()

    def open_related(self, table: str, name: str) -> None:
        """Follow the link of a row listed on this page."""
        self.reach_in_page(self.page.locator(f"#{table}").get_by_role("link", name=name).first)
        self.follow()

    def open_job(self, title: str, _address: str) -> None:
        """Find a job by its title from wherever one is."""
        self.key("Control+k")
        self.page.keyboard.type(title)
        dialog = self.page.get_by_role("dialog", name="Search")
        expect(dialog.get_by_role("option", selected=True)).to_contain_text(title)
        self.follow()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def is_told(self, text: str) -> None:
        """Wait until a notice says `text`: it has the focus, so that a screen reader reads it out."""
        notice = self.page.locator(".alert", has_text=text).first
        expect(notice).to_be_focused()
        self.sees_the_focus()
