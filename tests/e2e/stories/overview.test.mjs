// @ts-check
/** The Overview's first numbers: there without an engine, the engine's to the last digit, and compared by the marts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../support/explore.mjs";
import { catalog, martlet, month, monthEnd } from "../support/martlet.mjs";
import { assertShows } from "../support/numbers.mjs";
import { storiesOnHosts } from "../support/stories.mjs";

const onHost = storiesOnHosts();

/**
 * What a reader sees of each tile, and the bridge in words.
 * @param {import("playwright-core").Page} page
 */
async function numbers(page) {
  await page.locator(".tile").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".tile-waiting, .feature-waiting"));
  const tiles = await page.locator(".tile").evaluateAll((tiles) =>
    tiles.map((tile) => [".tile-name", ".tile-value", ".tile-change"].map((part) => tile.querySelector(part)?.textContent ?? "")),
  );
  const bridge = await page.getByRole("application", { name: /bridge/ }).getAttribute("aria-label");
  return { tiles, bridge };
}

for (const address of ["#/overview", "#/overview?range=last-12-months", "#/overview?compare=previous-year"]) {
  test(`${address}: the numbers that come with the site are the engine's`, async () => {
    /** @type {Awaited<ReturnType<typeof numbers>> | undefined} */
    let first;
    await onHost({ fails: (path) => (path.startsWith("engine-") ? 404 : undefined) }, async ({ page, site: { url } }) => {
      await page.goto(url + address);
      first = await numbers(page);
    });
    assert.ok(first && first.tiles.length > 20 && first.tiles.every(([, value]) => /\d/.test(value)), "all tiles have numbers without an engine");
    await onHost({ fails: (path) => (path.endsWith("/first.bin") ? 404 : undefined) }, async ({ page, site: { url } }) => {
      await page.goto(url + address);
      assert.deepEqual(await numbers(page), first);
    });
  });
}

test("changes and the bridge are what the command line computes", () =>
  onHost({}, async ({ page, site: { url } }) => {
    const { as_of, metrics } = await catalog(url);
    const asOf = as_of.slice(0, 10);
    const last = asOf === monthEnd(month(asOf, 0)) ? month(asOf, 0) : month(asOf, 1);
    const days = (/** @type {string} */ first) => `${first}..${monthEnd(first)}`;
    const ask = (/** @type {string} */ metric, /** @type {string} */ against) =>
      martlet("query", "--metrics", metric, "--group-by", "metric_time__month", "--start-time", last, "--end-time", monthEnd(last), "--compare", against)[0];
    for (const [address, back] of /** @type {[string, number][]} */ ([["#/overview", 1], ["#/overview?compare=previous-year", 12]])) {
      await page.goto("about:blank");
      await page.goto(url + address);
      const { tiles } = await numbers(page);
      for (const name of ["mrr", "active_customers", "payment_success_rate", "revenue_ytd", "net_revenue_retention"]) {
        const label = metrics.find((metric) => metric.name === name)?.label;
        const tile = tiles.find(([title]) => title === label);
        if (!tile) continue;
        const expected = ask(name, days(month(last, back)));
        assertShows(tile[1], Number(expected[name]), name);
        const isShare = tile[2].includes(" pt");
        const amount = /([\d.,]+%?)/.exec(tile[2])?.[1] ?? "";
        const change = Math.abs(Number(isShare ? expected[`${name}__difference`] * 100 : expected[`${name}__change`]));
        assertShows(amount, change, `${name}'s change`);
      }
    }

    await page.goto("about:blank");
    await page.goto(`${url}#/overview`);
    const words = (await numbers(page)).bridge ?? "";
    const step = (/** @type {string} */ name) => new RegExp(`${name} ([^ ]+?)(,|$)`).exec(words)?.[1] ?? "";
    const ends = ask("mrr", days(month(last, 12)));
    assertShows(step("Opening"), Number(ends.mrr__compared), "MRR a year before");
    assertShows(step("Closing"), Number(ends.mrr), "MRR now");
    const [moved] = martlet("query", "--metrics", "new_mrr,churned_mrr", "--start-time", month(last, 11), "--end-time", monthEnd(last));
    assertShows(step("New"), Number(moved.new_mrr), "new MRR over twelve months");
    assertShows(step("Churned").replace(/^[-−]/, ""), Math.abs(Number(moved.churned_mrr)), "churned MRR over twelve months");
  }));

test("Explore's head has the tile's number and change, also in a range of that month alone", () =>
  onHost({}, async ({ page, site: { url } }) => {
    const { as_of, metrics } = await catalog(url);
    const asOf = as_of.slice(0, 10);
    const last = asOf === monthEnd(month(asOf, 0)) ? month(asOf, 0) : month(asOf, 1);
    await page.goto(`${url}#/overview`);
    const { tiles } = await numbers(page);
    await page.goto(`${url}#/overview?compare=previous-year`);
    await page.reload();
    const yearBefore = (await numbers(page)).tiles;
    for (const name of ["mrr", "churned_mrr", "net_revenue_retention"]) {
      const label = metrics.find((metric) => metric.name === name)?.label;
      const amount = (/** @type {string[][]} */ of) => /[\d.,]+%?/.exec(of.find(([title]) => title === label)?.[2] ?? "")?.[0];
      for (const range of ["last-24-months", "all", `${last}..${monthEnd(last)}`]) {
        await page.goto(`${url}#/explore?metric=${name}&range=${range}`);
        await settled(page);
        await page.getByRole("heading", { name: label, exact: true, level: 1 }).waitFor();
        const value = await page.locator(".explore-value").innerText();
        const changes = await page.locator(".explore-numbers .delta-amount").allInnerTexts();
        assert.equal(value, tiles.find(([title]) => title === label)?.[1], `${name}, ${range}`);
        assert.deepEqual(changes.map((text) => /[\d.,]+%?/.exec(text)?.[0]), [amount(tiles), amount(yearBefore)], `${name}, ${range}`);
      }
    }
  }));
