// @ts-check
/** What can be done with a mark of Explore: keep it, leave it out, break it down, explain it, see its rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { settled, table } from "../support/explore.mjs";
import { catalog, martlet, month, monthEnd } from "../support/martlet.mjs";
import { stories } from "../support/stories.mjs";

const site = stories();
const told = site.told.bind(site);
const COUNTRIES = "#/explore?metric=revenue&range=2026-01-01..2026-09-30&by=customer__country&top=3";

/** @typedef {import("playwright-core").Page} Page */

/** The menu's choices. @param {Page} page */
async function offered(page) {
  await page.getByRole("menu").waitFor();
  return page.getByRole("menuitem").allInnerTexts();
}

/** @param {Page} page */
function focused(page) {
  return page.evaluate(() => (document.activeElement?.textContent ?? "").trim());
}

test("a value of the board is kept, left out, and broken down; back leads to where it was", () =>
  told(async ({ page, url }) => {
    await page.goto(url + COUNTRIES);
    await settled(page);
    const row = page.locator("button.board-row").first();
    const name = await page.locator(".board-name").first().innerText();
    await row.click();
    assert.deepEqual(await offered(page), ["Filter to this", "Exclude", "Break down by…", "Explain the change", "Show rows"]);
    await page.getByRole("menuitem", { name: "Exclude" }).click();
    await settled(page);
    assert.match(page.url(), /filter=customer__country:not-in:/);
    assert.ok(!(await page.locator(".board-name").allInnerTexts()).includes(name));

    await page.goto(url + COUNTRIES);
    await settled(page);
    await row.click();
    await page.getByRole("menuitem", { name: "Break down by…" }).click();
    await page.getByRole("menuitem", { name: "Industry", exact: true }).first().click();
    await settled(page);
    assert.match(page.url(), /by=customer__industry.*filter=customer__country:in:/);
    await page.goBack();
    await settled(page);
    assert.doesNotMatch(page.url(), /filter=/);
    assert.match(page.url(), /by=customer__country/);

    await row.click();
    await page.getByRole("menuitem", { name: "Filter to this" }).click();
    await settled(page);
    assert.match(page.url(), /filter=customer__country:in:/);
    // What is kept alone can be neither kept nor left out again.
    await page.locator("button.board-row").first().click();
    assert.deepEqual(await offered(page), ["Break down by…", "Explain the change", "Show rows"]);
  }));

for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`without a mouse, ${viewport.width} px wide: arrows walk, Escape closes and gives the focus back`, () =>
    told(
      async ({ page, url }) => {
        await page.goto(url + COUNTRIES);
        await settled(page);
        const row = page.locator("button.board-row").nth(1);
        await row.focus();
        const before = await focused(page);
        await page.keyboard.press("Enter");
        await page.getByRole("menu").waitFor();
        assert.equal(await focused(page), "Filter to this");
        const box = await page.getByRole("menu").boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= viewport.width && box.y >= 0 && box.y + box.height <= viewport.height, `${JSON.stringify(box)}`);
        await page.keyboard.press("ArrowUp");
        assert.equal(await focused(page), "Show rows");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.getByRole("menuitem", { name: "Back" }).waitFor();
        assert.equal(await focused(page), "Back");
        await page.keyboard.press("ArrowLeft");
        await page.getByRole("menuitem", { name: "Exclude" }).waitFor();
        await page.keyboard.press("Escape");
        await page.getByRole("menu").waitFor({ state: "detached" });
        assert.equal(await focused(page), before, "the focus is where it was");
        assert.doesNotMatch(page.url(), /filter=/);

        await page.keyboard.press("Enter");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await settled(page);
        assert.match(page.url(), /filter=customer__country:not-in:/);
      },
      { viewport },
    ));
}

test("a month of the table, and what cannot be explained says why", () =>
  told(async ({ page, url }) => {
    await page.goto(`${url}#/explore?metric=revenue&range=2026-01-01..2026-09-30&view=table`);
    await table(page);
    await page.getByRole("button", { name: "Sep 2026" }).click();
    assert.deepEqual(await offered(page), ["Filter to this", "Break down by…", "Explain the change", "Show rows"]);
    await page.getByRole("menuitem", { name: "Explain the change" }).click();
    await page.waitForURL(/explain=2026-09-01/);
    await page.locator(".explanation table").first().waitFor();

    await page.goto(`${url}#/explore?metric=active_users_28d&range=2026-01-01..2026-09-30&view=table`);
    await table(page);
    await page.getByRole("button", { name: "Sep 2026" }).click();
    const explain = page.getByRole("menuitem", { name: /Explain the change/ });
    assert.match(await explain.innerText(), /looks back over time/);
    assert.equal(await explain.getAttribute("aria-disabled"), "true");
  }));

