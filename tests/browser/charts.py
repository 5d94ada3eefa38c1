"""What is wrong with the charts of a page: not drawn, cut off, written over each other, without numbers."""

from __future__ import annotations

from playwright.sync_api import Page

_DRAWN = """() => [...document.querySelectorAll("[data-chart]")].every(place =>
  place.parentElement.querySelector(".chart-lost:not([hidden])") ||
  place.dataset.drawn === String(place.clientWidth))"""
"""Each is drawn for the width that it now has, or says that it cannot be."""

_FAULTS = r"""() => {
  const box = part => part.getBoundingClientRect();
  const seen = part => box(part).width > 0 && box(part).height > 0;
  const words = part => part.textContent.trim();
  const apart = (one, two) =>
    one.right <= two.left + 1 || two.right <= one.left + 1 || one.bottom <= two.top + 1 || two.bottom <= one.top + 1;

  const ofNumbers = section => {
    const rows = section.querySelectorAll("tbody tr").length;
    const isTold = section.querySelector("p").textContent.trim().length > 0;
    return [!isTold && "says nothing", section.querySelector("[data-chart]") && !rows && "has no table behind it"];
  };
  const ofPicture = place => {
    const marks = [...place.querySelectorAll(".bars .point path, .scatterlayer .js-line, .scatterlayer .point")];
    const texts = [...place.querySelectorAll("text")].filter(text => words(text) && seen(text));
    const plot = place.querySelector(".draglayer .nsewdrag"), legend = place.querySelector(".legend");
    const frame = box(place);
    const isCut = text =>
      box(text).left < frame.left - 1 || box(text).right > frame.right + 1 ||
      box(text).top < frame.top - 1 || box(text).bottom > frame.bottom + 1;
    const isAslant = text => /rotate\((?!0[,)])/.test(text.getAttribute("transform") ?? "");
    const ticks = of => texts.filter(text => text.closest(of) && !isAslant(text));
    const crowded = of => ticks(of).some((tick, at, all) => at && !apart(box(tick), box(all[at - 1])));
    return [
      place.parentElement.querySelector(".chart-lost:not([hidden])") && "could not be drawn",
      !marks.some(mark => box(mark).width > 0 || box(mark).height > 0) && "shows nothing",
      ...texts.filter(isCut).map(text => `cuts “${words(text)}” off`),
      (crowded(".xtick") || crowded(".ytick")) && "writes the names of an axis over each other",
      legend && plot && !apart(box(legend), box(plot)) && "lays its legend over the plot",
    ];
  };
  return [...document.querySelectorAll(".chart")].flatMap(section => {
    const place = section.querySelector("[data-chart]");
    const faults = [...ofNumbers(section), ...(place ? ofPicture(place) : [])];
    return faults.filter(Boolean).map(fault => `“${words(section.querySelector("h2"))}” ${fault}`);
  });
}"""


def wait_until_drawn(page: Page) -> None:
    """Wait until every chart is drawn at the present size, or says that it is not."""
    page.wait_for_function(_DRAWN)


def faults_of_charts(page: Page) -> list[str]:
    """What is wrong with each chart as it stands now."""
    wait_until_drawn(page)
    found: list[str] = page.evaluate(_FAULTS)
    return found
