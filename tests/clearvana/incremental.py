"""Shows that an incremental run of dbt ends with the marts that a full refresh gives.

In: a company that was built from nothing. A copy of it is first built as it was ten days before its end, with rows that
were deleted, corrected and back-filled since; then its raw data becomes the company's, and dbt runs again on the same
warehouse. Every mart must then hold the company's rows, the usage must have been added to and not made anew, and
the snapshots must hold both what a row was and what it is.

Exit codes: 0 all are equal; 1 something differs; 2 bad usage.

Example:
  python tests/clearvana/incremental.py --dbt target/venv/bin/dbt --project demo/clearvana/dbt \
    --raw target/test/raw --marts target/test/marts --work target/test/incremental
"""

from __future__ import annotations

import argparse
import pathlib
import shutil
import sys

import duckdb
from company import Company

USAGE = "model.clearvana.int_usage_events"
DAYS_BEFORE = 10
# Ids that no row of the company has.
DELETED_ID = 900_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("dbt", "project", "raw", "marts", "work"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    company = Company(arguments.dbt, arguments.project, arguments.work)
    tables = sorted(arguments.raw.glob("*.parquet"))
    if not tables:
        raise SystemExit(f"there is no raw data in {arguments.raw}")

    for table in tables:
        shutil.copy(table, company.raw)
    go_back(company.raw)
    company.dbt("build", "--exclude-resource-type", "test", "unit_test")
    earlier = {name: count(company.marts / name) for name in ("fact_usage.parquet", "fact_subscription.parquet")}

    for table in tables:
        shutil.copy(table, company.raw)
    company.dbt("build")
    wrong = different_marts(arguments.marts, company.marts)
    for name, before in earlier.items():
        if before == count(company.marts / name):
            wrong.append(f"{name}: the second run changed nothing, so it proves nothing")
    wrong += rebuilt(company)
    wrong += bad_snapshots(company)
    print(f"{len(list(arguments.marts.glob('*.parquet')))} marts compared, {len(wrong)} findings")
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 0


def go_back(raw: pathlib.Path) -> None:
    """Rewrites some tables to what they held ten days before the end, before rows were corrected, added and deleted."""
    connection = duckdb.connect()
    usage, subscriptions = f"'{raw}/usage_events.parquet'", f"'{raw}/subscriptions.parquet'"
    rewrite(connection, raw / "usage_events.parquet", f"""
        with kept as (
            select *
            from {usage}
            where
                received_at < (select max(received_at) - interval {DAYS_BEFORE} day from {usage})
                and id % 4001 <> 0  -- Back-filled since, with their old time of arrival.
        )
        select * replace (case when id % 5003 = 0 then event_count + 1 else event_count end as event_count) from kept
        union all
        select * replace (id + {DELETED_ID} as id) from kept where id % 6007 = 0
    """)
    rewrite(connection, raw / "subscriptions.parquet", f"""
        select * replace (
            case when id % 50 = 0 then discount_pct + 5 else discount_pct end as discount_pct,
            case when id % 50 = 0 then updated_at - interval 1 day else updated_at end as updated_at
        )
        from {subscriptions}
        union all
        select * replace (id + {DELETED_ID} as id)
        from {subscriptions}
        where started_at is null and trial_started_at is not null and id % 7 = 0
    """)


def rewrite(connection: duckdb.DuckDBPyConnection, path: pathlib.Path, query: str) -> None:
    new = path.with_suffix(".new")
    connection.execute(f"copy ({query}) to '{new}' (format parquet)")
    new.replace(path)


def count(mart: pathlib.Path) -> int:
    (rows,) = duckdb.execute(f"select count(*) from '{mart}'").fetchone()
    return rows


def different_marts(expected: pathlib.Path, found: pathlib.Path) -> list[str]:
    names = sorted({path.name for folder in (expected, found) for path in folder.glob("*.parquet")})
    if not names:
        return [f"there are no marts in {expected}"]
    wrong = []
    for name in names:
        left, right = expected / name, found / name
        if not left.is_file() or not right.is_file():
            wrong.append(f"{name}: only one of the runs wrote it")
            continue
        (missing,) = duckdb.execute(f"select count(*) from (from '{left}' except all from '{right}')").fetchone()
        (extra,) = duckdb.execute(f"select count(*) from (from '{right}' except all from '{left}')").fetchone()
        if missing or extra:
            wrong.append(f"{name}: {missing} rows of the full refresh are missing, {extra} are too many")
    return wrong


def rebuilt(company: Company) -> list[str]:
    """The statement that dbt ran for the usage: rows added to the table that was there."""
    path = company.artifacts / "run/clearvana/models/intermediate/int_usage_events.sql"
    statement = path.read_text(encoding="utf-8").lower()
    if company.results()[USAGE]["status"] != "success" or "insert into" not in statement or "create" in statement:
        return ["int_usage_events was not added to but made anew"]
    return []


def bad_snapshots(company: Company) -> list[str]:
    with duckdb.connect(str(company.folder / "clearvana.duckdb"), read_only=True) as warehouse:
        corrected, wrong_order, gone, total = warehouse.execute(f"""
            select
                count(*) filter (where discounts = 2),
                count(*) filter (where discounts = 2 and newest <> oldest - 5),
                count(*) filter (where subscription_id > {DELETED_ID} and open_rows = 0),
                count(*) filter (where subscription_id > {DELETED_ID})
            from (
                select
                    subscription_id,
                    count(distinct discount_pct) as discounts,
                    arg_min(discount_pct, dbt_valid_from) as oldest,
                    arg_max(discount_pct, dbt_valid_from) as newest,
                    count(*) filter (where dbt_valid_to is null) as open_rows
                from main_snapshots.snap_subscriptions
                group by 1
            )
        """).fetchone()
    wrong = []
    if not corrected or wrong_order:
        wrong.append(f"snap_subscriptions: {corrected} corrected rows kept, {wrong_order} in the wrong order")
    if not total or gone != total:
        wrong.append(f"snap_subscriptions: {gone} of {total} deleted rows are closed")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
