//! A result's Arrow bytes as typed columns.
//!
//! In: an Arrow IPC stream. Out: [`ResultTable`], whose values keep their kind: exact decimals,
//! dates without zones, nulls as nulls.

mod column;
mod decode;
mod text;

pub use column::{Column, Values};
pub use decode::{ResultError, ResultTable};
