//! Answers compared with MetricFlow.
