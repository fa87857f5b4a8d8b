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
        // Its helpers may still write for a moment after the browser itself is gone.
        browser.once("exit", () => {
          setTimeout(() => {
            rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
            resolve(undefined);
          }, 300);
        });
        browser.kill("SIGKILL");
      }),
  };
}
