// @ts-check
/**
 * Measures what a reader waits for: `cargo xtask bench` runs it. Prints Markdown tables.
 * Each figure is the median of five fresh readers (empty caches) on loopback, no compression in transit.
 */
import { cpus, totalmem } from "node:os";
import { launch, reader } from "./support/chromium.mjs";
import { host } from "./support/site.mjs";

const RUNS = 5;
const QUESTIONS = [
  ["Explore: MRR by country, 24 months", "#/explore?metric=mrr&range=last-24-months&by=customer__country"],
  ["Explore: usage events by industry, 12 months", "#/explore?metric=usage_events&range=last-12-months&by=customer__industry"],
  ["Explore: payment success in Germany, by week", "#/explore?metric=payment_success_rate&grain=week&range=last-12-months&filter=customer__country:in:DE"],
];

const EXPLAINED = [
  ["Revenue", "revenue"],
  ["MRR", "mrr"],
  ["Payment success rate", "payment_success_rate"],
  ["Active users", "active_users"],
];

/** Notes when the first number stands on the page, and when the engine's does. */
function watchNumbers() {
  const seen = Object.assign(globalThis, { firstNumber: 0, engineNumber: 0 });
  const look = () => {
    const numbers = document.querySelectorAll(".tile-value:not(.tile-waiting):not(.tile-failed), .explore-value");
    const is = [...numbers].some((element) => /\d/.test(element.textContent ?? ""));
    if (is && !seen.firstNumber) seen.firstNumber = performance.now();
    const facts = document.querySelector(".explore-facts")?.textContent ?? "";
    const isAll = numbers.length > 0 && !document.querySelector(".tile-waiting, .loading, [aria-busy=true]");
    const isEngine = facts ? / read| memory/.test(facts) : location.hash.startsWith("#/overview") && isAll;
    if (isEngine && isAll && !seen.engineNumber) seen.engineNumber = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {boolean} withoutFirst the engine must compute everything
 * @param {boolean} untilEngine
 */
async function once(browser, address, withoutFirst, untilEngine) {
  const site = await host({ fails: (path) => (withoutFirst && path.endsWith("first.bin") ? 404 : undefined) });
  const context = await reader(browser);
  try {
    const page = await context.newPage();
    await page.addInitScript(watchNumbers);
    await page.goto(site.url + address);
    await page.waitForFunction((engine) => Reflect.get(globalThis, engine ? "engineNumber" : "firstNumber") > 0, untilEngine);
    const times = await page.evaluate(() => [Reflect.get(globalThis, "firstNumber"), Reflect.get(globalThis, "engineNumber")]);
    return { first: times[0], engine: times[1], ...site.counted };
  } finally {
    await context.close();
    site.stop();
  }
}

/**
 * A reader who looks at a metric by country and asks why it changed. Times are from the question.
 * @param {import("playwright-core").Browser} browser
 * @param {string} metric
 */
async function explained(browser, metric) {
  const site = await host();
  const context = await reader(browser);
  try {
    const page = await context.newPage();
    await page.addInitScript(watchNumbers);
    const address = `#/explore?metric=${metric}&range=last-12-months&by=customer__country`;
    await page.goto(site.url + address);
    await page.waitForFunction(() => Reflect.get(globalThis, "engineNumber") > 0);
    const before = { ...site.counted };
    const times = await page.evaluate(
      (asked) =>
        new Promise((resolve) => {
          const started = performance.now();
          let first = 0;
          const observer = new MutationObserver(() => {
            const section = document.querySelector(".explanation");
            const dimensions = section?.querySelectorAll(".explanation-split").length ?? 0;
            if (!section || !dimensions) return;
            first ||= performance.now() - started;
            if (section.querySelector(".loading")) return;
            observer.disconnect();
            resolve({ first, all: performance.now() - started, dimensions });
          });
          observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
          location.hash = asked;
        }),
      `${address}&explain=latest`,
    );
    const { dataRequests, dataBytes } = site.counted;
    return { .../** @type {{first: number, all: number, dimensions: number}} */ (times), requests: dataRequests - before.dataRequests, bytes: dataBytes - before.dataBytes };
  } finally {
    await context.close();
    site.stop();
  }
}

/** @param {number[]} values */
function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const browser = await launch();
try {
  console.log(`\nChromium ${browser.version()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB\n`);
  console.log("| what | requests | of them for data | data bytes | first number, ms | number by the engine, ms |\n|---|---|---|---|---|---|");
  const cases = [
    ["Overview, first results", "#/overview", false, false],
    ["Overview, all by the engine", "#/overview", true, true],
    ...QUESTIONS.map(([name, address]) => [name, address, false, true]),
  ];
  for (const [name, address, withoutFirst, untilEngine] of /** @type {[string, string, boolean, boolean][]} */ (cases)) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await once(browser, address, withoutFirst, untilEngine));
    const of = (/** @type {"requests"|"dataRequests"|"dataBytes"|"first"|"engine"} */ key) => Math.round(median(runs.map((run) => run[key])));
    const engine = untilEngine ? of("engine") : "not asked";
    console.log(`| ${name} | ${of("requests")} | ${of("dataRequests")} | ${of("dataBytes")} | ${of("first")} | ${engine} |`);
  }
  console.log("\n| explained | dimensions | requests for data | data bytes | first dimension, ms | all, ms |\n|---|---|---|---|---|---|");
  for (const [name, metric] of EXPLAINED) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await explained(browser, metric));
    const of = (/** @type {keyof typeof runs[number]} */ key) => Math.round(median(runs.map((run) => run[key])));
    console.log(`| ${name} | ${of("dimensions")} | ${of("requests")} | ${of("bytes")} | ${of("first")} | ${of("all")} |`);
  }
} finally {
  await browser.close();
}
