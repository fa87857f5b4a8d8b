// @ts-check
/** An analyst's questions in Explore: comparisons, totals, all others, explanations, and what can be asked at all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, settled, table } from "../support/explore.mjs";
import { catalog, martlet, month, monthEnd } from "../support/martlet.mjs";
import { assertShows, shown } from "../support/numbers.mjs";
import { stories } from "../support/stories.mjs";

const site = stories();
const told = site.told.bind(site);

/** The foot of Explore's table, once it is computed. @param {import("playwright-core").Page} page */
async function foot(page) {
  await page.locator("table.result-rows tfoot .cell-number").first().waitFor();
  return page.locator("table.result-rows tfoot tr").evaluate((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim()));
}

test("a ratio's Other, totals and comparison are computed, not added up", () =>
  told(async ({ page }) => {
    const range = ["2026-01-01", "2026-09-30"];
    await page.goto(
      `${site.url}#/explore?metric=payment_success_rate&range=${range.join("..")}&by=customer__country&top=3&compare=previous-year&view=table`,
    );
    const [header, , newest] = await table(page);
    const names = header.filter((name) => !["Month", "compared with"].includes(name));
    assert.deepEqual(names.slice(-2), ["Other", "Total"]);
    assert.equal(names.length, 5);

    const flags = ["--metrics", "payment_success_rate", "--start-time", range[0], "--end-time", range[1], "--top", "3"];
    const monthly = martlet("query", ...flags, "--group-by", "metric_time__month,customer__country", "--compare", "same-period-last-year");
    const of = (/** @type {string} */ name) =>
      monthly.find(
        (row) =>
          String(row.metric_time__month).startsWith("2026-09") &&
          (name === "Other" ? row.customer__country__is_other : row.customer__country === name),
      );
    // First the period and the one compared with, then value and change of each column.
    for (const [at, name] of names.entries()) {
      if (name === "Total") continue;
      const expected = of(name);
      assert.ok(expected, `the command line has ${name} in September`);
      assertShows(newest[2 + 2 * at], Number(expected.payment_success_rate), `${name} in September`);
      const points = shown(newest[3 + 2 * at].replace(/^(up|down|unchanged) /, ""));
      assert.ok(
        Math.abs(points.value / 100 - Math.abs(Number(expected.payment_success_rate__difference))) <= 0.00051,
        `${name}: the page shows a change of ${newest[3 + 2 * at]}, the command line ${expected.payment_success_rate__difference}`,
      );
    }

    const cells = await foot(page);
    const whole = martlet("query", ...flags, "--group-by", "customer__country", "--totals");
    for (const [at, name] of names.entries()) {
      const expected = whole.find((row) =>
        name === "Total" ? row.grouping === 1 : row.grouping === 0 && (name === "Other" ? row.customer__country__is_other : row.customer__country === name),
      );
      assert.ok(expected, `the command line has ${name}`);
      assertShows(cells[2 + 2 * at], Number(expected.payment_success_rate), `${name} over the whole range`);
    }
  }));

test("a comparison without a breakdown has both numbers and the change", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr&range=2026-01-01..2026-09-30&compare=previous-year&view=table`);
    const [header, newest] = await table(page);
    assert.deepEqual(header, ["Month", "compared with", "MRR", "Same period last year", "Change"]);
    assert.deepEqual(newest.slice(0, 2), ["Sep 2026", "Sep 2025"]);
    const [expected] = martlet(
      "query", "--metrics", "mrr", "--group-by", "metric_time__month", "--start-time", "2026-09-01", "--end-time", "2026-09-30", "--compare", "same-period-last-year",
    );
    assertShows(newest[2], Number(expected.mrr), "MRR");
    assertShows(newest[3], Number(expected.mrr__compared), "MRR a year before");
  }));

test("each value of a breakdown has its own change on the board", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=revenue&range=2026-01-01..2026-09-30&by=customer__country&top=3`);
    await choose(page, "compared with", "previous-year");
    await page.getByText("change from Sep 2025").waitFor();
    const rows = page.locator(".board-row");
    assert.equal(await rows.count(), 4, "three values and Other");
    for (let at = 0; at < 4; at += 1) assert.match(await rows.nth(at).innerText(), /%/);

  }));

test("a running month is compared to date with the same days, and says which", () =>
  told(async ({ page }) => {
    const asOf = (await catalog(site.url)).as_of.slice(0, 10);
    assert.notEqual(asOf, monthEnd(month(asOf, 0)), "the company's last month is not over");
    await page.goto(`${site.url}#/explore?metric=revenue&range=last-3-months&compare=previous-period&view=table`);
    const [, newest] = await table(page);
    assert.equal(newest[1], "not over yet", "a month that is not over meets no whole one");
    // Three whole months and some days, beside the four before up to the same day.
    const before = [month(asOf, 7), `${month(asOf, 4).slice(0, 8)}${asOf.slice(8)}`];
    const [expected] = martlet("query", "--metrics", "revenue", "--start-time", month(asOf, 3), "--end-time", asOf, "--compare", before.join(".."));
    const [, against, now, then, change] = await foot(page);
    const day = (/** @type {string} */ text) => new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(text));
    assert.equal(against, `${day(before[0])} to ${day(before[1])}`);
    assertShows(now, Number(expected.revenue), "revenue");
    assertShows(then, Number(expected.revenue__compared), "revenue before");
    assertShows(change.replace(/^(up|down|unchanged) /, ""), Math.abs(Number(expected.revenue__change)), "its change");
  }));

