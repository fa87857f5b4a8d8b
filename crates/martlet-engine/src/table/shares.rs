//! How a table is divided: into runs of whole row groups, by what its footers tell of the query's filters.
//!
//! Shares are aggregated one by one and joined up in their order, wherever and by however many threads they are read, so
//! that an answer is the same to the last digit on every machine. Small tables have one share.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::{
    common::Statistics,
    datasource::physical_plan::parquet::{ParquetAccessPlan, RowGroupAccess, metadata::DFParquetMetadata},
    error::Result,
};
use parquet::file::metadata::ParquetMetaData;

use super::TableFile;

/// As many threads can read one table.
pub(crate) const MAX_SHARES: usize = 4;

/// Fewer rows are read sooner than they are divided.
const MIN_SHARE_ROWS: u64 = 16_384;

/// The row groups of one file that a share reads.
#[derive(Debug)]
pub(super) struct Piece {
    pub file: TableFile,
    row_groups: Vec<usize>,
    pub statistics: Arc<Statistics>,
}

impl Piece {
    fn new(file: &TableFile, row_groups: Vec<usize>, schema: &SchemaRef) -> Result<Self> {
        let read = row_groups.iter().map(|at| file.metadata.row_group(*at).clone()).collect();
        let metadata = ParquetMetaData::new(file.metadata.file_metadata().clone(), read);
        let statistics = DFParquetMetadata::statistics_from_parquet_metadata(&metadata, schema)?;
        Ok(Self { file: file.clone(), row_groups, statistics: Arc::new(statistics) })
    }

    /// Which row groups to read, where it is not all of them.
    pub(super) fn access(&self) -> Option<ParquetAccessPlan> {
        let count = self.file.metadata.num_row_groups();
        if self.row_groups.len() == count {
            return None;
        }
        let mut access = vec![RowGroupAccess::Skip; count];
        for at in &self.row_groups {
            access[*at] = RowGroupAccess::Scan;
        }
        Some(ParquetAccessPlan::new(access))
    }
}

/// The shares of these row groups of each file, in the order of their rows; none is empty.
pub(super) fn shares(files: &[TableFile], row_groups: &[Vec<usize>], schema: &SchemaRef) -> Result<Vec<Vec<Piece>>> {
    let rows = |file: &TableFile, at: usize| file.metadata.row_group(at).num_rows().max(0) as u64;
    let rows: Vec<Vec<(usize, u64)>> = files
        .iter()
        .zip(row_groups)
        .map(|(file, groups)| groups.iter().map(|at| (*at, rows(file, *at))).collect())
        .collect();
    divide(&rows)
        .into_iter()
        .map(|share| {
            share.into_iter().map(|(at, row_groups)| Piece::new(&files[at], row_groups, schema)).collect::<Result<_>>()
        })
        .collect()
}

/// Row groups of each file with their rows → shares of (file, row groups). A row group belongs where its middle row
/// falls.
fn divide(files: &[Vec<(usize, u64)>]) -> Vec<Vec<(usize, Vec<usize>)>> {
    let all: u64 = files.iter().flatten().map(|(_, rows)| rows).sum();
    let count = (all / MIN_SHARE_ROWS).clamp(1, MAX_SHARES as u64);
    let mut shares: Vec<Vec<(usize, Vec<usize>)>> = vec![Vec::new(); count as usize];
    let mut before = 0;
    for (file, row_groups) in files.iter().enumerate() {
        for &(at, rows) in row_groups.iter().filter(|(_, rows)| *rows > 0) {
            let middle = before + rows / 2;
            before += rows;
            let share = &mut shares[(u128::from(middle) * u128::from(count) / u128::from(all)) as usize];
            match share.last_mut() {
                Some((last, groups)) if *last == file => groups.push(at),
                _ => share.push((file, vec![at])),
            }
        }
    }
    shares.retain(|share| !share.is_empty());
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row groups with these rows, from the first on.
    fn from_first(rows: &[u64]) -> Vec<(usize, u64)> {
        rows.iter().copied().enumerate().collect()
    }

    #[test]
    fn a_small_table_is_one_share() {
        assert_eq!(divide(&[from_first(&[100, 100]), from_first(&[100])]), vec![vec![(0, vec![0, 1]), (1, vec![0])]]);
        assert!(divide(&[from_first(&[]), from_first(&[0])]).is_empty());
    }

    #[test]
    fn shares_are_runs_of_whole_row_groups() {
        const GROUP: u64 = MIN_SHARE_ROWS;
        assert_eq!(divide(&[from_first(&[GROUP; 2])]), vec![vec![(0, vec![0])], vec![(0, vec![1])]]);
        assert_eq!(
            divide(&[from_first(&[GROUP; 3]), from_first(&[GROUP; 5])]),
            vec![vec![(0, vec![0, 1])], vec![(0, vec![2]), (1, vec![0])], vec![(1, vec![1, 2])], vec![(1, vec![3, 4])]]
        );
        assert_eq!(divide(&[from_first(&[GROUP * 10])]), vec![vec![(0, vec![0])]]);
        assert_eq!(divide(&[from_first(&[0, GROUP, 0, GROUP])]), vec![vec![(0, vec![1])], vec![(0, vec![3])]]);
    }

    #[test]
    fn what_filters_rule_out_is_not_divided() {
        const GROUP: u64 = MIN_SHARE_ROWS;
        assert_eq!(
            divide(&[vec![(3, GROUP), (4, GROUP)], vec![], vec![(0, GROUP), (7, GROUP)]]),
            vec![vec![(0, vec![3])], vec![(0, vec![4])], vec![(2, vec![0])], vec![(2, vec![7])]]
        );
        assert_eq!(divide(&[vec![(5, 100), (9, 100)]]), vec![vec![(0, vec![5, 9])]]);
    }
}
