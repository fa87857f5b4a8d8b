//! The last physical rule: one partition everywhere, no operator that spawns, and a place to give
//! way above every operator that can produce much from little.

use std::sync::Arc;

use datafusion::{
    common::{
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    error::{DataFusionError, Result},
    physical_expr::LexOrdering,
    physical_optimizer::PhysicalOptimizerRule,
    physical_plan::{
        ExecutionPlan, ExecutionPlanProperties,
        analyze::AnalyzeExec,
        buffer::BufferExec,
        coalesce_partitions::CoalescePartitionsExec,
        joins::{CrossJoinExec, HashJoinExec, NestedLoopJoinExec, PiecewiseMergeJoinExec, SortMergeJoinExec},
        limit::GlobalLimitExec,
        repartition::RepartitionExec,
        sorts::{sort::SortExec, sort_preserving_merge::SortPreservingMergeExec},
        unnest::UnnestExec,
    },
};

use super::{analyze::SerialAnalyzeExec, give_way::GiveWayExec, serial::SerialExec};

/// Runs after DataFusion's own rules.
#[derive(Debug, Default)]
pub(crate) struct SingleThreaded;

impl PhysicalOptimizerRule for SingleThreaded {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|plan| Ok(Transformed::yes(single_threaded(plan)?))).map(|done| done.data)
    }

    fn name(&self) -> &str {
        "martlet_single_threaded"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The planner puts `EXPLAIN ANALYZE` on top after the rules have run, so that it is replaced here.
pub(crate) fn without_tasks(plan: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
    match plan.downcast_ref::<AnalyzeExec>() {
        Some(analyze) => Arc::new(SerialAnalyzeExec::of(analyze)),
        None => plan,
    }
}

/// One operator, whose inputs have been replaced already and have one partition each.
fn single_threaded(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    if let Some(coalesce) = plan.downcast_ref::<CoalescePartitionsExec>() {
        return Ok(limited(only_input(&plan)?, coalesce.fetch()));
    }
    if let Some(merge) = plan.downcast_ref::<SortPreservingMergeExec>() {
        return ordered(only_input(&plan)?, merge.expr(), merge.fetch());
    }
    if plan.is::<RepartitionExec>() {
        let ordering = plan.output_ordering().cloned();
        let input = only_input(&plan)?;
        return match ordering {
            Some(ordering) => ordered(input, &ordering, None),
            None => Ok(input),
        };
    }
    if plan.is::<BufferExec>() {
        return only_input(&plan);
    }
    if let Some(analyze) = plan.downcast_ref::<AnalyzeExec>() {
        return Ok(Arc::new(SerialAnalyzeExec::of(analyze)));
    }
    let is_multiplier = plan.children().is_empty()
        || plan.is::<CrossJoinExec>()
        || plan.is::<HashJoinExec>()
        || plan.is::<NestedLoopJoinExec>()
        || plan.is::<PiecewiseMergeJoinExec>()
        || plan.is::<SortMergeJoinExec>()
        || plan.is::<UnnestExec>();
    let plan: Arc<dyn ExecutionPlan> = if is_multiplier { Arc::new(GiveWayExec::new(plan)) } else { plan };
    // Unions have a partition for each input. Joined up here, every operator above sees one.
    if plan.output_partitioning().partition_count() > 1 {
        return Ok(Arc::new(SerialExec::new(plan)));
    }
    Ok(plan)
}

fn only_input(plan: &Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    match plan.children().as_slice() {
        [input] => Ok(Arc::clone(input)),
        children => Err(DataFusionError::Internal(format!(
            "{} has {} inputs where one was expected",
            plan.name(),
            children.len()
        ))),
    }
}

fn limited(input: Arc<dyn ExecutionPlan>, fetch: Option<usize>) -> Arc<dyn ExecutionPlan> {
    match fetch {
        Some(fetch) => Arc::new(GlobalLimitExec::new(input, 0, Some(fetch))),
        None => input,
    }
}

/// The input in `ordering`: a merge of sorted partitions becomes a sort when joining them up lost it.
fn ordered(
    input: Arc<dyn ExecutionPlan>,
    ordering: &LexOrdering,
    fetch: Option<usize>,
) -> Result<Arc<dyn ExecutionPlan>> {
    if input.equivalence_properties().ordering_satisfy(ordering.iter().cloned())? {
        return Ok(limited(input, fetch));
    }
    Ok(Arc::new(SortExec::new(ordering.clone(), input).with_fetch(fetch)))
}