test("a click in the chart marks the month and the line", () =>
  told(async ({ page, url }) => {
    await page.goto(url + COUNTRIES.replace("top=3", "top=8"));
    await settled(page);
    const chart = page.getByRole("application");
    await chart.and(page.locator("[aria-busy=false]")).waitFor();
    const box = await chart.boundingBox();
    assert.ok(box);
    // The largest country is the highest line.
    await page.mouse.click(box.x + box.width * 0.7, box.y + 20);
    const name = await page.getByRole("menu").getAttribute("aria-label");
    assert.match(name ?? "", /, \w{3} 2026$/);
    await page.getByRole("menuitem", { name: "Filter to this" }).click();
    await settled(page);
    assert.match(page.url(), /filter=customer__country:in:/);
  }));

test("the rows behind a number add up to it", () =>
  told(async ({ page, url }) => {
    const asOf = (await catalog(url)).as_of.slice(0, 10);
    const first = month(asOf, 1);
    for (const [metric, measure] of [["revenue", "invoiced_revenue"], ["new_mrr", "new_mrr_amount"]]) {
      await page.goto(`${url}#/explore?metric=${metric}&by=customer__country&top=3`);
      await settled(page);
      const country = await page.locator(".board-name").first().innerText();
      await page.locator("button.board-row").first().click();
      await page.getByRole("menuitem", { name: "Show rows" }).click();
      await page.waitForURL(/#\/sql\?q=.*run=yes/);
      await page.locator(".data-table tbody tr").first().waitFor();
      const sql = decodeURIComponent(new URL(page.url()).hash.match(/q=([^&]*)/)?.[1] ?? "");
      assert.match(sql, /The rows that count for/);
      assert.match(sql, /LIMIT 1000/);
      const [rows] = martlet("sql", `select sum(${measure}) as added_up from (\n${sql.replace(/\nLIMIT 1000/, "")}\n) as listed`);
      const [expected] = martlet("query", "--metrics", metric, "--start-time", first, "--end-time", monthEnd(first), "--where", `{{ Dimension('customer__country') }} = '${country}'`);
      assert.ok(Math.abs(Number(rows.added_up) - Number(expected[metric])) < 0.005, `${metric} in ${country}: ${rows.added_up} and ${expected[metric]}`);
      await page.goBack();
      await settled(page);
      assert.match(page.url(), /#\/explore/);
    }
  }));

test("rows without a value are filtered by, and left out", () =>
  told(async ({ page, url }) => {
    // A dimension of which some rows have no value.
    const { dimension, metric } = { dimension: "payment__failure_code", metric: "payment_attempts" };
    const range = ["2025-01-01", "2025-12-31"];
    const address = `${url}#/explore?metric=${metric}&grain=year&range=${range.join("..")}&view=table`;
    const total = async () => Number((await table(page))[1][1].replaceAll(",", ""));
    await page.goto(`${address}`);
    const all = await total();
    await page.getByRole("button", { name: "Add a filter" }).click();
    const editor = page.locator(".filter-editor");
    await editor.getByLabel("Dimension").selectOption(dimension);
    await editor.getByRole("checkbox", { name: "(no value)" }).check();
    await page.keyboard.press("Escape");
    await page.getByText("is (no value)").waitFor();
    assert.match(page.url(), /filter=payment__failure_code:in:!none/);
    const without = await total();
    await page.goto(`${address}&filter=${dimension}:not-in:!none`);
    await page.getByText("is not (no value)").waitFor();
    const withValue = await total();
    const [expected] = martlet("query", "--metrics", metric, "--start-time", range[0], "--end-time", range[1], "--where", `{{ Dimension('${dimension}') }} IS NULL`);
    assert.equal(without, Number(expected[metric]));
    assert.ok(without > 0 && withValue > 0, "both kinds are there");
    assert.equal(without + withValue, all);
  }));
