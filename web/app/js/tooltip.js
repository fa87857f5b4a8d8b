/**
 * The tooltip of one point: all series, largest first. Made of elements, so that no value is ever read
 * as HTML and no inline style is needed.
 *
 * @typedef {import("./chart_options.js").ChartModel} ChartModel
 * @typedef {import("./chart_options.js").Format} Format
 * @typedef {import("./palette.js").Palette} Palette
 */
import { seriesColor } from "./chart_options.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {ChartModel} model
 * @param {Palette} palette
 * @param {Format} format
 * @param {unknown} at ECharts' parameters of the axis trigger.
 * @returns {HTMLElement}
 */
export function tooltip(model, palette, format, at) {
  const first = /** @type {{ dataIndex?: number } | undefined} */ (Array.isArray(at) ? at[0] : at);
  const place = first?.dataIndex ?? 0;
  const point = model.points[place];
  const box = document.createElement("div");
  box.className = "chart-tooltip-box";
  if (!point) return box;
  box.append(text("p", "chart-tooltip-title", point.label + (point.is_partial ? " (partial)" : "")));
  const rows = model.series
    .map((series) => ({ series, value: series.values[place] }))
    .filter((row) => row.value != null)
    .sort((a, b) => Number(b.value) - Number(a.value));
  for (const { series, value } of rows) {
    const row = text("p", "chart-tooltip-row", "");
    row.append(
      swatch(seriesColor(series, palette), series.role === "comparison"),
      text("span", "chart-tooltip-name", series.label),
      text("span", "chart-tooltip-value", format(Number(value), "full")),
    );
    box.append(row);
  }
  for (const event of model.events.filter((one) => one.point === place)) {
    box.append(text("p", "chart-tooltip-event", event.label));
  }
  return box;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} content
 */
function text(tag, className, content) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}

/**
 * @param {string} color
 * @param {boolean} isDashed
 */
function swatch(color, isDashed) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "chart-tooltip-swatch");
  svg.setAttribute("viewBox", "0 0 12 4");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", "M0 2h12");
  line.setAttribute("stroke", color);
  line.setAttribute("stroke-width", "3");
  if (isDashed) line.setAttribute("stroke-dasharray", "3 2");
  svg.append(line);
  return svg;
}
