//! Rewrites of expressions by their types, from the tables upward.
//!
//! In: a plan. Out: the same, with every expression rewritten and the types of all columns told anew, so that whoever
//! reads a rewritten column knows it for what it has become. DataFusion's own pass leaves the types as they were planned.

use std::sync::Arc;

use datafusion::{
    common::{
        DFSchema,
        config::ConfigOptions,
        tree_node::{Transformed, TreeNode},
    },
    error::Result,
    logical_expr::{
        Expr, ExprSchemable, Join, LogicalPlan,
        expr_rewriter::{FunctionRewrite, NamePreserver},
        utils::merge_schema,
    },
    optimizer::analyzer::AnalyzerRule,
};

use super::{decimal, outer_types};

#[derive(Debug)]
pub(crate) struct RewritesByType {
    rewrites: Vec<Arc<dyn FunctionRewrite + Send + Sync>>,
}

impl RewritesByType {
    /// In this order at each place.
    pub(crate) fn new(rewrites: Vec<Arc<dyn FunctionRewrite + Send + Sync>>) -> Self {
        Self { rewrites }
    }
}

impl AnalyzerRule for RewritesByType {
    fn name(&self) -> &'static str {
        "rewrites_by_type"
    }

    fn analyze(&self, plan: LogicalPlan, options: &ConfigOptions) -> Result<LogicalPlan> {
        let mut are_types_changed = false;
        let rewritten = plan.transform_up_with_subqueries(|plan| {
            let planned = Arc::clone(plan.schema());
            let rewritten = self.node(plan, options)?;
            if !rewritten.transformed && !are_types_changed {
                return Ok(rewritten);
            }
            let rewritten = rewritten.map_data(LogicalPlan::recompute_schema)?;
            are_types_changed |= rewritten.data.schema().fields() != planned.fields();
            Ok(rewritten)
        });
        Ok(rewritten?.data)
    }
}

impl RewritesByType {
    fn node(&self, plan: LogicalPlan, options: &ConfigOptions) -> Result<Transformed<LogicalPlan>> {
        let mut schema = merge_schema(&plan.inputs());
        if let LogicalPlan::TableScan(scan) = &plan {
            let table = DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?;
            schema.merge(&table);
        }
        let names = NamePreserver::new(&plan);
        let rewritten = plan.map_expressions(|expr| {
            let name = names.save(&expr);
            let rewritten = expr.transform_up(|expr| self.expression(expr, &schema, options))?;
            Ok(rewritten.update_data(|expr| name.restore(expr)))
        })?;
        rewritten.transform_data(|plan| match plan {
            LogicalPlan::Union(union) => Ok(decimal::with_common_types(union)?.update_data(LogicalPlan::Union)),
            LogicalPlan::Join(join) => Ok(joined(join).update_data(LogicalPlan::Join)),
            other => Ok(Transformed::no(other)),
        })
    }

    fn expression(&self, mut expr: Expr, schema: &DFSchema, options: &ConfigOptions) -> Result<Transformed<Expr>> {
        let changed = outer_types::updated(&mut expr, schema, |plan| self.analyze(plan, options))?;
        let mut rewritten = Transformed::new_transformed(expr, changed);
        for rewrite in &self.rewrites {
            rewritten = rewritten.transform_data(|expr| rewrite.rewrite(expr, schema, options))?;
        }
        Ok(rewritten)
    }
}

/// Keys of a join are pairs, and no comparisons yet.
fn joined(mut join: Join) -> Transformed<Join> {
    let mut changed = false;
    for (left, right) in &mut join.on {
        let sides = (left.get_type(join.left.schema()), right.get_type(join.right.schema()));
        let (Ok(left_type), Ok(right_type)) = sides else { continue };
        let Some(float) = decimal::float_among([&left_type, &right_type]) else { continue };
        let side = if left_type.is_decimal() { left } else { right };
        *side = decimal::as_float(std::mem::take(side), &float);
        changed = true;
    }
    Transformed::new_transformed(join, changed)
}
