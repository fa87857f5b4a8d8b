//! `nps_responses`: an answer to "would you recommend us".

use crate::calendar::Instant;
use crate::parquet_file::Record;

use super::column::{Column, instant, int32, int64};

/// An answer to "would you recommend us".
#[derive(Debug, Clone)]
pub struct NpsResponse {
    pub id: i64,
    pub customer_id: i64,
    /// 0 to 10.
    pub score: i32,
    pub responded_at: Instant,
}

impl Record for NpsResponse {
    const TABLE: &'static str = "nps_responses";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            int64("customer_id", rows.iter().map(|row| row.customer_id)),
            int32("score", rows.iter().map(|row| row.score)),
            instant("responded_at", rows.iter().map(|row| row.responded_at)),
        ]
    }
}
