// @ts-check
// The engine worker's entry: compiles the module while it streams in, then hands over to Rust.
// `martlet_engine_worker.js` is what wasm-bindgen (`--target web`) writes; both lie in one folder.
import init, { start } from "./martlet_engine_worker.js";

try {
  await init();
  start();
} catch (error) {
  // A worker whose module fails while it loads tells its page nothing by itself in every browser.
  setTimeout(() => {
    throw error;
  });
}
