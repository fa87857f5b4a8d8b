//! Totals and subtotals of a request, each planned as a request of its own with fewer group-by items, so that
//! ratios, distinct counts and semi-additive measures are right in them too.

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// Which totals are added to the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Totals {
    /// One row over everything.
    Grand,
    /// Items are taken away from the right: `a, b` gives totals by `a`, then the grand total.
    Rollup,
    /// A total for each item alone, and the grand total.
    Each,
    /// Every selection of the items (at most four items).
    All,
}

/// Each selection is one more scan of the source.
const MOST_ITEMS_FOR_ALL: usize = 4;

/// Places of the items kept in each set of totals, the most detailed first. The rows themselves are not among them.
pub(crate) fn grouping_sets(totals: Totals, items: usize) -> Result<Vec<Vec<usize>>, Problem> {
    if items == 0 {
        return Err(Problem::ComposedShape {
            what: "totals".to_owned(),
            needs: "at least one group-by item; without any, the answer is the total".to_owned(),
        });
    }
    let mut sets: Vec<Vec<usize>> = match totals {
        Totals::Grand => Vec::new(),
        Totals::Rollup => (1..items).rev().map(|kept| (0..kept).collect()).collect(),
        Totals::Each if items == 1 => Vec::new(),
        Totals::Each => (0..items).map(|item| vec![item]).collect(),
        Totals::All if items > MOST_ITEMS_FOR_ALL => {
            return Err(Problem::ComposedShape {
                what: "every total".to_owned(),
                needs: format!("at most {MOST_ITEMS_FOR_ALL} group-by items; ask for rollup or each instead"),
            });
        }
        Totals::All => {
            let all = 1_u32 << items;
            let kept = |set: u32| (0..items).filter(move |item| set & (1 << item) != 0).collect::<Vec<_>>();
            (1..all - 1).map(kept).collect()
        }
    };
    sets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    sets.push(Vec::new());
    Ok(sets)
}

/// SQL's `GROUPING`: a set bit for each item that is totalled, the first item's bit highest.
pub(crate) fn grouping(kept: &[usize], items: usize) -> u64 {
    (0..items).fold(0, |bits, item| bits << 1 | u64::from(!kept.contains(&item)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_go_from_detailed_to_grand() {
        assert_eq!(grouping_sets(Totals::Rollup, 3), Ok(vec![vec![0, 1], vec![0], vec![]]));
        assert_eq!(grouping_sets(Totals::Each, 2), Ok(vec![vec![0], vec![1], vec![]]));
        let all = vec![vec![0, 1], vec![0, 2], vec![1, 2], vec![0], vec![1], vec![2], vec![]];
        assert_eq!(grouping_sets(Totals::All, 3), Ok(all));
        assert!(grouping_sets(Totals::All, 5).is_err() && grouping_sets(Totals::Grand, 0).is_err());
    }

    #[test]
    fn the_marker_is_that_of_sql() {
        assert_eq!([grouping(&[0, 1], 2), grouping(&[0], 2), grouping(&[1], 2), grouping(&[], 2)], [0, 1, 2, 3]);
    }
}
