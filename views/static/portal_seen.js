// A thread that is looked at is read: its form says so once it has been in view. Without scripts its button does.
"use strict";

(() => {
  const SEEN = "form[data-seen]";
  const watched = new WeakSet();

  async function say(form) {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    form.remove();
  }

  const inView = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || document.visibilityState !== "visible") continue;
      inView.unobserve(target);
      say(target).catch(() => watched.delete(target)); // its button is still there
    }
  });

  function watch() {
    for (const form of document.querySelectorAll(SEEN)) {
      if (watched.has(form)) continue;
      watched.add(form);
      inView.observe(form);
    }
  }

  // A page that comes to the front is asked anew what is in view.
  document.addEventListener("visibilitychange", () => {
    for (const form of document.querySelectorAll(SEEN)) {
      inView.unobserve(form);
      inView.observe(form);
    }
  });
  document.addEventListener("page:changed", watch);
  watch();
})();
