// The form for a design's next version: what was uploaded and checked is chosen as its file.
"use strict";
addEventListener("uploaded", ({ detail: { id, name } }) => {
  const files = document.getElementById("file_id");
  files.querySelector(`option[value=""]`)?.remove();
  if (![...files.options].some(({ value }) => value === id)) files.prepend(new Option(name, id));
  files.value = id;
});
