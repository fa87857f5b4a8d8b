//! `products`: what is sold.

use crate::catalog::PRODUCTS;
use crate::parquet_file::Record;

use super::column::{Column, int64, text};

/// One product.
#[derive(Debug, Clone)]
pub struct ProductRow {
    pub id: i64,
    pub code: &'static str,
    pub name: &'static str,
    pub family: &'static str,
}

/// All products.
pub fn product_rows() -> Vec<ProductRow> {
    PRODUCTS
        .iter()
        .map(|product| ProductRow { id: product.id, code: product.code, name: product.name, family: product.family })
        .collect()
}

impl Record for ProductRow {
    const TABLE: &'static str = "products";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            text("code", rows.iter().map(|row| row.code)),
            text("name", rows.iter().map(|row| row.name)),
            text("product_family", rows.iter().map(|row| row.family)),
        ]
    }
}
