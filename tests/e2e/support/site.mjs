// @ts-check
/** The site under test, served by `martlet serve` or by a host that can be made to misbehave. */
import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** @param {string} name */
export function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run these tests by \`cargo xtask test\``);
  return value;
}

// Asked for at once: a test that finds out later has started a browser by then, and waits for nothing.
const BINARY = needed("MARTLET_BIN");
const SITE = needed("MARTLET_SITE");

/** Serves the site as a user would; resolves with its address. */
export async function serve() {
  const child = spawn(BINARY, ["serve", SITE, "--port", "0", "--quiet"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const found = /https?:\/\/[^\s]+/.exec(text);
      if (found) resolve(found[0].replace(/\/?$/, "/"));
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`martlet serve ended with ${code}: ${text}`)));
  });
  return { url: String(url), stop: () => child.kill() };
}

const TYPES = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript"],
  [".css", "text/css"],
  [".wasm", "application/wasm"],
  [".json", "application/json"],
  [".woff2", "font/woff2"],
]);

/**
 * @typedef {object} Manners
 * @property {boolean} [ignoresRange] answers 200 with the whole file
 * @property {Record<string, string>} [headers] sent with every answer
 * @property {(path: string) => number | "cut" | undefined} [fails] a status, or the connection cut in the middle
 * @property {(path: string) => Promise<void> | undefined} [holds] what a body waits for, after its headers
 */

/**
 * A plain static host with the given manners, which a test may change while it runs.
 * @param {Manners} manners
 * @param {string} [folder]
 */
export async function host(manners = {}, folder = SITE) {
  const counted = { requests: 0, dataRequests: 0, dataBytes: 0, martBytes: 0 };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname);
    const relative = normalize(path.endsWith("/") ? `${path}index.html` : path).replace(/^\/+/, "");
    const file = join(folder, relative);
    const info = await stat(file).catch(() => undefined);
    for (const [name, value] of Object.entries(manners.headers ?? {})) response.setHeader(name, value);
    const failure = manners.fails?.(relative);
    if (typeof failure === "number") return void response.writeHead(failure).end("no");
    if (relative.includes("..") || !info?.isFile()) return void response.writeHead(404).end("not found");
    response.setHeader("Content-Type", TYPES.get(extname(file)) ?? "application/octet-stream");
    const asked = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    let [start, end] = [0, info.size - 1];
    if (asked && !manners.ignoresRange) {
      [start, end] = [Number(asked[1]), Math.min(Number(asked[2]), info.size - 1)];
      response.setHeader("Content-Range", `bytes ${start}-${end}/${info.size}`);
      response.statusCode = 206;
    }
    response.setHeader("Content-Length", end - start + 1);
    if (failure === "cut") {
      response.write(Buffer.alloc(Math.max(1, Math.floor((end - start) / 2))), () => response.destroy());
      return;
    }
    counted.requests += 1;
    if (relative.startsWith("data/")) {
      counted.dataRequests += 1;
      counted.dataBytes += end - start + 1;
      if (relative.endsWith(".parquet")) counted.martBytes += end - start + 1;
    }
    const held = manners.holds?.(relative);
    if (held) {
      response.flushHeaders();
      await held;
    }
    createReadStream(file, { start, end }).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}/`,
    manners,
    counted,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
