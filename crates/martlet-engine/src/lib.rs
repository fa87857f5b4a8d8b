//! DataFusion over a Martlet site, native and wasm32.
