//! `customers`: one account.

use crate::calendar::Instant;
use crate::parquet_file::Record;

use super::column::{Column, flag, instant, int64, optional_instant, text};

/// One account.
#[derive(Debug, Clone)]
pub struct Customer {
    pub id: i64,
    pub company_name: String,
    /// Not unique: some accounts share an address.
    pub email: String,
    /// As typed in: codes and names, in mixed case.
    pub country: String,
    pub industry: &'static str,
    pub employee_band: &'static str,
    pub signup_source: &'static str,
    pub currency: &'static str,
    /// Internal test account.
    pub is_test: bool,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub deleted_at: Option<Instant>,
}

impl Record for Customer {
    const TABLE: &'static str = "customers";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            text("company_name", rows.iter().map(|row| row.company_name.as_str())),
            text("email", rows.iter().map(|row| row.email.as_str())),
            text("country", rows.iter().map(|row| row.country.as_str())),
            text("industry", rows.iter().map(|row| row.industry)),
            text("employee_band", rows.iter().map(|row| row.employee_band)),
            text("signup_source", rows.iter().map(|row| row.signup_source)),
            text("currency", rows.iter().map(|row| row.currency)),
            flag("is_test", rows.iter().map(|row| row.is_test)),
            instant("created_at", rows.iter().map(|row| row.created_at)),
            instant("updated_at", rows.iter().map(|row| row.updated_at)),
            optional_instant("deleted_at", rows.iter().map(|row| row.deleted_at)),
        ]
    }
}
