// A thread that is looked at is read: its form says so once it has been in view. Without scripts its button does.
(() => {
  "use strict";
  const watched = new WeakSet();

  const say = async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") form.remove();
  };

  const inView = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting || document.visibilityState !== "visible") continue;
      inView.unobserve(entry.target);
      say(entry.target).catch(() => watched.delete(entry.target)); // the button is still there
    }
  });

  const watch = () => {
    for (const form of document.querySelectorAll("form[data-seen]")) {
      if (watched.has(form)) continue;
      watched.add(form);
      inView.observe(form);
    }
  };

  // Pages change by themselves when something was written, and a page in the background comes to the front.
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => {
    for (const form of document.querySelectorAll("form[data-seen]")) {
      inView.unobserve(form);
      inView.observe(form);
    }
  });
  watch();
})();
