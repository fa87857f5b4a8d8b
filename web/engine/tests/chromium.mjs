// @ts-check
// Starts the system's Chromium on an address, with a fresh profile, and stops it again.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-dev-shm-usage", "--enable-logging=stderr", "--log-level=0",
];

/** @param {string} url */
export function open(url) {
  const profile = mkdtempSync(join(tmpdir(), "martlet-chromium-"));
  const browser = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [
    ...FLAGS, `--user-data-dir=${profile}`, url,
  ]);
  /** @type {string[]} */
  const log = [];
  browser.stderr.on("data", (text) => {
    for (const line of String(text).split("\n")) if (/CONSOLE/.test(line)) log.push(line);
  });
  return {
    log,
    close: () =>
      new Promise((resolve) => {
        browser.once("exit", () => {
          rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
          resolve(undefined);
        });
        browser.kill();
      }),
  };
}
