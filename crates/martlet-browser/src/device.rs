//! What the reader's device can hold.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;

/// Bytes that queries may hold at once, from the memory that the browser reports.
pub fn memory_limit_bytes() -> u64 {
    let reported = web_sys::window()
        .map(|window| window.navigator())
        .and_then(|navigator| Reflect::get(&navigator, &JsValue::from_str("deviceMemory")).ok()?.as_f64());
    limit_for(reported)
}

/// Browsers report at most 8 GiB, in powers of two, and some report nothing; a wasm memory ends at
/// 4 GiB, of which the page and the fetched bytes need their part.
fn limit_for(device_gib: Option<f64>) -> u64 {
    match device_gib {
        Some(gib) if gib >= 8.0 => 2 * GIB,
        Some(gib) if gib >= 4.0 => GIB,
        Some(gib) if gib >= 2.0 => 512 * MIB,
        Some(_) => 256 * MIB,
        None => GIB,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_memory_never_gives_more() {
        let limits: Vec<u64> = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0].iter().map(|gib| limit_for(Some(*gib))).collect();
        assert!(limits.is_sorted());
        assert_eq!(limits[0], 256 * MIB);
        assert_eq!(limits[5], 2 * GIB);
        assert_eq!(limit_for(None), GIB);
    }
}
