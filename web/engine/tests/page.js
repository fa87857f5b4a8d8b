// @ts-check
// Runs the stories in the page and reports their outcome to the server that served it.
import { stories } from "./stories.js";

/** @type {{name: string, ms: number, detail?: unknown, error?: string}[]} */
const outcomes = [];
const wanted = new URLSearchParams(location.search).get("only");
for (const [name, story] of Object.entries(stories)) {
  if (wanted && !name.includes(wanted)) continue;
  const started = performance.now();
  try {
    const detail = await story();
    outcomes.push({ name, ms: performance.now() - started, detail });
  } catch (error) {
    outcomes.push({ name, ms: performance.now() - started, error: String(error?.stack ?? error) });
  }
}
await fetch("/report", { method: "POST", body: JSON.stringify(outcomes) });
