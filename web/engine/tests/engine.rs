//! The engine's native cases once more, in Chromium's dedicated worker.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that fails panics")]

#[path = "../../../crates/martlet-engine/tests/cases/mod.rs"]
mod cases;

use std::sync::Arc;

use cases::{Fixture, decimals, filters, functions, names, operators, reading, refusals};
use martlet_browser::engine_side::WorkerHost;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

macro_rules! cases {
    ($($module:ident :: $name:ident),* $(,)?) => {
        $(
            #[wasm_bindgen_test]
            async fn $name() {
                $module::$name(&Fixture::open(Arc::new(WorkerHost))).await;
            }
        )*
    };
}

cases!(
    decimals::literals_are_decimals,
    decimals::decimals_meet_other_numbers,
    decimals::functions_take_decimals,
    decimals::decimals_without_room_are_errors,
    decimals::decimals_choose_row_groups,
    filters::totals_are_filtered_above,
    filters::keys_of_totals_are_filtered_above,
    filters::totals_by_row_are_right_or_refused,
    filters::volatile_conditions_are_met_where_they_stand,
    functions::functions_are_duckdbs,
    functions::functions_take_columns,
    functions::what_duckdb_refuses_is_refused,
    names::columns_are_named_as_they_were_written,
    names::columns_without_a_name_can_be_used,
    operators::aggregates_agree_with_arithmetic,
    operators::unions_join_their_inputs,
    operators::joins_of_every_kind,
    operators::windows_sorts_and_recursion,
    operators::plans_and_catalog_can_be_shown,
    operators::types_cross_as_plain_arrow,
    operators::numbers_that_do_not_fit_are_errors,
    operators::casts_and_operators_are_duckdbs,
    reading::counts_come_from_the_footers,
    reading::only_the_needed_columns_and_row_groups_are_read,
    reading::what_was_read_is_not_read_again,
    reading::a_table_without_rows_is_a_table,
    reading::long_results_are_cut_and_say_so,
    reading::a_heavy_query_can_be_cancelled,
    reading::a_cancelled_query_does_not_start,
    reading::a_query_that_never_ends_times_out,
    reading::queries_run_side_by_side,
    reading::progress_can_be_watched,
    refusals::what_writes_is_refused,
    refusals::only_registered_tables_can_be_read,
    refusals::errors_say_what_is_near,
    refusals::functions_that_are_not_there_are_named,
    refusals::comparisons_name_the_column,
    refusals::syntax_of_duckdb_that_is_not_read_is_named,
    refusals::errors_lie_in_expressions,
    refusals::depth_is_limited,
    refusals::long_flat_conditions_work,
);

#[wasm_bindgen_test]
async fn memory_has_a_limit() {
    reading::memory_has_a_limit(Arc::new(WorkerHost)).await;
}
