// @ts-check
/** What the stories of one file share: a browser, a served site, and a fresh reader for each story. */
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch, reader, watchedPage } from "./chromium.mjs";
import { host, serve } from "./site.mjs";

/** @typedef {Awaited<ReturnType<typeof watchedPage>> & { url: string }} Seen */

/** To be called once, at the top of a file of stories. */
export function stories() {
  /** @type {import("playwright-core").Browser | undefined} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>> | undefined} */
  let site;
  before(async () => {
    // One after the other, so that what was started is known, and stopped, when the next one fails.
    site = await serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    site?.stop();
  });

  return {
    get browser() {
      assert.ok(browser, "the browser has started");
      return browser;
    },
    get url() {
      assert.ok(site, "the site is served");
      return site.url;
    },
    /**
     * A story, after which the console has no error and no request has left the origin.
     * @param {(seen: Seen) => Promise<void>} story
     * @param {import("playwright-core").BrowserContextOptions} [options]
     */
    async told(story, options) {
      const context = await reader(this.browser, options);
      try {
        const seen = await watchedPage(context);
        await story({ ...seen, url: this.url });
        assert.deepEqual(seen.errors, [], "the console has no error");
        assert.deepEqual(seen.foreign, [], "no request leaves the origin");
      } finally {
        await context.close();
      }
    },
  };
}

/**
 * For a file whose stories each need a host of their own: a browser for all, a host and a fresh reader for each. To be
 * called once, at the top.
 */
export function storiesOnHosts() {
  /** @type {import("playwright-core").Browser | undefined} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  /**
   * @param {import("./site.mjs").Manners} manners
   * @param {(seen: Awaited<ReturnType<typeof watchedPage>> & { site: Awaited<ReturnType<typeof host>> }) => Promise<void>} story
   */
  return async function onHost(manners, story) {
    assert.ok(browser, "the browser has started");
    const site = await host(manners);
    const context = await reader(browser);
    try {
      await story({ ...(await watchedPage(context)), site });
    } finally {
      await context.close();
      site.stop();
    }
  };
}
