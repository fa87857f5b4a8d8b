//! Metric requests, validated, resolved, planned and printed as SQL.
