/**
 * Chart model → ECharts options. Pure.
 *
 * @typedef {"line" | "bar" | "stacked_bar" | "waterfall"} Kind
 * @typedef {{ key: string, label: string, is_partial: boolean, is_total: boolean }} Point
 * @typedef {"main" | "comparison" | "rest"} Role
 * @typedef {{ key: string, label: string, values: (number | null)[], role: Role, colour: number }} Series
 * @typedef {{ format: string, currency: string | null, is_down_good: boolean }} Axis
 * @typedef {{ kind: Kind, title: string, points: Point[], series: Series[], axis: Axis, events: { point: number, label: string }[] }} ChartModel
 * @typedef {(value: number, size: "full" | "compact" | "short") => string} Format
 * @typedef {import("./palette.js").Palette} Palette
 * @typedef {import("echarts/core").EChartsCoreOption} Options
 */

/** More lines than this are told apart by the tooltip and the table, not by labels at their ends. */
const END_LABELS = 6;
const FONT_PX = 12;
/** About the width of a figure or small letter at that size. */
const LETTER_PX = 6.6;

/**
 * @param {ChartModel} model
 * @param {Palette} palette
 * @param {Format} format
 * @param {number} width Of the whole chart, in CSS pixels.
 * @returns {Options}
 */
export function chartOptions(model, palette, format, width) {
  const isLine = model.kind === "line";
  const hasEndLabels = isLine && model.series.length > 1 && model.series.length <= END_LABELS;
  const longest = Math.max(0, ...model.series.map((series) => series.label.length));
  const room = hasEndLabels ? Math.min(longest * LETTER_PX + 12, width * 0.28) : 12;
  return {
    // Numbers stand where they are; a line that grows explains nothing.
    animation: false,
    textStyle: { fontFamily: palette.font, fontSize: FONT_PX, color: palette.text },
    grid: {
      left: 4,
      right: room,
      top: model.events.length > 0 ? 28 : 12,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: {
      type: "category",
      data: model.points.map((point) => point.label),
      boundaryGap: !isLine,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.rule } },
      axisLabel: { color: palette.muted, fontSize: FONT_PX, margin: 10, ...pointLabels(model, width) },
    },
    yAxis: {
      type: "value",
      // Bars stand on zero; a line may begin where its values are.
      scale: isLine,
      splitNumber: 4,
      boundaryGap: model.kind === "waterfall" ? roomForLabels(model) : [0, 0],
      axisLabel: {
        color: palette.muted,
        fontSize: FONT_PX,
        formatter: (/** @type {number} */ value) => format(value, "compact"),
      },
      splitLine: { lineStyle: { color: palette.grid } },
    },
    series: [...drawn(model, palette, format, width, hasEndLabels ? room - 12 : 0), ...markers(model, palette)],
  };
}

/**
 * A bridge has few steps and each needs its name; of many points only those that fit are named.
 * @param {ChartModel} model
 * @param {number} width
 */
function pointLabels(model, width) {
  if (model.kind !== "waterfall") return { hideOverlap: true };
  const longest = Math.max(0, ...model.points.map((point) => point.label.length));
  const isTight = longest * LETTER_PX + 8 > (width - 60) / Math.max(1, model.points.length);
  return { interval: 0, rotate: isTight ? 35 : 0 };
}

/**
 * Below the axis only where a column ends there.
 * @param {ChartModel} model
 */
function roomForLabels(model) {
  let level = 0;
  let lowest = 0;
  for (const [at, point] of model.points.entries()) {
    const value = model.series[0]?.values[at] ?? 0;
    level = point.is_total ? value : level + value;
    lowest = Math.min(lowest, level);
  }
  return [lowest < 0 ? "10%" : 0, "6%"];
}

/**
 * @param {Series} series
 * @param {Palette} palette
 * @returns {string}
 */
export function seriesColor(series, palette) {
  if (series.role === "comparison") return palette.comparison;
  if (series.role === "rest") return palette.rest;
  return palette.series[series.colour % palette.series.length] ?? palette.text;
}

/**
 * @param {ChartModel} model
 * @param {Palette} palette
 * @param {Format} format
 * @param {number} width Of the whole chart, in CSS pixels.
 * @param {number} labelWidth Room for a label at a line's end, in CSS pixels; 0 for none.
 */
function drawn(model, palette, format, width, labelWidth) {
  switch (model.kind) {
    case "line":
      return model.series.flatMap((series) => lines(model, series, palette, labelWidth));
    case "bar":
    case "stacked_bar":
      return model.series.map((series) => bars(model, series, palette));
    case "waterfall":
      return waterfall(model, palette, format, width);
  }
}

/**
 * A series whose last period is partial is drawn twice: whole up to the last full period, dashed from there.
 * @param {ChartModel} model
 * @param {Series} series
 * @param {Palette} palette
 * @param {number} labelWidth
 */
