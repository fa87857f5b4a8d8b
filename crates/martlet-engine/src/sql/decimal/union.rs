//! `UNION` of decimals and floats, and the types of a union's columns for those who read it.

use std::sync::Arc;

use datafusion::{
    arrow::datatypes::{DataType, Field},
    common::{DFSchema, tree_node::Transformed},
    error::Result,
    logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, Union, type_coercion::binary::type_union_coercion},
};

use super::{as_float, float_among};

/// The union with the types that its columns have in the end. DataFusion takes those of the first input until it casts
/// the others.
pub(in crate::sql) fn with_common_types(union: Union) -> Result<Transformed<Union>> {
    let types = union.schema.fields().iter().enumerate().map(|(at, field)| {
        let found: Vec<&DataType> =
            union.inputs.iter().filter_map(|input| Some(input.schema().fields().get(at)?.data_type())).collect();
        float_among(found.iter().copied()).or_else(|| common(&found)).unwrap_or_else(|| field.data_type().clone())
    });
    let types: Vec<DataType> = types.collect();
    let is_typed = union.schema.fields().iter().zip(&types).all(|(field, kind)| field.data_type() == kind);
    let mut changed = !is_typed;
    let mut inputs = Vec::with_capacity(union.inputs.len());
    for input in union.inputs {
        let is_read_as_float = input
            .schema()
            .fields()
            .iter()
            .zip(&types)
            .any(|(field, kind)| field.data_type().is_decimal() && kind.is_floating());
        changed |= is_read_as_float;
        inputs.push(if is_read_as_float { with_floats(&input, &types)? } else { input });
    }
    let schema = if is_typed { union.schema } else { Arc::new(retyped(&union.schema, &types)?) };
    Ok(Transformed::new_transformed(Union { inputs, schema }, changed))
}

fn common(types: &[&DataType]) -> Option<DataType> {
    let (first, others) = types.split_first()?;
    others.iter().try_fold((*first).clone(), |common, kind| type_union_coercion(&common, kind))
}

fn with_floats(input: &Arc<LogicalPlan>, types: &[DataType]) -> Result<Arc<LogicalPlan>> {
    let columns = input.schema().columns().into_iter().zip(input.schema().fields()).zip(types);
    let columns = columns.map(|((column, field), kind)| match field.data_type().is_decimal() && kind.is_floating() {
        true => as_float(Expr::Column(column), kind).alias(field.name()),
        false => Expr::Column(column),
    });
    let columns: Vec<Expr> = columns.collect();
    Ok(Arc::new(LogicalPlanBuilder::from(Arc::clone(input)).project(columns)?.build()?))
}

fn retyped(schema: &DFSchema, types: &[DataType]) -> Result<DFSchema> {
    let fields = schema.iter().zip(types).map(|((qualifier, field), kind)| {
        (qualifier.cloned(), Arc::new(Field::clone(field).with_data_type(kind.clone())))
    });
    DFSchema::new_with_metadata(fields.collect(), schema.metadata().clone())
}
