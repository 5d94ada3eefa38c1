// The grid: what can be done with the ticked rows, sums and counts that are read later, `/` to search. It works without
// this file.
"use strict";
(() => {
  const AT_HAND = 3; // verbs in the bar; the rest stand on the page behind “What can be done…”
  const PAUSE = 200; // milliseconds after the last tick

  async function part(address, options) {
    const answer = await fetch(address, options);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  function watch(form) {
    const boxes = [...form.querySelectorAll("input[name=id]")];
    const bar = form.querySelector(".s-bulk");
    const told = bar.querySelector("[data-ticked]");
    const verbs = bar.querySelector(".s-prospects");
    const weigh = bar.querySelector("button[type=submit]");
    const head = document.createElement("input");
    let waiting = 0;
    let asked = 0;

    function show() {
      const number = boxes.filter((box) => box.checked).length;
      head.checked = number > 0;
      head.indeterminate = number > 0 && number < boxes.length;
      told.textContent = `${number} ticked`;
      verbs.replaceChildren();
      clearTimeout(waiting);
      const question = ++asked;
      if (number) waiting = setTimeout(() => ask(question), PAUSE);
    }

    async function ask(question) {
      try {
        const page = await part(weigh.formAction, { method: "POST", body: new FormData(form) });
        const found = [...page.querySelectorAll(".s-prospect")];
        if (question !== asked) return;
        const shown = found.slice(0, AT_HAND).map((each) => {
          const one = document.createElement("span");
          one.className = "s-prospect";
          one.append(...each.children);
          return one;
        });
        verbs.replaceChildren(...shown);
      } catch {
        // the button beside leads to the same on a page of its own
      }
    }

    head.type = "checkbox";
    head.className = "form-check-input";
    head.setAttribute("aria-label", "Tick all rows of this page");
    head.addEventListener("change", () => {
      for (const box of boxes) box.checked = head.checked;
      show();
    });
    const label = document.createElement("label");
    label.className = "s-tick";
    label.append(head);
    form.querySelector("th.tick").replaceChildren(label);
    for (const box of boxes) box.addEventListener("change", show);
    form.addEventListener("reset", () => setTimeout(show));
    addEventListener("pageshow", show); // going back finds the boxes as they were left
    show();
  }

  async function addUp(link) {
    try {
      const page = await part(link.href);
      for (const sum of page.querySelectorAll("[data-sum]")) {
        document.querySelector(`tfoot [data-sum="${sum.dataset.sum}"]`).textContent = sum.textContent;
      }
      link.remove();
    } catch {
      // the link leads to the sums on a page of their own
    }
  }

  async function countTabs(tabs) {
    const answer = await fetch(tabs.dataset.tabs, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    for (const { href, told } of (await answer.json()).counts) {
      const tab = [...tabs.querySelectorAll("a")].find((each) => each.getAttribute("href") === href);
      const number = document.createElement("span");
      number.className = "n";
      number.textContent = told;
      tab?.append(number);
    }
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector(".s-seek input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  for (const form of document.querySelectorAll(".s-rows")) if (form.querySelector("th.tick")) watch(form);
  for (const link of document.querySelectorAll("[data-totals]")) addUp(link);
  for (const tabs of document.querySelectorAll("[data-tabs]")) countTabs(tabs).catch(() => {}); // tabs without numbers do
})();
