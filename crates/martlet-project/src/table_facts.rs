//! What a mart's files hold, as the caller read it from their footers.

/// One table by its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// The table's name in a site: the model's alias.
    pub name: String,
    /// In the files' order. Partition columns that are in folder names only must be listed too.
    pub columns: Vec<ColumnFacts>,
    pub rows: u64,
    /// Number of files.
    pub files: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFacts {
    pub name: String,
    /// Arrow's name of the type: `Int64`, `Decimal128(18, 2)`, `Timestamp(Microsecond, None)`.
    pub data_type: String,
}

impl TableFacts {
    pub fn column(&self, name: &str) -> Option<&ColumnFacts> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }
}
