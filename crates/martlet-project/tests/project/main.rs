//! A small dbt project, changed in one place by each test.

mod checks;
mod reading;
mod shop;
mod trust;
