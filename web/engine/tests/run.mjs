#!/usr/bin/env node
// @ts-check
// node web/engine/tests/run.mjs ENGINE_FOLDER SITE [ONLY]
// Serves the built engine and a site, runs the stories in Chromium, prints them; 1 when one failed.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./chromium.mjs";
import { serve } from "./server.mjs";

const [engine, site, only] = process.argv.slice(2);
if (!engine || !site) {
  console.error("usage: run.mjs ENGINE_FOLDER SITE [ONLY]");
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
readFileSync(join(engine, "worker.js"));
const server = await serve({ "/engine/": engine, "/data/": join(site, "data"), "/": here });
const report = server.report();
const browser = open(`${server.origin}/page.html${only ? `?only=${encodeURIComponent(only)}` : ""}`);
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
