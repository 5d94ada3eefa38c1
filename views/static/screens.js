// Look-ups by typing and the count of unread notifications: every page works without this file.
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
  $("select[data-lookup]").each(function () {
    $(this).select2({
      theme: "bootstrap", width: "100%", allowClear: true, placeholder: "Type to find",
      ajax: {
        url: this.dataset.lookup, delay: 200, dataType: "json",
        data: (typed) => ({ q: typed.term || "" }),
        processResults: (answer) => ({ results: answer.results || [] }),
      },
    });
  });
  $("select.my_select2").select2({ theme: "bootstrap", width: "100%", placeholder: "Choose", allowClear: true });
  $("select.select2-hidden-accessible").each(function () { name(this); }).on("change", function () { name(this); });
  $("[data-unread]").each(async function () {
    const answer = await fetch(this.dataset.unread);
    const count = answer.ok ? (await answer.json()).count : 0;
    if (count) $(".badge", this).text(count).prop("hidden", false);
  });
  $(".filter-form").on("submit", function () {
    $(this).find(":input").filter(function () { return !this.value; }).prop("disabled", true);
  });
});
