// Look-ups by typing, menus and panels that are read when they are opened, the count of unread notifications: every
// page works without this file.
"use strict";
jQuery(function ($) {
  // Select2 puts its own box in place of the select, and leaves it without the select's name.
  const name = (select) => {
    const label = $(`label[for="${select.id}"]`).text().replace("*", "").trim();
    const box = $(select).next(".select2-container");
    box.find(".select2-selection__rendered").removeAttr("aria-readonly");
    box.find(".select2-selection--single .select2-selection__rendered").removeAttr("role");
    box.find(".select2-selection--single").removeAttr("aria-labelledby").attr("aria-label", label);
    box.find(".select2-selection--multiple ul").attr("role", "presentation");
    box.find(".select2-search__field").attr("aria-label", label);
  };
  const dress = (part) => {
    $("select[data-lookup]", part).each(lookUp);
    $("select.my_select2", part).select2({ theme: "bootstrap", width: "100%", placeholder: "Choose", allowClear: true });
    $("select.select2-hidden-accessible", part).each(function () { name(this); }).on("change", function () { name(this); });
    $(".filter-form", part).on("submit", function () {
      $(this).find(":input").filter(function () { return !this.value; }).prop("disabled", true);
    });
  };
  function lookUp() {
    $(this).select2({
      theme: "bootstrap", width: "100%", allowClear: true, placeholder: "Type to find",
      ajax: {
        url: this.dataset.lookup, delay: 200, dataType: "json",
        data: (typed) => ({ q: typed.term || "" }),
        processResults: (answer) => ({ results: answer.results || [] }),
      },
    });
  }
  dress(document);

  const part = async (address, selector) => {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
  };
  const close = (keep) => $(".btn-group.open").not(keep).each(function () {
    $(this).removeClass("open").find("[data-menu]").attr("aria-expanded", "false");
    $(".dropdown-menu", this).remove();
  });
  $(document).on("click", "[data-menu]", async function (event) {
    event.preventDefault();
    const group = this.parentElement;
    const opens = !group.classList.contains("open");
    close();
    if (!opens) return;
    group.classList.add("open");
    try {
      const menu = await part(this.dataset.menu, "ul");
      if (!group.classList.contains("open")) return;
      group.append(menu);
      this.setAttribute("aria-expanded", "true");
      $("a, button", menu).first().trigger("focus");
    } catch {
      location.href = this.href; // the row's own page says what can be done
    }
  });
  $(document).on("click", (event) => close($(event.target).closest(".btn-group")));
  $(document).on("keydown", ".btn-group.open", function (event) {
    if (event.key !== "Escape") return;
    close();
    $("[data-menu]", this).trigger("focus");
  });
  $("[data-panel]").on("click", async function (event) {
    event.preventDefault();
    const panel = document.getElementById(this.dataset.panel);
    try {
      if (!panel.firstChild) {
        panel.append(await part(this.href, ".filter-form"));
        panel.hidden = false;
        dress(panel);
      } else {
        panel.hidden = !panel.hidden;
      }
      this.setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) $(":input:visible", panel).first().trigger("focus");
    } catch {
      location.href = this.href; // the same form on a page of its own
    }
  });
  $("[data-unread]").each(async function () {
    const answer = await fetch(this.dataset.unread);
    const count = answer.ok ? (await answer.json()).count : 0;
    if (count) $(".badge", this).text(count).prop("hidden", false);
  });
});
