//! `epoch_ms`, `epoch_us`, `epoch_ns`: time since 1970 as a whole number; `epoch_ms` of a whole number is the moment.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, PrimitiveArray},
    compute::kernels::arity::try_unary,
    datatypes::{DataType, Int64Type, IntervalMonthDayNanoType, TimestampMicrosecondType},
    error::ArrowError,
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind, MOMENT},
    each::argument,
    interval_length::length,
};

pub(super) const EPOCH_MS: Declared = Declared {
    name: "epoch_ms",
    takes: &[&[Kind::Moment], &[Kind::Interval], &[Kind::Whole]],
    gives: |types| if types == [DataType::Int64] { MOMENT } else { DataType::Int64 },
    compute: |arrays| match argument(arrays, 0)?.data_type() {
        DataType::Int64 => moments(arrays),
        _ => since(arrays, |microseconds| Some(microseconds.div_euclid(1_000))),
    },
};

pub(super) const EPOCH_US: Declared = Declared {
    name: "epoch_us",
    takes: &[&[Kind::Moment], &[Kind::Interval]],
    gives: |_| DataType::Int64,
    compute: |arrays| since(arrays, Some),
};

pub(super) const EPOCH_NS: Declared = Declared {
    name: "epoch_ns",
    takes: &[&[Kind::Moment], &[Kind::Interval]],
    gives: |_| DataType::Int64,
    compute: |arrays| since(arrays, |microseconds| microseconds.checked_mul(1_000)),
};

fn since(arrays: &[ArrayRef], unit: fn(i64) -> Option<i64>) -> Result<ArrayRef> {
    let times = argument(arrays, 0)?;
    let in_unit = |microseconds: Option<i64>| {
        microseconds.and_then(unit).ok_or_else(|| too_far("the time since 1970 does not fit into a whole number"))
    };
    let counted: PrimitiveArray<Int64Type> = match times.data_type() {
        DataType::Timestamp(..) => {
            try_unary(times.as_primitive::<TimestampMicrosecondType>(), |time| in_unit(Some(time)))?
        }
        _ => try_unary(times.as_primitive::<IntervalMonthDayNanoType>(), |interval| in_unit(length(interval)))?,
    };
    Ok(Arc::new(counted))
}

fn moments(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let moments: PrimitiveArray<TimestampMicrosecondType> =
        try_unary(argument(arrays, 0)?.as_primitive::<Int64Type>(), |milliseconds| {
            milliseconds.checked_mul(1_000).ok_or_else(|| too_far("no moment is so many milliseconds from 1970"))
        })?;
    Ok(Arc::new(moments))
}

fn too_far(message: &str) -> ArrowError {
    ArrowError::ComputeError(message.to_owned())
}
