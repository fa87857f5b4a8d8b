// @ts-check
// A static server on loopback that can be made to misbehave, for the worker's tests.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * Serves the folders (path prefix → folder). `/fault/<name>/…` serves the same files with a fault:
 * `no-range` answers 200 with everything, `404`, `500`, `cut` ends the connection half-way,
 * `shifted` and `absent` send a wrong or no Content-Range, `short` a body shorter than its range,
 * `stall` never answers. Faults concern `.parquet` files only. `/log` tells the requests since it was last asked.
 * @param {Record<string, string>} folders
 */
export async function serve(folders) {
  /** @type {{url: string, range: string | undefined, status: number}[]} */
  const log = [];
  /** @type {((body: string) => void) | undefined} */
  let onReport;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/report") {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        response.end();
        onReport?.(body);
      });
      return;
    }
    if (url.pathname === "/log") return void response.end(JSON.stringify(log.splice(0)));
    let path = normalize(decodeURIComponent(url.pathname));
    const named = /^\/fault\/([^/]+)(\/.*)$/.exec(path);
    if (named) path = named[2];
    const fault = named && path.endsWith(".parquet") ? named[1] : undefined;
    const prefix = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    const file = prefix && join(folders[prefix], path.slice(prefix.length));
    answer(request, response, file, fault);
    log.push({ url: url.pathname, range: request.headers.range, status: response.statusCode });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    log,
    report: () => new Promise((resolve) => (onReport = resolve)),
    close: () => (server.closeAllConnections(), server.close()),
  };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {string | undefined} file
 * @param {string | undefined} fault
 */
function answer(request, response, file, fault) {
  if (fault === "stall") return;
  if (fault === "404" || fault === "500") return void response.writeHead(Number(fault)).end();
  /** @type {import("node:fs").Stats} */
  let stat;
  try {
    stat = statSync(file ?? "");
  } catch {
    return void response.writeHead(404).end();
  }
  const type = TYPES[extname(file ?? "")] ?? "application/octet-stream";
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const start = range && fault !== "no-range" ? Number(range[1]) : 0;
  const end = range && fault !== "no-range" ? Math.min(Number(range[2]), stat.size - 1) : stat.size - 1;
  if (start >= stat.size && stat.size > 0) {
    return void response.writeHead(416, { "content-range": `bytes */${stat.size}` }).end();
  }
  const length = fault === "short" ? end - start : end - start + 1;
  /** @type {Record<string, string | number>} */
  const headers = { "content-type": type, "content-length": length, "cache-control": "no-cache" };
  const partial = range && fault !== "no-range";
  if (partial && fault !== "absent") {
    headers["content-range"] =
      `bytes ${fault === "shifted" ? start + 1 : start}-${end}/${stat.size}`;
  }
  response.writeHead(partial ? 206 : 200, headers);
  if (stat.size === 0) return void response.end();
  const stream = createReadStream(file ?? "", { start, end: start + length - 1 });
  if (fault === "cut") {
    stream.once("data", (chunk) => {
      response.write(chunk.slice(0, Math.floor(chunk.length / 2)));
      setTimeout(() => response.destroy(), 20);
      stream.destroy();
    });
    return;
  }
  stream.pipe(response);
}