test("a change is explained, its parts add up, and a part leads on", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr`);
    await settled(page);
    await page.getByRole("button", { name: "Explain the change" }).click();
    assert.match(page.url(), /explain=latest/);
    const panel = page.getByRole("region", { name: "Explanation of the change" });
    // Dimensions arrive table by table.
    await panel.locator("table").nth(1).waitFor();
    const [, difference] = /, ([+−-]?\S+)$/.exec(await panel.locator(".explanation-sum").innerText()) ?? [];
    const whole = shown((difference ?? "").replace("+", ""));
    const splits = panel.locator("table");
    assert.ok((await splits.count()) >= 2, "more than one dimension");
    for (let at = 0; at < (await splits.count()); at += 1) {
      const parts = await splits.nth(at).locator("tbody tr td:nth-of-type(3)").allTextContents();
      const sum = parts.map((part) => shown(part.replace("+", "")));
      const total = sum.reduce((all, part) => all + part.value, 0);
      const rounding = sum.reduce((all, part) => all + part.half, whole.half) * 1.001;
      assert.ok(Math.abs(total - whole.value) <= rounding, `${parts} are ${total}, the change is ${whole.value}`);
    }
    await panel.locator("tbody th button").first().click();
    await page.getByRole("menuitem", { name: "Filter to this" }).click();
    await settled(page);
    assert.match(page.url(), /filter=.*:in:.*explain=latest/);
    await panel.getByRole("button", { name: "Close the explanation" }).click();
    assert.doesNotMatch(page.url(), /explain/);
  }));

test("with the keyboard: a month of the chart, then why it changed", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=net_revenue_retention`);
    await settled(page);
    const chart = page.getByRole("application");
    await chart.and(page.locator("[aria-busy=false]")).waitFor();
    await chart.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Explain the change" }).waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/explain=20\d\d-\d\d-01/);
    const panel = page.getByRole("region", { name: "Explanation of the change" });
    // A ratio's change is its mix and its rate.
    await panel.locator("table").first().waitFor();
    const heads = await panel.locator("table").first().locator("thead th").allInnerTexts();
    assert.ok(heads.includes("Mix") && heads.includes("Rate"), `${heads}`);
  }));

test("what looks back over time says why it has no explanation", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=active_users_28d&explain=latest`);
    await page.getByText(/looks back over time, so its change has no parts/).first().waitFor();
    await settled(page);
    assert.ok(await page.getByRole("button", { name: "Explain the change" }).isDisabled());
    await choose(page, "broken down by", "customer__country");
    assert.ok((await page.locator(".board-row").count()) > 1);
  }));

test("what can be asked, and why the rest cannot", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr`);
    await settled(page);
    await page.getByRole("button", { name: "What can be asked" }).click();
    const dialog = page.getByRole("dialog", { name: "What can be asked of MRR" });
    await dialog.getByText(/is not reachable from mrr/).first().waitFor();
    await dialog.getByRole("button", { name: "Country", exact: true }).first().click();
    await settled(page);
    assert.match(page.url(), /by=customer__country/);
  }));

test("a filter's values have their counts, and many are found by how they begin", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr`);
    await settled(page);
    await page.getByRole("button", { name: "Add a filter" }).click();
    const editor = page.locator(".filter-editor");
    await editor.getByLabel("Dimension").selectOption("customer__country");
    await editor.locator(".value-count").first().waitFor();
    const name = await editor.locator(".value-name").first().innerText();
    const [expected] = martlet("values", "customer__country", "--prefix", name).filter((row) => row.customer__country === name);
    const count = await editor.locator(".value-count").first().innerText();
    assert.equal(Number(count.replaceAll(",", "")), expected.rows);

    await editor.getByLabel("Dimension").selectOption("customer");
    const search = editor.getByLabel("Values that begin with");
    await editor.locator(".value-name").first().waitFor();
    const first = (await editor.locator(".value-name").first().innerText()).slice(0, 3);
    await search.fill(first);
    await editor.locator("[aria-busy=false]").waitFor();
    const found = await editor.locator(".value-name").allInnerTexts();
    assert.ok(found.length > 0 && found.every((value) => value.startsWith(first)), `${found}`);
  }));

test("all time has nothing before it, and says so", () =>
  told(async ({ page }) => {
    await page.goto(`${site.url}#/explore?metric=mrr&range=all`);
    await settled(page);
    const option = page.getByLabel("compared with", { exact: true }).locator("option[value=previous-year]");
    assert.ok(await option.evaluate((element) => /** @type {HTMLOptionElement} */ (element).disabled));
    assert.match(await option.innerText(), /no beginning/);
  }));
