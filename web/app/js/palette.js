/**
 * The page's colours, read from its custom properties, so that charts follow the theme.
 *
 * @typedef {object} Palette
 * @property {string[]} series Eight, by place.
 * @property {string} comparison
 * @property {string} rest
 * @property {string} up
 * @property {string} down
 * @property {string} total
 * @property {string} text
 * @property {string} muted
 * @property {string} rule
 * @property {string} grid
 * @property {string} ground
 * @property {string} hover
 * @property {string} font
 */

/**
 * @param {Element} element
 * @returns {Palette}
 */
export function readPalette(element) {
  const style = getComputedStyle(element);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    series: Array.from({ length: 8 }, (_, place) => read(`--chart-${place + 1}`)),
    comparison: read("--chart-comparison"),
    rest: read("--chart-rest"),
    up: read("--color-good"),
    down: read("--color-bad"),
    total: read("--chart-total"),
    text: read("--color-text"),
    muted: read("--color-text-muted"),
    rule: read("--color-rule-strong"),
    grid: read("--color-rule"),
    ground: read("--color-ground"),
    hover: read("--color-hover"),
    font: style.fontFamily,
  };
}
