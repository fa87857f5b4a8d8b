// @ts-check
/** A picture of every page, wide and narrow, light and dark, for a person to look at; nothing may overflow sideways. */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { reader, watchedPage } from "../support/chromium.mjs";
import { needed } from "../support/site.mjs";
import { stories } from "../support/stories.mjs";

const PAGES = [
  ["overview", "#/overview"],
  ["explore", "#/explore?metric=mrr&range=last-24-months&by=customer__country&compare=previous-year"],
  ["explore-table", "#/explore?metric=mrr&range=last-12-months&by=customer__country&view=table"],
  ["dictionary", "#/dictionary"],
  ["dictionary-mrr", "#/dictionary/mrr"],
  ["sql", "#/sql?q=select%20country%2C%20count(*)%20as%20customers%20from%20dim_customer%20group%20by%20country%20order%20by%202%20desc"],
];
const SIZES = [["wide", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]];

const folder = needed("MARTLET_SCREENSHOTS");
const site = stories();
before(() => mkdir(folder, { recursive: true }));

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const [size, viewport] of /** @type {[string, {width: number, height: number}][]} */ (SIZES)) {
    test(`${size}, ${colorScheme}`, async () => {
      const context = await reader(site.browser, { colorScheme, viewport });
      const { page, errors } = await watchedPage(context);
      for (const [name, address] of PAGES) {
        await page.goto(site.url + address);
        await page.locator("h1").first().waitFor();
        if (name === "sql") await page.getByRole("button", { name: "Run", exact: true }).click();
        await page.locator(".loading, .skeleton, .tile-waiting").first().waitFor({ state: "detached" }).catch(() => {});
        await page.waitForFunction(() => !document.querySelector(".loading, .tile-waiting, [aria-busy=true]"));
        await page.waitForTimeout(600);
        const file = join(folder, `${name}-${size}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: size === "phone" });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 1, `${name} is ${overflow} px wider than the window`);
      }
      assert.deepEqual(errors, []);
      await context.close();
    });
  }
}
