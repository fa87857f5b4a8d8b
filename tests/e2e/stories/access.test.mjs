// @ts-check
/** For everyone: axe finds nothing on any page, light and dark; the keyboard reaches everything; paper is white. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { reader, watchedPage } from "../support/chromium.mjs";
import { settled } from "../support/explore.mjs";
import { stories } from "../support/stories.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const EXPLORE = "#/explore?metric=mrr&range=last-12-months&by=customer__country&compare=previous-year";

/** @typedef {import("playwright-core").Page} Page */
/** A page's name, its address, and what a reader opens on it. @type {[string, string, ((page: Page) => Promise<void>)?][]} */
const PAGES = [
  ["Overview", "#/overview"],
  ["Explore", EXPLORE],
  ["Explore as a table", `${EXPLORE}&view=table`],
  ["an explanation", "#/explore?metric=payment_success_rate&explain=latest", (page) => page.locator(".explanation table").first().waitFor()],
  ["a filter's values", "#/explore?metric=mrr", (page) => page.getByRole("button", { name: "Add a filter" }).click()],
  ["the menu of a mark", EXPLORE, async (page) => {
    await page.locator("button.board-row").first().click();
    await page.getByRole("menu").waitFor();
  }],
  ["what can be asked", "#/explore?metric=mrr", async (page) => {
    await page.getByRole("button", { name: "What can be asked" }).click();
    await page.locator(".combination-words").last().waitFor();
  }],
  ["Show SQL", "#/explore?metric=mrr", (page) => page.getByRole("button", { name: "Show SQL" }).click()],
  ["why to trust", "#/explore?metric=mrr", (page) => page.getByRole("button", { name: /MRR: .* Why\?/ }).click()],
  ["a broken link", "#/explore?metric=gone&by=nothing", (page) => page.getByText("the metric “gone”").waitFor()],
  ["Dictionary", "#/dictionary"],
  ["a metric's page", "#/dictionary/net_revenue_retention"],
  ["SQL with a result", "#/sql?q=select%20*%20from%20dim_customer%20limit%205", async (page) => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.locator(".data-table").waitFor();
  }],
  ["SQL with an error", "#/sql?q=select%20countr%20from%20dim_customer", async (page) => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("alert").waitFor();
  }],
  ["search", "#/overview", (page) => page.keyboard.press("Control+k")],
];

const site = stories();

/** @param {Page} page @param {string} address */
async function open(page, address) {
  await page.goto("about:blank");
  await page.goto(site.url + address);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".loading, .tile-waiting, .frame [aria-busy=true]"));
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
      const context = await reader(site.browser, { colorScheme, viewport: { width, height: 900 } });
      const { page } = await watchedPage(context);
      /** @type {string[]} */
      const found = [];
      for (const [name, address, then] of PAGES) {
        await open(page, address);
        await then?.(page);
        await page.evaluate(AXE);
        // @ts-expect-error axe is what was just run in the page
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, help, nodes } of violations) {
          found.push(`${name}: ${id}: ${help}: ${nodes.map((/** @type {any} */ node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
        }
      }
      await context.close();
      assert.deepEqual(found, []);
    });
  }
}

test("without a mouse: skip link, pages, search, a metric, its badge", async () => {
  const context = await reader(site.browser);
  const { page, errors } = await watchedPage(context);
  await open(page, "#/overview");
  await page.keyboard.press("Tab");
  assert.match(await focused(page), /Skip to the content/);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "content");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("net revenue ret");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /Net revenue retention/i }).waitFor();
  await settled(page);
  // Every control is reached, each with a name and a visible focus.
  const seen = new Set();
  for (let step = 0; step < 150; step += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (!at) break;
    seen.add(at);
    const outline = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "none needed";
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return outlineStyle !== "none" && outlineWidth !== "0px" ? "outline" : boxShadow === "none" ? "" : "shadow";
    });
    assert.ok(outline, `${at} shows no focus`);
  }
  for (const name of [/Explain the change/, /What can be asked/, /Copy link/, /Show SQL/, /Table/, /Add a filter/, /Why\?/]) {
    assert.ok([...seen].some((text) => name.test(text)), `the keyboard reaches ${name}: ${[...seen].join(" | ")}`);
  }
  assert.deepEqual(errors, []);
  await context.close();
});

test("on a slow machine too, what is typed right after the shortcut is what is looked for", async () => {
  const context = await reader(site.browser);
  const { page, errors } = await watchedPage(context);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await open(page, "#/overview");
  for (const [typed, found] of /** @type {[string, RegExp][]} */ ([["net revenue ret", /Net revenue retention/i], ["arpu", /ARPU/]])) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: found }).waitFor();
  }
  assert.deepEqual(errors, []);
  await context.close();
});

/** The name of what has the focus. @param {Page} page */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "";
    return element.getAttribute("aria-label") || (element.textContent ?? "").trim() || element.tagName;
  });
}

test("on paper: black on white from a dark screen, without what cannot be pressed", async () => {
  const context = await reader(site.browser, { colorScheme: "dark" });
  const { page } = await watchedPage(context);
  await open(page, "#/overview");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => ({
    text: getComputedStyle(document.body).color,
    ground: getComputedStyle(document.body).backgroundColor,
    rail: getComputedStyle(document.querySelector(".rail") ?? document.body).display,
    labels: [...document.querySelectorAll(".chart-drawing svg text")].map((text) => text.getAttribute("fill") ?? ""),
  }));
  assert.equal(seen.text, "rgb(0, 0, 0)");
  assert.match(seen.ground, /^rgba?\((255, 255, 255|0, 0, 0, 0)/);
  assert.equal(seen.rail, "none");
  assert.ok(seen.labels.length > 0 && seen.labels.every((fill) => !/^#[c-f]/i.test(fill)), `no pale text in charts: ${seen.labels.slice(0, 5)}`);
  const pdf = await page.pdf({ format: "A4", landscape: true });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets > 0 && sheets <= 2, `the Overview takes ${sheets} sheets`);
  await context.close();
});
