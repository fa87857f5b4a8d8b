// @ts-check
/**
 * Looks at the badges that a reader sees: `node badges.mjs badges.json`, the words by each metric's label.
 * Every metric of the Dictionary must have the words that are expected of it; one of each kind is opened, and must say why.
 */
import { readFile } from "node:fs/promises";
import { launch, reader, watchedPage } from "./support/chromium.mjs";
import { serve } from "./support/site.mjs";

const [file] = process.argv.slice(2);
/** @type {Record<string, string>} */
const expected = JSON.parse(await readFile(file, "utf8"));
const [browser, site] = await Promise.all([launch(), serve()]);
/** @type {string[]} */
const wrong = [];
try {
  const { page, errors } = await watchedPage(await reader(browser));
  await page.goto(`${site.url}#/dictionary`);
  const rows = page.locator(".dictionary-row");
  await rows.first().waitFor();
  const shown = new Map();
  for (const row of await rows.all()) {
    const label = await row.locator(".dictionary-name").innerText();
    const badge = await row.getByRole("button").first().getAttribute("aria-label");
    shown.set(label, badge);
  }
  for (const label of new Set([...Object.keys(expected), ...shown.keys()])) {
    const words = `${label}: ${expected[label]}. Why?`;
    if (shown.get(label) !== words) wrong.push(`${label}: the badge says ${shown.get(label)}, expected ${words}`);
  }
  // A badge that says something else cannot be found by its words, and is a finding already.
  for (const words of wrong.length ? [] : new Set(Object.values(expected))) {
    const label = Object.keys(expected).find((name) => expected[name] === words);
    const badge = page.getByRole("button", { name: `${label}: ${words}. Why?`, exact: true });
    await badge.click();
    const details = page.locator(".trust-details");
    await details.waitFor();
    const text = await details.innerText();
    if (!text.includes(words)) wrong.push(`${label}: what its badge opens does not say ${words}: ${text}`);
    if (words.includes("late") && !text.includes("clearvana.payments")) wrong.push(`${label}: no late source: ${text}`);
    if (words.includes("fails") && !text.includes("fact_payment")) wrong.push(`${label}: no failing test: ${text}`);
    await page.keyboard.press("Escape");
    await details.waitFor({ state: "detached" });
  }
  wrong.push(...errors);
  console.log(`${shown.size} badges seen, ${wrong.length} findings`);
} finally {
  await browser.close();
  site.stop();
}
for (const line of wrong) console.log(`  ${line}`);
process.exitCode = wrong.length || !Object.keys(expected).length ? 1 : 0;
