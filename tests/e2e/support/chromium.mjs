// @ts-check
/** Chromium as installed on the system, and a page that keeps what must not happen. */
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @returns {Promise<import("playwright-core").Browser>} */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
}

/**
 * A fresh reader: no storage, English, UTC.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function reader(browser, options = {}) {
  const context = await browser.newContext({
    locale: "en-US",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  context.setDefaultTimeout(60_000);
  return context;
}

/**
 * A page, the errors of its console, and the requests that left the origin.
 * @param {import("playwright-core").BrowserContext} context
 */
export async function watchedPage(context) {
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const foreign = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  context.on("request", (request) => {
    const url = new URL(request.url());
    const own = page.url() === "about:blank" ? url.origin : new URL(page.url()).origin;
    if (url.protocol.startsWith("http") && url.origin !== own) foreign.push(request.url());
  });
  return { page, errors, foreign };
}
