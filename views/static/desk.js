// How much waits behind the entries of the menu. It is asked after the page, so that no page pays for it.
"use strict";
(() => {
  const menu = document.querySelector("[data-counts]");
  if (!menu) return;

  function told(text) {
    const made = document.createElement("span");
    made.className = "visually-hidden";
    made.textContent = ` ${text}`;
    return made;
  }

  function mark({ href, count, urgent, told: words }) {
    const entry = [...menu.querySelectorAll("a.nav-link")].find((each) => each.getAttribute("href") === href);
    if (!entry) return;
    const badge = document.createElement("span");
    badge.className = urgent ? "s-count now" : "s-count";
    badge.setAttribute("aria-hidden", "true");
    badge.textContent = count > 999 ? "999+" : count;
    entry.append(badge, told(words));
    entry.title = words;
  }

  async function count() {
    const answer = await fetch(menu.dataset.counts, { headers: { Accept: "application/json" } });
    if (answer.ok) (await answer.json()).badges.forEach(mark);
  }

  count().catch(() => {}); // a page that is left meanwhile, or a shop that does not answer: the menu stands without numbers
})();
