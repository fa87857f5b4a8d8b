//! How a table is divided: into runs of whole row groups, by the table alone.
//!
//! Shares are aggregated one by one and joined up in their order, wherever and by however many threads they are read, so
//! that an answer is the same to the last digit on every machine. Small tables have one share.

use std::{ops::Range, sync::Arc};

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
    pub row_groups: Range<usize>,
    pub statistics: Arc<Statistics>,
}

impl Piece {
    fn new(file: &TableFile, row_groups: Range<usize>, schema: &SchemaRef) -> Result<Self> {
        let read = file.metadata.row_groups()[row_groups.clone()].to_vec();
        let metadata = ParquetMetaData::new(file.metadata.file_metadata().clone(), read);
        let statistics = DFParquetMetadata::statistics_from_parquet_metadata(&metadata, schema)?;
        Ok(Self { file: file.clone(), row_groups, statistics: Arc::new(statistics) })
    }

    /// Which row groups to read, where it is not all of them.
    pub(super) fn access(&self) -> Option<ParquetAccessPlan> {
        let count = self.file.metadata.num_row_groups();
        if self.row_groups == (0..count) {
            return None;
        }
        let access = |at| if self.row_groups.contains(&at) { RowGroupAccess::Scan } else { RowGroupAccess::Skip };
        Some(ParquetAccessPlan::new((0..count).map(access).collect()))
    }
}

/// The table's shares, in the order of its rows; none is empty.
pub(super) fn shares(files: &[TableFile], schema: &SchemaRef) -> Result<Vec<Vec<Piece>>> {
    let rows: Vec<Vec<u64>> = files.iter().map(row_group_rows).collect();
    divide(&rows)
        .into_iter()
        .map(|share| {
            share.into_iter().map(|(at, row_groups)| Piece::new(&files[at], row_groups, schema)).collect::<Result<_>>()
        })
        .collect()
}

fn row_group_rows(file: &TableFile) -> Vec<u64> {
    file.metadata.row_groups().iter().map(|group| group.num_rows().max(0) as u64).collect()
}

/// Rows of the row groups of each file → shares of (file, row groups). A row group belongs where its middle row falls.
fn divide(files: &[Vec<u64>]) -> Vec<Vec<(usize, Range<usize>)>> {
    let all: u64 = files.iter().flatten().sum();
    let count = (all / MIN_SHARE_ROWS).clamp(1, MAX_SHARES as u64);
    let mut shares: Vec<Vec<(usize, Range<usize>)>> = vec![Vec::new(); count as usize];
    let mut before = 0;
    for (file, row_groups) in files.iter().enumerate() {
        for (at, rows) in row_groups.iter().enumerate().filter(|(_, rows)| **rows > 0) {
            let middle = before + rows / 2;
            before += rows;
            let share = &mut shares[(u128::from(middle) * u128::from(count) / u128::from(all)) as usize];
            match share.last_mut() {
                Some((last, range)) if *last == file && range.end == at => range.end = at + 1,
                _ => share.push((file, at..at + 1)),
            }
        }
    }
    shares.retain(|share| !share.is_empty());
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_table_is_one_share() {
        assert_eq!(divide(&[vec![100, 100], vec![100]]), vec![vec![(0, 0..2), (1, 0..1)]]);
        assert_eq!(divide(&[vec![], vec![0]]), Vec::<Vec<(usize, Range<usize>)>>::new());
    }

    #[test]
    fn shares_are_runs_of_whole_row_groups() {
        let group = MIN_SHARE_ROWS;
        assert_eq!(divide(&[vec![group; 2]]), vec![vec![(0, 0..1)], vec![(0, 1..2)]]);
        assert_eq!(
            divide(&[vec![group; 3], vec![group; 5]]),
            vec![vec![(0, 0..2)], vec![(0, 2..3), (1, 0..1)], vec![(1, 1..3)], vec![(1, 3..5)]]
        );
        assert_eq!(divide(&[vec![group * 10]]), vec![vec![(0, 0..1)]]);
        assert_eq!(divide(&[vec![0, group, 0, group]]), vec![vec![(0, 1..2)], vec![(0, 3..4)]]);
    }
}
