#!/usr/bin/env node
// @ts-check
// node web/engine/tests/run.mjs SITE [ONLY]
// Serves a site of the demo company, runs the stories in Chromium against its engine, prints them; 1 when one failed.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./chromium.mjs";
import { serve } from "./server.mjs";

const [site, only] = process.argv.slice(2);
if (!site) {
  console.error("usage: run.mjs SITE [ONLY]");
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const engine = /<meta name="martlet-engine" content="\.\/([^"]+)"/.exec(readFileSync(join(site, "index.html"), "utf8"))?.[1];
if (!engine) {
  console.error(`${site} names no engine`);
  process.exit(2);
}
const { snapshot } = JSON.parse(readFileSync(join(site, "data/index.json"), "utf8"));
const server = await serve({ "/tests/": here, "/": site });
const report = server.report();
const query = new URLSearchParams({ engine: `/${engine}`, snapshot, ...(only ? { only } : {}) });
const browser = open(`${server.origin}/tests/page.html?${query}`);
const timeout = new Promise((resolve) => setTimeout(resolve, 300_000));
const body = await Promise.race([report, timeout]);
await browser.close();
server.close();
if (!body) {
  console.error("the page did not report within five minutes");
  for (const line of browser.log) console.error(line);
  process.exit(1);
}
let failed = 0;
for (const { name, ms, detail, error } of JSON.parse(body)) {
  if (error) failed++;
  const text = error ?? (detail === undefined ? "" : JSON.stringify(detail, null, only ? 1 : 0));
  console.log(`${error ? "FAILED" : "ok    "} ${name} (${Math.round(ms)} ms) ${text}`);
}
if (failed) for (const line of browser.log) console.error(line);
process.exit(failed ? 1 : 0);
