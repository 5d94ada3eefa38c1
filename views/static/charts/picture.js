// “Picture”: a chart as a PNG with its heading and its sentence, in the colours of the page. The button is there once the
// chart was drawn.
(() => {
  "use strict";
  const WIDTH = 1000, HEIGHT = 560, SCALE = 2, LINE = 110;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const bare = (text) => text.replace(/[<>&]/g, (sign) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[sign]);

  // Plotly breaks no lines by itself.
  const lines = (text) => {
    const found = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${found.at(-1)} ${word}`.trim();
      if (longer.length <= LINE) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found.map(bare).join("<br>");
  };

  const framed = (place, section) => {
    const { layout } = place;
    const margin = { ...(layout.margin ?? layout.template.layout.margin) };
    const said = lines(section.querySelector("p").textContent.trim());
    const top = 70 + 18 * said.split("<br>").length;
    return {
      ...layout,
      xaxis: { ...layout.xaxis, nticks: place.figure.layout.xaxis?.nticks },
      paper_bgcolor: colour("--surface"),
      margin: { ...margin, t: top + 30, l: margin.l + 16, r: margin.r + 16, b: margin.b + 12 },
      title: {
        text: bare(section.querySelector("h2").textContent.trim()),
        subtitle: { text: said, font: { size: 13, color: colour("--ink-2") } },
        font: { size: 18, weight: 650, color: colour("--ink") },
        x: 0, xref: "container", xanchor: "left", y: 1, yref: "container", yanchor: "top", pad: { l: 20, t: 18 },
      },
    };
  };

  const save = async (button) => {
    const section = button.closest(".chart");
    const place = section.querySelector("[data-chart]");
    const told = section.querySelector(".chart-lost");
    try {
      const figure = { data: place.data, layout: framed(place, section) };
      const image = await window.Plotly.toImage(figure, { format: "png", width: WIDTH, height: HEIGHT, scale: SCALE });
      Object.assign(document.createElement("a"), { href: image, download: `${button.dataset.picture}.png` }).click();
    } catch {
      told.textContent = "The picture could not be saved. Load the page again to try once more.";
      told.hidden = false;
    }
  };

  const show = (section) => section?.querySelector("[data-picture]")?.removeAttribute("hidden");
  document.querySelectorAll("[data-drawn]").forEach((place) => show(place.closest(".chart")));
  document.addEventListener("chart:drawn", ({ target }) => show(target.closest(".chart")));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-picture]");
    if (button) save(button);
  });
})();
