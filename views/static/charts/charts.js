// Draws the charts of a page. Figures come as JSON and name colours of the theme, such as `--accent`; fonts, axes and
// margins of all charts are here. Drawn again when the page turns light or dark.
(() => {
  "use strict";
  const CONFIG = { displayModeBar: false, doubleClick: false, showTips: false };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const template = () => {
    const [ink, ink2, line, edge] = ["--ink", "--ink-2", "--line", "--line-2"].map(colour);
    const font = { family: getComputedStyle(document.body).fontFamily, size: 12, color: ink2 };
    const axis = { zeroline: false, gridcolor: line, ticks: "", automargin: true, fixedrange: true, tickfont: { size: 12 } };
    return {
      layout: {
        font,
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        margin: { l: 46, r: 12, t: 8, b: 34, pad: 2 },
        bargap: 0.34,
        barcornerradius: 3,
        hovermode: "x unified",
        dragmode: false,
        hoverlabel: { bgcolor: colour("--raised"), bordercolor: edge, font: { ...font, color: ink } },
        legend: { orientation: "h", x: 0, xanchor: "left", y: 1.04, yanchor: "bottom", traceorder: "normal", itemclick: false, itemdoubleclick: false },
        xaxis: { ...axis, showgrid: false, showline: true, linecolor: edge },
        yaxis: { ...axis, nticks: 5, rangemode: "tozero" },
        annotationdefaults: { font: { size: 12, color: ink }, showarrow: false },
      },
    };
  };

  // `meta.colour` colours a trace, `meta.colours` each of its bars; hatched bars keep the ground between their lines.
  const coloured = (trace) => {
    const { colour: one, colours } = trace.meta ?? {};
    const value = colours ? colours.map(colour) : one ? colour(one) : undefined;
    if (value === undefined) return trace;
    if (trace.type !== "bar") return { ...trace, line: { ...trace.line, color: value } };
    const pattern = trace.marker?.pattern;
    if (!pattern) return { ...trace, marker: { ...trace.marker, color: value } };
    const hatched = { ...pattern, fillmode: "overlay", fgcolor: value, bgcolor: colour("--surface"), size: 6 };
    return { ...trace, marker: { ...trace.marker, color: value, pattern: hatched, line: { color: value, width: 1 } } };
  };

  const said = (note) => ({ ...note, font: { color: colour(note.name || "--ink") } });

  // So many words stand below the axis as have room there: Plotly itself asks for room only where it may tilt them.
  const MARGINS = 58, NAME = 34, AMOUNT = 80, LETTER = 6;
  const namesOf = (data) => [...new Set(data.flatMap(({ x }) => x ?? []))].map(String);
  // Names that would touch each other stand aslant; what months are called is short enough.
  const slant = (names, width) => {
    const longest = Math.max(...names.flatMap((name) => name.split("<br>")).map((line) => line.length));
    return longest > 4 && longest * LETTER * names.length > width - MARGINS ? 30 : 0;
  };
  const xaxisOf = (data, { xaxis }, width) => {
    if (xaxis?.type === "category" && !xaxis.nticks) return { ...xaxis, tickangle: slant(namesOf(data), width) };
    const room = Math.floor((width - MARGINS) / (xaxis?.type === "category" ? NAME : AMOUNT));
    return xaxis?.nticks ? { ...xaxis, nticks: Math.max(2, Math.min(xaxis.nticks, room)) } : xaxis;
  };
  // On a phone a long legend, and many bars below a short one, need more room than the rest leaves.
  const isTall = (data) => data.length > 3 || (data.length > 1 && data[0].orientation === "h");

  // A mark leads to the rows behind it, as its line in the table does.
  const lead = ({ points }) => {
    const address = points?.[0]?.customdata;
    if (typeof address === "string" && address.startsWith("/")) location.assign(address);
  };

  const draw = async (place) => {
    const { data, layout } = place.figure;
    const annotations = (layout.annotations ?? []).map(said);
    place.classList.toggle("is-tall", isTall(data));
    const { clientWidth: width, clientHeight: height } = place;
    const isOther = place.dataset.drawn !== String(width); // of another width the legend would keep its old room
    await window.Plotly[isOther ? "newPlot" : "react"](
      place,
      data.map(coloured),
      { ...layout, annotations, width, height, template: template(), xaxis: xaxisOf(data, layout, width) },
      CONFIG,
    );
    if (isOther) place.on("plotly_click", lead);
    place.dataset.drawn = width;
  };

  // `address#name` is one of many charts that come together: they are asked for once.
  const asked = new Map();
  const json = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };
  const figureOf = async (source) => {
    const [address, name] = source.split("#");
    if (!asked.has(address)) asked.set(address, json(address));
    const answer = await asked.get(address);
    return name ? answer.charts[name].figure : answer;
  };

  const fetched = async (place) => {
    const lost = place.parentElement.querySelector(".chart-lost");
    try {
      place.figure = await figureOf(place.dataset.chart);
      await draw(place);
      place.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true }));
    } catch {
      lost.textContent = "The picture could not be drawn. Its numbers are below; load the page again to try once more.";
      lost.hidden = false;
    }
  };

  const places = [...document.querySelectorAll("[data-chart]")];
  places.forEach(fetched);
  const again = () => places.filter((place) => place.figure).forEach(draw);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  let resized;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(again, 200);
  });
})();
