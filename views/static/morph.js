// Changes a part of the page into what the server drew anew, node by node: what stays the same stays the same node, so
// that focus, scrolling, an opened part and half-written words survive. What has an id is found by it, the rest by its
// place. `data-live="keep"` leaves an element and all in it to the script that made it.
"use strict";

const morph = (() => {
  const FIELDS = "input, textarea, select";
  const OWN = { DETAILS: ["open"], DIALOG: ["open"], OPTION: ["selected"] }; // what the person, not the server, sets

  const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE && (node.id || node.dataset.key)) || null;

  const isToggle = (field) => field.type === "checkbox" || field.type === "radio";

  // Whether the person has changed what the server put into a field.
  function isTouched(field) {
    if (field.type === "hidden") return false;
    if (field.type === "file") return field.files.length > 0;
    if (isToggle(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const options = [...field.options];
    const given = options.findLastIndex((option) => option.defaultSelected);
    return field.multiple
      ? options.some((option) => option.selected !== option.defaultSelected)
      : field.selectedIndex !== Math.max(given, 0);
  }

  const isInUse = (field) => field === document.activeElement || isTouched(field);

  // Whether somebody is at work in it: its loss would be the loss of their words.
  const holdsWork = (node) =>
    node.nodeType === Node.ELEMENT_NODE &&
    ((node.matches(FIELDS) && isTouched(node)) || [...node.querySelectorAll(FIELDS)].some(isTouched));

  // A form that somebody has begun to fill in is sent as it was begun: a decision on another version than the one
  // that was looked at must be refused, not moved to the new one.
  const isBegun = (field) => field.form !== null && [...field.form.elements].some((each) => each.matches(FIELDS) && isTouched(each));

  function isAlike(old, fresh) {
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return false;
    return old.nodeType !== Node.ELEMENT_NODE || keyOf(old) === keyOf(fresh);
  }

  function attributes(old, fresh) {
    const own = OWN[old.tagName] || [];
    for (const { name } of [...old.attributes])
      if (!fresh.hasAttribute(name) && !own.includes(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes)
      if (old.getAttribute(name) !== value && !own.includes(name)) old.setAttribute(name, value);
  }

  function field(old, fresh) {
    if (isInUse(old) || (old.type === "hidden" && isBegun(old))) return;
    attributes(old, fresh);
    if (old.tagName !== "INPUT") children(old, fresh);
    else if (isToggle(old)) old.checked = fresh.defaultChecked;
    if (old.tagName === "TEXTAREA") old.value = fresh.defaultValue;
  }

  function node(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
    } else if (old.matches(FIELDS)) field(old, fresh);
    else if (old.dataset.live !== "keep" && !old.isEqualNode(fresh)) {
      attributes(old, fresh);
      children(old, fresh);
    }
  }

  // The old node that becomes `fresh`: the one with its id, else the next one that looks alike.
  function match(fresh, next, wanted) {
    if (fresh.nodeType !== Node.ELEMENT_NODE) return next && isAlike(next, fresh) ? next : null;
    const key = keyOf(fresh);
    for (let old = next; old; old = old.nextSibling) {
      if (isAlike(old, fresh)) return old;
      if (!key && wanted.has(keyOf(old))) return null; // it is waited for further on
    }
    return null;
  }

  function children(parent, fresh) {
    const wanted = new Set([...fresh.children].map(keyOf).filter(Boolean));
    let next = parent.firstChild;
    for (const each of [...fresh.childNodes]) {
      const old = match(each, next, wanted);
      if (!old) {
        parent.insertBefore(document.importNode(each, true), next);
        continue;
      }
      next = skip(parent, next, old, wanted);
      node(old, each);
      next = old.nextSibling;
    }
    for (let after; next; next = after) {
      after = next.nextSibling;
      if (!holdsWork(next)) next.remove();
    }
  }

  // What stands between `next` and `old` is gone, unless it comes later or holds somebody's work.
  function skip(parent, next, old, wanted) {
    for (let after; next !== old; next = after) {
      after = next.nextSibling;
      if (wanted.has(keyOf(next))) {
        parent.insertBefore(old, next);
        return old;
      }
      if (!holdsWork(next)) next.remove();
    }
    return old;
  }

  return { node, isTouched, holdsWork };
})();
