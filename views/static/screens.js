// Look-ups by typing, and nothing else: every page works without this file.
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
  $(".filter-form").on("submit", function () {
    $(this).find(":input").filter(function () { return !this.value; }).prop("disabled", true);
  });
});
