/**
 * Draws a chart model with ECharts. The model's shape is `charts/model.rs`; the caller is
 * `charts/drawing.rs`. Words, numbers and keyboard are the caller's; this file draws and reports clicks.
 */
import * as echarts from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

import { chartOptions } from "./chart_options.js";
import { readPalette } from "./palette.js";
import { tooltip } from "./tooltip.js";

echarts.use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

/**
 * @typedef {import("./chart_options.js").ChartModel} ChartModel
 * @typedef {import("./chart_options.js").Format} Format
 */

/**
 * @typedef {object} ChartHandle
 * @property {(json: string) => void} update
 * @property {() => void} resize
 * @property {(point: number) => void} point_at Shows the tooltip of a point; hides it for -1.
 * @property {(point: number) => Float64Array} place_of Of a point's first value, in CSS pixels from the element's corner.
 * @property {() => string} svg
 * @property {() => void} dispose
 */

/**
 * @param {HTMLElement} element Has its size already.
 * @param {Format} format
 * @param {(point: number, series: number, x: number, y: number) => void} select Series is -1 when the click was on
 *   none; x and y are CSS pixels from the element's corner.
 * @returns {ChartHandle}
 */
export function mount(element, format, select) {
  const chart = echarts.init(element, null, { renderer: "svg" });
  /** @type {ChartModel | null} */
  let model = null;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const print = window.matchMedia("print");

  const draw = () => {
    if (!model) return;
    const palette = readPalette(element);
    const options = chartOptions(model, palette, format, element.clientWidth);
    const shown = model;
    chart.setOption(
      {
        ...options,
        tooltip: {
          trigger: "axis",
          confine: true,
          className: "chart-tooltip",
          transitionDuration: 0,
          // Everything about its look is in our style sheet.
          backgroundColor: "transparent",
          borderWidth: 0,
          padding: 0,
          extraCssText: "box-shadow:none",
          axisPointer: {
            type: shown.kind === "line" ? "line" : "shadow",
            lineStyle: { color: palette.rule, type: "solid" },
            shadowStyle: { color: palette.hover },
            snap: true,
          },
          formatter: (/** @type {unknown} */ at) => tooltip(shown, palette, format, at),
        },
      },
      { notMerge: true },
    );
  };

  // A line is a thin target, so a click anywhere in the plot chooses the nearest point.
  chart.getZr().on("click", (event) => {
    if (!model) return;
    const at = [event.offsetX, event.offsetY];
    if (!chart.containPixel({ gridIndex: 0 }, at)) return;
    const [x, y] = chart.convertFromPixel({ gridIndex: 0 }, at);
    const point = Math.round(Number(x));
    if (point < 0 || point >= model.points.length) return;
    select(point, nearestSeries(model, point, Number(y)), event.offsetX, event.offsetY);
  });

  const themes = new MutationObserver(draw);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  dark.addEventListener("change", draw);
  // On paper the colours are those of the light theme.
  print.addEventListener("change", draw);

  return {
    update(json) {
      model = JSON.parse(json);
      draw();
    },
    resize() {
      chart.resize();
      draw();
    },
    point_at(point) {
      if (point < 0) {
        chart.dispatchAction({ type: "hideTip" });
        chart.dispatchAction({ type: "updateAxisPointer", currTrigger: "leave" });
        return;
      }
      const series = model?.series.findIndex((one) => one.values[point] != null) ?? -1;
      chart.dispatchAction({ type: "showTip", seriesIndex: Math.max(series, 0), dataIndex: point });
    },
    place_of(point) {
      const value = model?.series.map((one) => one.values[point]).find((one) => one != null) ?? 0;
      return Float64Array.from(chart.convertToPixel({ gridIndex: 0 }, [point, value]));
    },
    svg() {
      return chart.renderToSVGString();
    },
    dispose() {
      themes.disconnect();
      dark.removeEventListener("change", draw);
      print.removeEventListener("change", draw);
      chart.dispose();
    },
  };
}

/**
 * @param {ChartModel} model
 * @param {number} point
 * @param {number} y
 * @returns {number}
 */
function nearestSeries(model, point, y) {
  if (model.kind === "stacked_bar") {
    // Positive parts are piled up from zero, negative ones down from it.
    const pile = { up: 0, down: 0 };
    for (const [index, series] of model.series.entries()) {
      const value = series.values[point] ?? 0;
      const side = value < 0 ? "down" : "up";
      const from = pile[side];
      pile[side] += value;
      if (Math.min(from, pile[side]) <= y && y <= Math.max(from, pile[side])) return index;
    }
    return -1;
  }
  let best = -1;
  let distance = Infinity;
  for (const [index, series] of model.series.entries()) {
    const value = series.values[point];
    if (value == null) continue;
    const gap = Math.abs(value - y);
    if (gap < distance) [best, distance] = [index, gap];
  }
  return best;
}
