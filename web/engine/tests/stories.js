// @ts-check
// What a page may live through with its engine worker. Each story throws when it ends badly.
import { Client } from "./client.js";

const HEAVY =
  "select count(*) from fact_usage a, fact_usage b, fact_usage c where a.quantity + b.quantity > c.quantity";
const SUM = "select sum(quantity) from fact_usage";

/** @param {unknown} is @param {string} what */
function check(is, what) {
  if (!is) throw new Error(what);
}

/** @param {Promise<any>} answer @param {string[]} codes */
async function refused(answer, ...codes) {
  const error = await answer.then(
    (message) => ({ code: `rows: ${message.answer?.rows}` }),
    (error) => error,
  );
  check(codes.includes(error.code), `expected ${codes}, got ${JSON.stringify(error)}`);
  return error;
}

/** @param {(client: Client) => Promise<unknown>} story @param {string} [data] */
async function withSite(story, data) {
  const client = new Client();
  try {
    const opened = await client.open(data);
    return (await story(client)) ?? { open_ms: opened.open_ms, start_ms: client.startMs };
  } finally {
    client.close();
  }
}

/** Requests for data since the log was last read. @returns {Promise<{url: string, range?: string, status: number}[]>} */
async function parquetRequests() {
  const log = await (await fetch("/log")).json();
  return log.filter((/** @type {{url: string}} */ { url }) => url.endsWith(".parquet"));
}

/** A host's fault must end the query with `codes`, and leave the worker alive. */
const fault = (/** @type {string} */ name, /** @type {string[]} */ ...codes) => () =>
  withSite(async (client) => {
    const error = await refused(client.sql(SUM), ...codes);
    check(error.message.includes("fact_usage"), `the error names no file: ${error.message}`);
    const { answer } = await client.sql("select 1");
    check(answer.rows === 1, "the worker lives on");
    return error.message;
  }, `/fault/${name}/data/`);

export const stories = {
  "answers SQL": () =>
    withSite(async (client) => {
      const count = await client.sql("select count(*) n from fact_usage");
      check(count.answer.rows === 1 && count.ipc.byteLength > 0, "one row as Arrow IPC");
      check(count.answer.progress.requests === 0, "a count comes from the footers");
      const some = await client.sql("select feature, sum(quantity) from fact_usage group by feature", {});
      check(some.answer.progress.requests > 0, "sums need bytes");
      check(some.answer.tables[0] === "fact_usage", "the table is named");
      const cut = await client.sql("select usage_event_id from fact_usage", { max_rows: 7 });
      check(cut.answer.rows === 7 && cut.answer.is_truncated, "cut rows are said");
    }),

  "tells progress": () =>
    withSite(async (client) => {
      let told = 0;
      const { answer } = await client.sql("select count(distinct usage_event_id) from fact_usage", {
        onProgress: () => told++,
      });
      check(answer.progress.bytes_read > 0, "bytes were read");
      return { told, ...answer.progress };
    }),

  "cancels a heavy query within a second": () =>
    withSite(async (client) => {
      const query = client.sql(HEAVY);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const started = performance.now();
      client.cancel(query.id);
      await refused(query, "MRT-E010");
      const ms = performance.now() - started;
      check(ms < 1000, `it took ${ms} ms`);
      await client.sql("select 1");
      return { cancel_ms: ms };
    }),

  "answers others while one is heavy": () =>
    withSite(async (client) => {
      const heavy = client.sql(HEAVY);
      const started = performance.now();
      await client.sql("select count(*) from fact_usage");
      const ms = performance.now() - started;
      client.cancel(heavy.id);
      await refused(heavy, "MRT-E010");
      return { other_ms: ms };
    }),

  "ends a query at its time limit": () =>
    withSite((client) => refused(client.sql(HEAVY, { timeout_ms: 300 }), "MRT-E011")),

  "refuses what it must": () =>
    withSite(async (client) => {
      await refused(client.sql("create table t as select 1"), "MRT-E002");
      await refused(client.sql("select 1; select 2"), "MRT-E003");
      await refused(client.sql(`select ${"(".repeat(1000)}1${")".repeat(1000)}`), "MRT-E004");
      await refused(client.sql("select * from fact_use"), "MRT-E005");
      await refused(client.sql("select quantty from fact_usage"), "MRT-E006");
      await refused(client.sql("selec 1"), "MRT-E001");
      await client.sql("select 1");
    }),

  "keeps within its memory": async () => {
    const client = new Client();
    try {
      await client.open("/data/", undefined, 4 << 20);
      await refused(client.sql("select usage_event_id, usage_date, count(*) from fact_usage group by usage_event_id, usage_date"), "MRT-E009");
      await client.sql("select count(distinct feature) from fact_usage");
    } finally {
      client.close();
    }
  },

  "reads from a host that ignores ranges": () =>
    withSite(async (client) => {
      const { answer } = await client.sql("select sum(quantity), count(distinct feature) from fact_usage");
      check(answer.rows === 1, "one row");
      const again = await client.sql("select sum(event_count) from fact_usage");
      check(again.answer.progress.requests === 0, "the whole file is kept");
      return answer.progress;
    }, "/fault/no-range/data/"),

  "asks a host that ignores ranges for each file once": () =>
    withSite(async (client) => {
      await fetch("/log");
      const queries = ["quantity", "event_count", "feature", "usage_date"].map((column) =>
        client.sql(`select count(distinct ${column}), count(distinct usage_event_id) from fact_usage`),
      );
      await Promise.all(queries);
      const files = (await parquetRequests()).map(({ url }) => url);
      check(files.length > 0 && new Set(files).size === files.length, `asked for ${files.join(", ")}`);
      return { files: files.length };
    }, "/fault/no-range/data/"),

  "asks a host that honours ranges for several at a time": () =>
    withSite(async (client) => {
      await fetch("/log");
      await client.sql("select count(distinct quantity), count(distinct usage_event_id), max(usage_date) from fact_usage");
      const asked = await parquetRequests();
      check(asked.length > 1 && asked.every(({ range, status }) => !range || status === 206), JSON.stringify(asked));
      return { requests: asked.length };
    }),

  "names a missing file": fault("404", "MRT-E020"),
  "names a failing host": fault("500", "MRT-E021"),
  "names a cut connection": fault("cut", "MRT-E022", "MRT-E023"),
  "notices a wrong Content-Range": fault("shifted", "MRT-E024"),
  "notices an absent Content-Range": fault("absent", "MRT-E024"),
  "notices a short body": fault("short", "MRT-E023"),

  "cancels while the host stalls": () =>
    withSite(async (client) => {
      const query = client.sql(SUM);
      await new Promise((resolve) => setTimeout(resolve, 300));
      client.cancel(query.id);
      await refused(query, "MRT-E010");
    }, "/fault/stall/data/"),

  "says when a site cannot be opened": async () => {
    const client = new Client();
    try {
      await refused(client.open("/data/", "no-such-snapshot"), "MRT-E020");
      await client.open();
      await client.sql("select 1");
    } finally {
      client.close();
    }
  },

  "says what goes together and why the rest does not": () =>
    withSite(async (client) => {
      const { options } = await client.options(["mrr"]);
      check(options.available.includes("customer__country"), "the country goes with MRR");
      check(options.unavailable.length > 0, "something does not");
      check(options.unavailable.every((/** @type {any} */ item) => item.name && item.reason.length > 20), "each with a reason");
      await refused(client.options(["mrrr"]), "MRT-S002");
    }),
};
