// @ts-check
/** What dbt says of the Overview is what a reader sees there: each section's exposure names its tiles. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, reader } from "../support/chromium.mjs";
import { serve } from "../support/site.mjs";

test("each section of the Overview is an exposure that names its tiles", async () => {
  const site = await serve();
  const browser = await launch();
  try {
    const page = await (await reader(browser)).newPage();
    await page.goto(site.url);
    await page.getByRole("article").first().waitFor();
    /** @type {Map<string, string[]>} */
    const shown = new Map();
    for (const section of await page.locator("section").all()) {
      const tiles = await section.getByRole("article").all();
      const labels = tiles.map((tile) => tile.getByRole("link").first().innerText());
      if (labels.length) shown.set(await section.getByRole("heading", { level: 2 }).first().innerText(), await Promise.all(labels));
    }

    const index = await (await fetch(`${site.url}data/index.json`)).json();
    const catalog = await (await fetch(`${site.url}data/${index.snapshot}/catalog.json`)).json();
    /** @type {Map<string, string>} */
    const labels = new Map(catalog.metrics.map((/** @type {any} */ metric) => [metric.name, metric.label]));
    let compared = 0;
    for (const exposure of catalog.exposures) {
      const [page_, title] = String(exposure.label).split(": ");
      if (page_ !== "Overview" || !title) continue;
      const section = [...shown.keys()].find((name) => name.toLowerCase().replace("&", "and") === title);
      assert.ok(section, `a section for ${exposure.label}: ${[...shown.keys()]}`);
      const names = exposure.depends_on.map((/** @type {string} */ id) => id.split(".").at(-1));
      const named = names.map((/** @type {string} */ name) => labels.get(name));
      // The bridge of the movements also stands on MRR, whose tile is elsewhere.
      const tiles = shown.get(section)?.concat(names.includes("new_mrr") ? ["MRR"] : []);
      assert.deepEqual(named.toSorted(), tiles?.toSorted(), exposure.label);
      compared += 1;
    }
    assert.equal(compared, shown.size, "every section has an exposure");
  } finally {
    await browser.close();
    site.stop();
  }
});
