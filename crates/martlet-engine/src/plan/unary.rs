//! What an operator over one input says of itself to DataFusion; what it does with the rows is in a file of its own.

use std::{
    fmt::{self, Debug},
    sync::Arc,
};

use datafusion::{
    common::{Statistics, tree_node::TreeNodeRecursion},
    error::{DataFusionError, Result},
    execution::{SendableRecordBatchStream, TaskContext},
    physical_expr::PhysicalExpr,
    physical_plan::{
        ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions,
        statistics::{ChildStats, StatisticsArgs},
    },
};

/// What differs between the operators here. None has expressions of its own.
pub(super) trait Operator: Debug + Clone + Send + Sync + 'static {
    const NAME: &'static str;
    const KEEPS_ORDER: bool;

    fn properties(&self, input: &Arc<dyn ExecutionPlan>) -> PlanProperties;

    /// The line in `EXPLAIN`.
    fn describe(&self, input: &Arc<dyn ExecutionPlan>) -> String;

    /// Of which partition of the input the statistics are this one's too.
    fn statistics_of(&self, partition: Option<usize>) -> ChildStats;

    fn execute(
        &self,
        input: &Arc<dyn ExecutionPlan>,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream>;
}

/// An operator on its input.
#[derive(Debug)]
pub(super) struct Unary<O> {
    operator: O,
    input: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

impl<O: Operator> Unary<O> {
    pub(super) fn new(operator: O, input: Arc<dyn ExecutionPlan>) -> Self {
        let properties = Arc::new(operator.properties(&input));
        Self { operator, input, properties }
    }

    fn with_children(&self, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        match <[Arc<dyn ExecutionPlan>; 1]>::try_from(children) {
            Ok([input]) => Ok(Arc::new(Self::new(self.operator.clone(), input))),
            Err(_) => Err(DataFusionError::Internal(format!("{} takes one input", O::NAME))),
        }
    }
}

impl<O: Operator> DisplayAs for Unary<O> {
    fn fmt_as(&self, _format: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operator.describe(&self.input))
    }
}

impl<O: Operator> ExecutionPlan for Unary<O> {
    fn name(&self) -> &str {
        O::NAME
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![O::KEEPS_ORDER]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _options: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.with_children(children)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.operator.execute(&self.input, partition, context)
    }

    fn child_stats_requests(&self, partition: Option<usize>) -> Vec<ChildStats> {
        vec![self.operator.statistics_of(partition)]
    }

    fn statistics_from_inputs(&self, inputs: &[Arc<Statistics>], args: &StatisticsArgs) -> Result<Arc<Statistics>> {
        match (self.operator.statistics_of(args.partition()), inputs) {
            (ChildStats::At(_), [input]) => Ok(Arc::clone(input)),
            _ => Ok(Arc::new(Statistics::new_unknown(&self.schema()))),
        }
    }
}
