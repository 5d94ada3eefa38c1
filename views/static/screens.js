// Look-ups by typing and the count of unread notifications: every page works without this file.
"use strict";
jQuery(function ($) {
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
  $("[data-unread]").each(async function () {
    const answer = await fetch(this.dataset.unread);
    const count = answer.ok ? (await answer.json()).count : 0;
    if (count) $(".badge", this).text(count).prop("hidden", false);
  });
  $(".filter-form").on("submit", function () {
    $(this).find(":input").filter(function () { return !this.value; }).prop("disabled", true);
  });
});
