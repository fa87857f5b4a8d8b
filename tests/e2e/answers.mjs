// @ts-check
/**
 * Answers requests in Chromium: `node answers.mjs requests.json answers.jsonl streams`.
 * Each line has the form of `martlet query --requests`; `streams` is a folder for the Arrow streams, named by the
 * requests' places as `--streams` names them.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch, reader } from "./support/chromium.mjs";
import { ask, openEngine } from "./support/engine.mjs";
import { serve } from "./support/site.mjs";

const [requestsFile, answersFile, streamsFolder] = process.argv.slice(2);
const requests = JSON.parse(await readFile(requestsFile, "utf8"));
const [browser, site] = await Promise.all([launch(), serve()]);
try {
  const page = await (await reader(browser)).newPage();
  // The app would start an engine of its own, and of two that load at once Chromium may abort one.
  await page.route("**/boot-*.js", (route) => route.abort());
  await page.goto(`${site.url}#/sql`);
  await openEngine(page);
  const lines = [];
  for (const [at, { name, request }] of requests.entries()) {
    const { answer: _, ipc, ...line } = await ask(page, request);
    lines.push(JSON.stringify({ name, ...line }));
    if (ipc) await writeFile(join(streamsFolder, `${String(at).padStart(4, "0")}.arrow`), ipc);
  }
  await writeFile(answersFile, `${lines.join("\n")}\n`);
  console.log(`${lines.length} requests answered in ${browser.version()}`);
} finally {
  await browser.close();
  site.stop();
}
