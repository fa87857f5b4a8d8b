//! Functions of lists. One a file.

mod totals;

use datafusion::logical_expr::ScalarUDF;

use super::each;
use totals::{ListTotal, Total};

pub(super) fn scalars() -> Vec<ScalarUDF> {
    vec![ListTotal::new(Total::Sum).into(), ListTotal::new(Total::Average).into()]
}
