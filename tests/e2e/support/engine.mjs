// @ts-check
/** The engine worker without the app around it: asked over the protocol, answers as rows. */
import { tableFromIPC } from "apache-arrow";

/**
 * Starts the worker that the page names and opens its site.
 * @param {import("playwright-core").Page} page a page of the site
 */
export async function openEngine(page) {
  await page.evaluate(async () => {
    const named = document.querySelector('meta[name="martlet-engine"]')?.getAttribute("content") ?? "";
    const dataUrl = new URL("data/", location.href.split("#")[0]).href;
    const index = await (await fetch(`${dataUrl}index.json`)).json();
    const worker = new Worker(new URL(named, location.href.split("#")[0]), { type: "module" });
    let last = 0;
    /** @type {Map<number, (answer: unknown) => void>} */
    const waiting = new Map();
    const opened = new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data: [text, ipc] }) => {
        const message = JSON.parse(text);
        if (message.type === "started") {
          const open = { type: "open", data_url: dataUrl, snapshot: index.snapshot, memory_limit_bytes: 1.5e9 };
          worker.postMessage([JSON.stringify(open)]);
        }
        if (message.type === "opened") resolve(undefined);
        if (message.type === "open_failed") reject(new Error(message.error.message));
        if (message.type === "finished" || message.type === "failed") {
          const bytes = new Uint8Array(ipc ?? new ArrayBuffer(0));
          let binary = "";
          for (let at = 0; at < bytes.length; at += 0x8000) {
            binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
          }
          waiting.get(message.id)?.({ message, ipc: btoa(binary) });
          waiting.delete(message.id);
        }
      };
    });
    await opened;
    Object.assign(globalThis, {
      /** @param {unknown} request */
      askEngine: (request) =>
        new Promise((resolve) => {
          last += 1;
          waiting.set(last, resolve);
          worker.postMessage([JSON.stringify({ type: "metrics", id: last, request })]);
        }),
    });
  });
}

/** @param {import("playwright-core").Page} page @param {unknown} request */
export async function ask(page, request) {
  // @ts-expect-error defined by openEngine in the page
  const { message, ipc } = await page.evaluate((asked) => globalThis.askEngine(asked), request);
  if (message.type === "failed") {
    const { code, message: text, hint } = message.error;
    return { error: { code, message: text, hint } };
  }
  const stream = Buffer.from(ipc, "base64");
  const table = tableFromIPC(stream);
  const columns = table.schema.fields.map((field) => ({ name: field.name, type: String(field.type) }));
  const readers = table.schema.fields.map((field, at) => reader(field.type, table.getChildAt(at)));
  const rows = Array.from({ length: table.numRows }, (_, row) => readers.map((read) => read(row)));
  return { columns, rows, sql: message.answer.sql, answer: message.answer, ipc: stream };
}

/**
 * Values as the command line writes them: ISO times, decimals as numbers.
 * @param {import("apache-arrow").DataType} type
 * @param {import("apache-arrow").Vector | null} column
 * @returns {(row: number) => string | number | boolean | null}
 */
function reader(type, column) {
  const name = String(type);
  return (row) => {
    const value = column?.get(row);
    if (value === null || value === undefined) return null;
    if (name.startsWith("Timestamp") || name.startsWith("Date")) {
      return new Date(Number(value)).toISOString().replace("Z", "").replace(/\.000$/, "");
    }
    if (name.startsWith("Decimal")) {
      // @ts-expect-error scale is there on decimals
      return decimal(value, type.scale);
    }
    return typeof value === "bigint" ? Number(value) : value;
  };
}

/** Two's complement words, least significant first. @param {Uint32Array} words @param {number} scale */
function decimal(words, scale) {
  let whole = 0n;
  for (let at = words.length - 1; at >= 0; at -= 1) whole = (whole << 32n) | BigInt(words[at]);
  return Number(BigInt.asIntN(words.length * 32, whole)) / 10 ** scale;
}
