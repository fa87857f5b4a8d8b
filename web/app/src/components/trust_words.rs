//! The words for trust, freshness and tests: one place, so that every page says the same.

use martlet_site::catalog::{FreshnessStatus, TestStatus, TrustState};

use super::icon::IconName;

pub fn state_words(state: TrustState) -> &'static str {
    match state {
        TrustState::Official => "Official",
        TrustState::Late => "Official, late data",
        TrustState::Unverified => "Official, not verified",
        TrustState::Failing => "Official, a test upstream fails",
        TrustState::AdHoc => "Ad hoc",
    }
}

/// What the state means, in a sentence.
pub(super) fn state_meaning(state: TrustState) -> &'static str {
    match state {
        TrustState::Official => "Compiled from a dbt metric; its sources are fresh and every test upstream passed.",
        TrustState::Late => "Compiled from a dbt metric; a source upstream is later than its threshold.",
        TrustState::Unverified => "Compiled from a dbt metric; nobody measured freshness or ran the tests.",
        TrustState::Failing => "Compiled from a dbt metric; a test upstream failed or could not run.",
        TrustState::AdHoc => "Not compiled from a dbt metric, so nobody stands for its definition.",
    }
}

pub(super) fn state_icon(state: TrustState) -> IconName {
    match state {
        TrustState::Official => IconName::Check,
        TrustState::Late => IconName::Late,
        TrustState::Unverified => IconName::Question,
        TrustState::Failing => IconName::Warning,
        TrustState::AdHoc => IconName::AdHoc,
    }
}

pub(super) fn state_class(state: TrustState) -> &'static str {
    match state {
        TrustState::Official => "trust-official",
        TrustState::Late => "trust-late",
        TrustState::Unverified => "trust-unverified",
        TrustState::Failing => "trust-failing",
        TrustState::AdHoc => "trust-adhoc",
    }
}

pub fn freshness_words(status: FreshnessStatus) -> &'static str {
    match status {
        FreshnessStatus::Pass => "fresh",
        FreshnessStatus::Warn => "late",
        FreshnessStatus::Error => "too late",
        FreshnessStatus::RuntimeError => "dbt could not measure it",
        FreshnessStatus::NotMeasured => "not measured",
    }
}

pub fn test_words(status: TestStatus) -> &'static str {
    match status {
        TestStatus::Pass => "passed",
        TestStatus::Warn => "warned",
        TestStatus::Fail => "failed",
        TestStatus::Error => "could not run",
        TestStatus::Skipped => "skipped",
        TestStatus::NotRun => "not run",
    }
}
