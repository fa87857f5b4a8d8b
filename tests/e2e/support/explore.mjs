// @ts-check
/** What a reader does on Explore, by what can be seen and named. */

/** Waits until no answer is outstanding. @param {import("playwright-core").Page} page */
export async function settled(page) {
  await page.locator(".explore-result[aria-busy=false]").waitFor();
  await page.locator(".loading").waitFor({ state: "detached" });
}

/** The table's header and rows as text, without its foot, which comes later. @param {import("playwright-core").Page} page */
export async function table(page) {
  await settled(page);
  const rows = page.locator("table.result-rows");
  await rows.waitFor();
  return rows.evaluate((element) =>
    [...element.querySelectorAll("thead tr, tbody tr")].map((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim())),
  );
}

/** @param {import("playwright-core").Page} page @param {string} label @param {string} value */
export async function choose(page, label, value) {
  await page.getByRole("group", { name: "What is shown" }).getByLabel(label, { exact: true }).selectOption(value);
  await settled(page);
}

/** The facts under the result: rows, bytes, time. @param {import("playwright-core").Page} page */
export function facts(page) {
  return page.locator(".explore-facts").innerText();
}
