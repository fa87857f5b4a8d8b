//! The last physical rule: partitions are joined up in their order, no operator spawns, and above every operator that
//! can produce much from little is a place to give way.

use std::sync::Arc;

use datafusion::{
    common::{
        JoinType,
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    error::{DataFusionError, Result},
    physical_expr::LexOrdering,
    physical_optimizer::PhysicalOptimizerRule,
    physical_plan::{
        ChildrenPropertiesMode, Distribution, ExecutionPlan, ExecutionPlanProperties, ReplaceChildrenOptions,
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

use super::{analyze::SerialAnalyze, give_way::GiveWay, in_order::InOrder, unary::Unary};

/// Runs after DataFusion's own rules.
#[derive(Debug, Default)]
pub(crate) struct InShares;

impl PhysicalOptimizerRule for InShares {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(in_order(plan.transform_up(|plan| Ok(Transformed::yes(in_shares(plan)?)))?.data))
    }

    fn name(&self) -> &str {
        "martlet_in_shares"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The planner puts `EXPLAIN ANALYZE` on top after the rules have run, so that it is replaced here.
pub(crate) fn without_tasks(plan: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
    match plan.downcast_ref::<AnalyzeExec>() {
        Some(analyze) => Arc::new(Unary::new(SerialAnalyze::of(analyze), in_order(Arc::clone(analyze.input())))),
        None => plan,
    }
}

/// One operator, whose inputs have been replaced already.
fn in_shares(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    if let Some(coalesce) = plan.downcast_ref::<CoalescePartitionsExec>() {
        return Ok(limited(in_order(only_input(&plan)?), coalesce.fetch()));
    }
    if let Some(merge) = plan.downcast_ref::<SortPreservingMergeExec>() {
        return ordered(in_order(only_input(&plan)?), merge.expr(), merge.fetch());
    }
    if plan.is::<RepartitionExec>() {
        let ordering = plan.output_ordering().cloned();
        let input = in_order(only_input(&plan)?);
        return match ordering {
            Some(ordering) => ordered(input, &ordering, None),
            None => Ok(input),
        };
    }
    if plan.is::<BufferExec>() {
        return only_input(&plan);
    }
    if let Some(analyze) = plan.downcast_ref::<AnalyzeExec>() {
        return Ok(Arc::new(Unary::new(SerialAnalyze::of(analyze), in_order(only_input(&plan)?))));
    }
    let plan = with_single_inputs(plan)?;
    let is_multiplier = plan.children().is_empty()
        || plan.is::<CrossJoinExec>()
        || plan.is::<HashJoinExec>()
        || plan.is::<NestedLoopJoinExec>()
        || plan.is::<PiecewiseMergeJoinExec>()
        || plan.is::<SortMergeJoinExec>()
        || plan.is::<UnnestExec>();
    Ok(if is_multiplier { Arc::new(Unary::new(GiveWay, plan)) } else { plan })
}

/// Joins up the inputs that must be one, and those whose last share decides in which partition rows come out.
fn with_single_inputs(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    let are_all_single = keeps_unmatched(plan.as_ref());
    let distributions = plan.input_distribution_requirements().into_per_child();
    let inputs: Vec<_> = plan.children().into_iter().cloned().collect();
    let joined: Vec<_> = inputs
        .iter()
        .zip(&distributions)
        .map(|(input, distribution)| {
            let is_single = are_all_single || matches!(distribution, Distribution::SinglePartition);
            if is_single { in_order(Arc::clone(input)) } else { Arc::clone(input) }
        })
        .collect();
    let is_same = inputs.iter().zip(&joined).all(|(before, after)| Arc::ptr_eq(before, after));
    if is_same {
        Ok(plan)
    } else {
        plan.replace_children(joined, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }
}

/// Whether rows of the collected side come out when the last share of the other is done, in whichever that is.
fn keeps_unmatched(plan: &dyn ExecutionPlan) -> bool {
    let join_type = plan
        .downcast_ref::<HashJoinExec>()
        .map(HashJoinExec::join_type)
        .or_else(|| plan.downcast_ref::<NestedLoopJoinExec>().map(NestedLoopJoinExec::join_type));
    match join_type {
        Some(join_type) => !matches!(
            join_type,
            JoinType::Inner | JoinType::Right | JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark
        ),
        None => plan.is::<PiecewiseMergeJoinExec>() || plan.is::<SortMergeJoinExec>(),
    }
}

/// One partition: the input itself where it has no more.
fn in_order(input: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
    if input.output_partitioning().partition_count() > 1 { Arc::new(Unary::new(InOrder, input)) } else { input }
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
