// @ts-check
// The protocol from a page's side, as small as a test needs it.

const asked = new URLSearchParams(location.search);

export class Client {
  constructor() {
    this.started = performance.now();
    this.worker = new Worker(asked.get("engine") ?? "", { type: "module" });
    /** @type {Map<number, {resolve: Function, reject: Function, onProgress?: Function}>} */
    this.asked = new Map();
    this.nextId = 1;
    /** @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = (event) => this.#receive(event.data, resolve);
      this.worker.onerror = (event) => {
        this.#failAll(`the worker died: ${event.message}`);
        reject(new Error(event.message));
      };
    });
    this.ready.catch(() => {});
  }

  /** @param {[string, ArrayBuffer?]} data @param {Function} started */
  #receive([text, ipc], started) {
    const message = JSON.parse(text);
    const asked = this.asked.get(message.id ?? 0);
    switch (message.type) {
      case "started":
        this.startMs = performance.now() - this.started;
        return started();
      case "progress":
        return asked?.onProgress?.(message.progress);
      case "opened":
      case "finished":
      case "options":
        this.asked.delete(message.id ?? 0);
        return asked?.resolve({ ...message, ipc });
      default:
        this.asked.delete(message.id ?? 0);
        return asked?.reject(message.error);
    }
  }

  /** @param {string} reason */
  #failAll(reason) {
    for (const { reject } of this.asked.values()) reject({ code: "died", message: reason });
    this.asked.clear();
  }

  /** @param {object} message @param {number} id @param {Function} [onProgress] */
  #ask(message, id, onProgress) {
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject, onProgress });
      this.worker.postMessage([JSON.stringify(message)]);
    });
  }

  /** @param {string} [data] @param {string | null} [snapshot] */
  async open(data = "/data/", snapshot = asked.get("snapshot"), memory = 1 << 30) {
    await this.ready;
    const data_url = new URL(data, location.href).href;
    return this.#ask({ type: "open", data_url, snapshot, memory_limit_bytes: memory }, 0);
  }

  /** @param {string} sql @param {{max_rows?: number, timeout_ms?: number, onProgress?: Function}} [options] */
  sql(sql, { max_rows = 1000, timeout_ms = 60_000, onProgress } = {}) {
    const id = this.nextId++;
    const answer = this.#ask({ type: "sql", id, sql, max_rows, timeout_ms }, id, onProgress);
    return Object.assign(answer, { id });
  }

  /** @param {string[]} metrics */
  options(metrics) {
    const id = this.nextId++;
    return this.#ask({ type: "options", id, metrics }, id);
  }

  /** @param {number} id */
  cancel(id) {
    this.worker.postMessage([JSON.stringify({ type: "cancel", id })]);
  }

  close() {
    this.worker.terminate();
  }
}
