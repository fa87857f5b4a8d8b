//! Distinct values of group-by items, without metrics.

use crate::error::Problem;
use crate::resolve::ResolvedRequest;
use crate::sql::select::Select;

use super::Planner;

impl Planner<'_> {
    pub(crate) fn distinct_values(&mut self, _request: &ResolvedRequest) -> Result<Select, Problem> {
        Err(Problem::Unsupported { what: "requests without metrics".to_owned() })
    }
}
