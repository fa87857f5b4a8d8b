// @ts-check
/** Hosts that misbehave, links that no longer fit, a network that goes away: each says what it is, and the page lives on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, openEngine } from "../support/engine.mjs";
import { settled, table } from "../support/explore.mjs";
import { storiesOnHosts } from "../support/stories.mjs";

/** Not among the first results, so that the engine must read. */
const QUESTION = "#/explore?metric=mrr&range=last-12-months&by=customer__industry&view=table";

const onHost = storiesOnHosts();

/** @param {string} path */
const isMart = (path) => path.endsWith(".parquet");

test("a host that ignores Range gives the same answer", async () => {
  /** @type {string[][]} */
  let expected = [];
  await onHost({}, async ({ page, site }) => {
    await page.goto(site.url + QUESTION);
    expected = await table(page);
  });
  await onHost({ ignoresRange: true }, async ({ page, site, errors }) => {
    await page.goto(site.url + QUESTION);
    assert.deepEqual(await table(page), expected);
    assert.deepEqual(errors, []);
  });
});

test("a host that ignores Range is charged for each file once", () =>
  onHost({ ignoresRange: true }, async ({ page, site }) => {
    // The app would start an engine of its own, which reads the same files.
    await page.route("**/boot-*.js", (route) => route.abort());
    await page.goto(site.url);
    await openEngine(page);
    site.counted.martBytes = 0;
    const { answer } = await ask(page, { metrics: ["mrr"], group_by: ["metric_time__month", "customer__industry"] });
    assert.ok(site.counted.martBytes > 0);
    assert.equal(answer.progress.bytes_read, site.counted.martBytes);
    assert.equal(answer.progress.bytes_planned, answer.progress.bytes_read);
  }));

test("a question given up does not end the reading that the next one waits for", async () => {
  /** @type {() => void} */
  let release = () => {};
  /** @type {Promise<void>} */
  const held = new Promise((resolve) => (release = resolve));
  await onHost({ ignoresRange: true, holds: (path) => (isMart(path) ? held : undefined) }, async ({ page, site, errors }) => {
    const asked = page.waitForRequest((request) => isMart(new URL(request.url()).pathname));
    await page.goto(site.url + QUESTION);
    await asked;
    await page.goto(site.url + QUESTION.replace("last-12-months", "last-24-months"));
    release();
    assert.ok((await table(page)).length > 1);
    assert.deepEqual(errors, []);
  });
});

test("a request that cannot be read is refused with a code, and the next one is answered", () =>
  onHost({}, async ({ page, site }) => {
    await page.route("**/boot-*.js", (route) => route.abort());
    await page.goto(site.url);
    await openEngine(page);
    for (const request of [{ metrics: ["mrr"], limit: -1 }, { metric: ["mrr"] }, "mrr", null]) {
      const { error } = await ask(page, request);
      assert.equal(error?.code, "MRT-S035", JSON.stringify(request));
      assert.match(error.message, /cannot be read/);
    }
    const { rows } = await ask(page, { metrics: ["mrr"], group_by: ["metric_time__month"], limit: 3 });
    assert.equal(rows?.length, 3);
  }));

for (const [name, failure] of /** @type {[string, number | "cut"][]} */ ([["404", 404], ["500", 500], ["a cut connection", "cut"]])) {
  test(`${name} in the middle of a query is told, and trying again helps`, () =>
    onHost({ fails: (path) => (isMart(path) ? failure : undefined) }, async ({ page, site }) => {
      await page.goto(site.url + QUESTION);
      const alert = page.getByRole("alert");
      await alert.waitFor();
      assert.match(await alert.innerText(), /MRT-/, "an error has a stable code");
      site.manners.fails = undefined;
      const retry = alert.getByRole("button", { name: "Try again" });
      // What is not there will not come back by itself, so a 404 offers no second try.
      if (await retry.isVisible()) await retry.click();
      else await page.reload();
      assert.ok((await table(page)).length > 1);
    }));
}

test("a site whose index is missing says so", () =>
  onHost({ fails: (path) => (path === "data/index.json" ? 404 : undefined) }, async ({ page, site }) => {
    await page.goto(site.url);
    await page.getByRole("heading", { name: "This site could not be opened" }).waitFor();
    assert.match(await page.getByRole("alert").innerText(), /MRT-/);
    site.manners.fails = undefined;
    await page.getByRole("button", { name: /Try again|Reload/ }).first().click();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
  }));

test("a link with an unknown metric and a removed dimension keeps what fits", () =>
  onHost({}, async ({ page, site, errors }) => {
    await page.goto(`${site.url}#/explore?metric=mrrr`);
    await page.getByText("the metric “mrrr”").waitFor();
    await settled(page);
    await page.goto(`${site.url}#/explore?metric=mrr&by=customer__shoe_size`);
    await page.getByText(/shoe_size/).first().waitFor();
    await settled(page);
    assert.deepEqual(errors, []);
  }));

test("a range that ends before it starts is refused", () =>
  onHost({}, async ({ page, site }) => {
    await page.goto(`${site.url}#/explore?metric=mrr&range=2026-05-01..2026-01-01`);
    await page.getByText(/the range/).first().waitFor();
    await settled(page);
  }));

test("offline in mid-session: what was answered stays, a new question says why not", () =>
  onHost({}, async ({ page, site }) => {
    await page.goto(site.url + QUESTION);
    const before = await table(page);
    await page.locator(".cell-wait").waitFor({ state: "detached" });
    await page.context().setOffline(true);
    await page.goto(`${site.url}#/explore?metric=usage_events&range=last-12-months&by=customer__industry&view=table`);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /MRT-/);
    await page.goBack();
    assert.deepEqual(await table(page), before);
    await page.context().setOffline(false);
    // Coming back to a question that failed asks it again.
    await page.goForward();
    assert.ok((await table(page)).length > 1);
  }));

test("before the app is there, its place is kept, and then it takes the page over", () =>
  onHost({}, async ({ page, site, errors }) => {
    /** @type {() => void} */
    let arrive = () => {};
    const arrived = new Promise((resolve) => (arrive = () => resolve(undefined)));
    await page.route("**/*_bg.wasm", async (route) => {
      await arrived;
      await route.continue();
    });
    await page.goto(site.url);
    await page.getByRole("status").getByText("Loading: the app").waitFor({ state: "attached" });
    assert.equal(await page.locator(".skeleton-line").count(), 4);
    arrive();
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    assert.equal(await page.getByText("Loading: the app").count(), 0);
    assert.equal(await page.locator("main").count(), 1);
    assert.deepEqual(errors, []);
  }));
