// @ts-check
/** A reader's way through the site, from the Overview to SQL, with MetricFlow's numbers at hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, settled, table } from "../support/explore.mjs";
import { assertShows } from "../support/numbers.mjs";
import { oracle } from "../support/oracle.mjs";
import { stories } from "../support/stories.mjs";

const site = stories();
const told = site.told.bind(site);

/** Whole months only: the open month is marked and is not the headline. */
function lastWholeMonth() {
  const rows = oracle("mrr/by_month").rows.map(([month, mrr]) => ({ month: String(month).slice(0, 7), mrr: Number(mrr) }));
  return rows.sort((a, b) => a.month.localeCompare(b.month)).at(-2) ?? rows[0];
}

test("the Overview shows the MRR that MetricFlow gives", () =>
  told(async ({ page }) => {
    await page.goto(site.url);
    const tile = page.getByRole("article").filter({ has: page.getByRole("link", { name: "MRR", exact: true }) });
    const value = tile.locator(".tile-value:not(.tile-waiting)");
    await value.waitFor();
    assertShows(await value.innerText(), lastWholeMonth().mrr, "MRR");
  }));

test("Explore: country, filter, grain; the copied link gives the same numbers", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr&range=last-3-months&view=table`);
    await settled(page);
    await choose(page, "broken down by", "customer__country");
    const [header] = await table(page);
    assert.ok(header.length > 3, `a column for each country: ${header}`);
    const country = header[2];

    await page.getByRole("button", { name: "Add a filter" }).click();
    const editor = page.locator(".filter-editor");
    await editor.getByLabel("Dimension").selectOption("customer__country");
    await editor.getByLabel(country, { exact: true }).check();
    await page.keyboard.press("Escape");
    await settled(page);
    assert.match(page.url(), /filter=customer__country/);

    await choose(page, "by", "quarter");
    const numbers = await table(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /grain=quarter/);

    const again = await page.context().newPage();
    await again.goto(link);
    assert.deepEqual(await table(again), numbers, "the link's numbers");

    await page.getByRole("link", { name: "Dictionary" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Dictionary" }).waitFor();
    await page.goBack();
    assert.deepEqual(await table(page), numbers, "back brings the same state");
  }));

test("Explore's country numbers are MetricFlow's", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr&range=last-12-months&by=customer__country&top=20&view=table`);
    const [header, newest] = await table(page);
    const answer = oracle("mrr/by_customer__country");
    const at = Object.fromEntries(answer.columns.map((column, index) => [column.name, index]));
    let compared = 0;
    // MRR without a grain is that of the last month, which is the table's first row.
    for (const expected of answer.rows) {
      const column = header.indexOf(String(expected[at.customer__country]));
      if (column < 0 || expected[at.mrr] === null) continue;
      assertShows(newest[column], Number(expected[at.mrr]), header[column]);
      compared += 1;
    }
    assert.ok(compared >= 3, `compared ${compared} countries`);
  }));

test("SQL: runs, cancels, and explains a mistake", () =>
  told(async ({ page }) => {
    /** @param {string} sql */
    const run = async (sql) => {
      await page.goto(`${site.url}#/sql?q=${encodeURIComponent(sql)}`);
      await page.getByRole("button", { name: "Run", exact: true }).click();
    };
    await run("select count(*) as customers from dim_customer");
    const cell = page.locator(".data-table td").first();
    await cell.waitFor();
    assert.ok(Number((await cell.innerText()).replaceAll(",", "")) > 100);
    await page.getByText("ad hoc", { exact: false }).first().waitFor();

    await run("select count(*) from fact_usage a cross join fact_usage b where a.quantity * b.quantity > 1e300");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled.").waitFor();

    await run("select count(*) as again from dim_customer");
    await page.locator(".data-table").getByText("again").waitFor();

    await run("select country from dim_custmer");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /dim_custmer[\s\S]*MRT-/);

    await run("selec 1");
    await page.getByRole("alert").filter({ hasText: "selec" }).or(page.getByRole("alert").filter({ hasText: /SQL/ })).first().waitFor();

    for (const [sql, code] of [
      ["create table t as select 1", "MRT-E002"],
      ["insert into dim_customer select * from dim_customer", "MRT-E002"],
      ["copy dim_customer to 'customers.csv'", "MRT-E002"],
      [`select ${"(".repeat(1000)}1${")".repeat(1000)}`, "MRT-E004"],
      ["select 1; select 2", "MRT-E003"],
    ]) {
      await run(sql);
      await page.getByRole("alert").filter({ hasText: code }).first().waitFor();
    }
    await run("select count(*) as still_here from dim_customer");
    await page.locator(".data-table").getByText("still_here").waitFor();
  }));

test("the Dictionary tells what MRR means", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/dictionary/mrr`);
    await page.getByRole("heading", { name: /MRR|Monthly recurring revenue/ }).first().waitFor();
    const text = await page.locator("main").innerText();
    for (const word of [/owner/i, /test/i, /fact_revenue/]) assert.match(text, word);
  }));

test("a sub-path on a host with a strict policy", async () => {
  const { host, needed } = await import("../support/site.mjs");
  const { cp, mkdtemp, rm } = await import("node:fs/promises");
  const { tmpdir } = await import("node:os");
  const { join } = await import("node:path");
  const folder = await mkdtemp(join(tmpdir(), "martlet-"));
  await cp(needed("MARTLET_SITE"), join(folder, "deep/down"), { recursive: true });
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
  const strict = await host({ headers: { "Content-Security-Policy": policy } }, folder);
  try {
    await told(async ({ page }) => {
      await page.goto(`${strict.url}deep/down/#/explore?metric=mrr&range=last-12-months&by=customer__country`);
      await settled(page);
      await page.locator(".board-row").first().waitFor();
    });
  } finally {
    strict.stop();
    await rm(folder, { recursive: true });
  }
});
