// A card for each operation, with its colour, its icons and what a screen reader says of it.
"use strict";

const cards = (() => {
  const made = (tag, className = "", text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

  function icon(name, hue = "") {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("class", `icon ${hue}`);
    drawing.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${calendar.root.dataset.sprite}#${name}`);
    drawing.append(use);
    return drawing;
  }

  const FLAGS = [["late", "alert-triangle", "s-late"], ["rush", "bolt", "k-rush"], ["blocked", "shield-x", "s-late"]];

  function head(operation) {
    const line = made("b");
    line.append(made("span", "", operation.job_number));
    for (const [flag, name, hue] of FLAGS) if (operation[flag]) line.append(icon(name, hue));
    if (operation.status === "COMPLETED") line.append(icon("check", "k-done"));
    line.append(made("em", "", `${words.hours(operation.hours)} h`));
    return line;
  }

  const isOver = (operation) => operation.status === "COMPLETED" || operation.status === "CANCELLED";
  const isMovable = (operation) => calendar.may.move && !isOver(operation);

  // For the mouse alone: the keyboard asks for the menu by its own key.
  function more() {
    const box = made("span", "k-more");
    box.setAttribute("aria-hidden", "true");
    box.append(icon("dots"));
    return box;
  }

  function card(operation) {
    const box = made("div", `s-op k-${operation.colour}`);
    if (operation.blocked) box.classList.add("held");
    if (isOver(operation)) box.classList.add("over");
    if (isMovable(operation)) box.classList.add("k-movable");
    Object.assign(box.dataset, { id: operation.id });
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", words.label(operation));
    if (isMovable(operation)) box.setAttribute("aria-haspopup", "dialog");
    if (isMovable(operation)) box.setAttribute("aria-keyshortcuts", calendar.may.split ? "M S" : "M");
    box.tabIndex = -1;
    box.title = [`${operation.job_number} ${operation.job_title}`, operation.customer, ...words.flags(operation)].join("\n");
    const about = made("small", "", words.about(operation));
    box.append(head(operation), about, more());
    if (calendar.may.resize && isMovable(operation) && operation.date) box.append(made("span", "k-grip"));
    box.style.setProperty("--hours", operation.hours);
    return box;
  }

  // The list of a cell, or of the tray.
  function list(operations, lane, day) {
    const box = made("div", "k-cards");
    Object.assign(box.dataset, { lane, day });
    box.append(...operations.map(card));
    return box;
  }

  function bar(load) {
    const line = made("span", `s-bar ${words.level(load.booked, load.total)}`);
    const share = load.total > 0 ? Math.min(1, load.booked / load.total) : load.booked > 0 ? 1 : 0;
    const fill = made("i");
    fill.style.width = `${Math.round(share * 100)}%`;
    line.append(fill);
    line.setAttribute("aria-hidden", "true");
    return line;
  }

  return { made, icon, card, list, bar, isMovable };
})();
