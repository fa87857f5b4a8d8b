// @ts-check
/** Numbers as a person reads them off the page. */
import assert from "node:assert/strict";

const FACTORS = new Map([["K", 1e3], ["M", 1e6], ["B", 1e9]]);

/** `$412.6K` → 412600, with the half unit of the last digit shown. @param {string} text */
export function shown(text) {
  const found = /^(?<sign>[-−])?\D*?(?<digits>[\d,]+(?:\.(?<fraction>\d+))?)(?<suffix>[KMB%]?)/.exec(text.trim());
  if (!found?.groups) throw new Error(`no number in “${text}”`);
  const { sign, digits, fraction, suffix } = found.groups;
  const factor = suffix === "%" ? 0.01 : (FACTORS.get(suffix) ?? 1);
  const value = Number(digits.replaceAll(",", "")) * factor * (sign ? -1 : 1);
  return { value, half: (factor * 10 ** -(fraction?.length ?? 0)) / 2 };
}

/** @param {string} text @param {number} expected @param {string} what */
export function assertShows(text, expected, what) {
  const { value, half } = shown(text);
  assert.ok(Math.abs(value - expected) <= half * 1.0001, `${what}: the page shows ${text}, MetricFlow says ${expected}`);
}