function lines(model, series, palette, labelWidth) {
  const color = seriesColor(series, palette);
  const isComparison = series.role === "comparison";
  const isPartial = (/** @type {number} */ at) => model.points[at]?.is_partial === true;
  const hasPartial = !isComparison && model.points.some((point) => point.is_partial);
  const base = {
    type: "line",
    name: series.label,
    showSymbol: series.values.filter((value) => value != null).length === 1,
    symbol: "circle",
    symbolSize: 6,
    emphasis: { disabled: true },
    itemStyle: { color },
    z: isComparison ? 2 : 3,
  };
  const endLabel = {
    show: labelWidth > 0,
    formatter: series.label,
    color: palette.text,
    fontSize: FONT_PX,
    lineHeight: FONT_PX + 2,
    distance: 6,
    // On a narrow screen a long name takes two lines rather than being cut off.
    width: labelWidth,
    overflow: "break",
    // Lines that end close together keep their names apart.
    textMargin: [2, 0],
  };
  const whole = {
    ...base,
    data: series.values.map((value, at) => (hasPartial && isPartial(at) ? null : value)),
    lineStyle: { color, width: isComparison ? 1.5 : 2, type: isComparison ? [4, 4] : "solid" },
    endLabel,
    labelLayout: { moveOverlap: "shiftY" },
  };
  if (!hasPartial) return [whole];
  const partial = {
    ...base,
    data: series.values.map((value, at) => (isPartial(at) || isPartial(at + 1) ? value : null)),
    lineStyle: { color, width: 2, type: [2, 4] },
    endLabel,
    labelLayout: { moveOverlap: "shiftY" },
  };
  const isLastPartial = isPartial(model.points.length - 1);
  return isLastPartial ? [{ ...whole, endLabel: { show: false } }, partial] : [whole, { ...partial, endLabel: { show: false } }];
}

/**
 * @param {ChartModel} model
 * @param {Series} series
 * @param {Palette} palette
 */
function bars(model, series, palette) {
  const color = seriesColor(series, palette);
  const isStacked = model.kind === "stacked_bar" && series.role !== "comparison";
  return {
    type: "bar",
    name: series.label,
    stack: isStacked ? "all" : undefined,
    stackStrategy: "samesign",
    barMaxWidth: 56,
    barGap: "10%",
    barCategoryGap: "28%",
    emphasis: { disabled: true },
    itemStyle: { color },
    data: series.values.map((value, at) =>
      model.points[at]?.is_partial ? { value, itemStyle: hatched(color, palette) } : value,
    ),
  };
}

/**
 * @param {string} color
 * @param {Palette} palette
 */
function hatched(color, palette) {
  return {
    color,
    decal: { symbol: "rect", color: palette.ground, dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4 },
  };
}

/**
 * Floating columns: an unseen one carries a seen one. Below zero ECharts piles the other way, so a
 * column that crosses zero is made of two seen parts and none unseen.
 * @param {ChartModel} model
 * @param {Palette} palette
 * @param {Format} format
 * @param {number} width Of the whole chart, in CSS pixels.
 */
function waterfall(model, palette, format, width) {
  const values = model.series[0]?.values ?? [];
  // Amounts of neighbours stand at about the same height, so they must fit side by side.
  const amounts = values.map((value) => (value == null ? "" : `+${format(value, "compact")}`));
  const longest = Math.max(0, ...amounts.map((amount) => amount.length));
  const size = longest * LETTER_PX + 8 > (width - 60) / Math.max(1, model.points.length) ? "short" : "compact";
  /** @type {(number | string)[]} */
  const unseen = [];
  /** @type {object[]} */
  const above = [];
  /** @type {object[]} */
  const below = [];
  let level = 0;
  for (const [at, point] of model.points.entries()) {
    const value = values[at];
    if (value == null) {
      unseen.push("-");
      above.push({ value: "-" });
      below.push({ value: "-" });
      continue;
    }
    const from = point.is_total ? 0 : level;
    const to = point.is_total ? value : level + value;
    level = to;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const isGood = value >= 0 !== model.axis.is_down_good;
    const color = point.is_total ? palette.total : isGood ? palette.up : palette.down;
    const itemStyle = point.is_partial ? hatched(color, palette) : { color };
    const label = {
      show: true,
      position: high > 0 ? "top" : "bottom",
      // Where there is hardly room, a rising column says its plus by itself.
      formatter: (point.is_total || value < 0 || size === "short" ? "" : "+") + format(value, size),
      color: palette.text,
      fontSize: FONT_PX,
    };
    unseen.push(low > 0 ? low : high < 0 ? high : 0);
    above.push({ value: high > 0 ? high - Math.max(low, 0) : 0, itemStyle, label: { ...label, show: high > 0 } });
    below.push({ value: low < 0 ? low - Math.min(high, 0) : 0, itemStyle, label: { ...label, show: high <= 0 } });
  }
  const base = {
    type: "bar",
    stack: "bridge",
    stackStrategy: "samesign",
    barMaxWidth: 72,
    barCategoryGap: "24%",
    emphasis: { disabled: true },
  };
  return [
    { ...base, name: "", silent: true, itemStyle: { color: "transparent" }, data: unseen },
    // On a narrow screen some amounts are left to the tooltip and the table.
    { ...base, name: model.series[0]?.label ?? "", data: above, labelLayout: { hideOverlap: true } },
    { ...base, name: "", data: below, labelLayout: { hideOverlap: true } },
  ];
}

/**
 * @param {ChartModel} model
 * @param {Palette} palette
 */
function markers(model, palette) {
  if (model.events.length === 0) return [];
  return [
    {
      type: "line",
      data: [],
      silent: true,
      markLine: {
        symbol: "none",
        lineStyle: { color: palette.rule, type: [2, 2], width: 1 },
        label: { color: palette.muted, fontSize: FONT_PX, formatter: "{b}", position: "end" },
        data: model.events.map((event) => ({ name: event.label, xAxis: event.point })),
      },
    },
  ];
}
