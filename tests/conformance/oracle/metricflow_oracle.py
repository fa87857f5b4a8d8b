"""Answers metric requests with MetricFlow, as known-good answers for the conformance tests.

In: a dbt project that has been built (its target/semantic_manifest.json and its DuckDB warehouse) and a JSON array
of {"name", "request", "refused"?}, or a folder of such files. Out: one JSON line for each request,
{"name", "columns": [{"name", "type"}], "rows": [[...]], "sql"} or {"name", "error"}.
MetricFlow is loaded once and writes the SQL; DuckDB runs it. The warehouse is opened read-only.
With --serve, requests come as JSON lines on standard input, and each is answered on standard output before the next.
With --most-rows, an answer of more rows than that is an error, TooLargeError.

Exit codes: 0 every request was answered, and those marked "refused" were refused; 1 otherwise; 2 bad usage or input.

Example:
  python tests/conformance/oracle/metricflow_oracle.py --project demo/clearvana/dbt \
    --requests tests/conformance/clearvana_requests.json --out target/demo/metricflow_answers.jsonl
"""

from __future__ import annotations

import argparse
import datetime
import decimal
import json
import logging
import os
import pathlib
import sys
import time

BAD_INPUT = 2


class InputError(Exception):
    """A file that is missing or that cannot be read as what it should be."""


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--project", type=pathlib.Path, required=True, help="folder of the dbt project")
    parser.add_argument(
        "--requests", type=pathlib.Path, help="JSON array of requests, or a folder of such files"
    )
    parser.add_argument("--out", type=pathlib.Path, help="file for the answers")
    parser.add_argument("--serve", action="store_true", help="answer lines of standard input instead")
    parser.add_argument(
        "--warehouse",
        type=pathlib.Path,
        help="DuckDB file; CLEARVANA_WAREHOUSE or target/demo/clearvana.duckdb of the checkout unless given",
    )
    parser.add_argument(
        "--semantic-manifest",
        type=pathlib.Path,
        help="target/semantic_manifest.json of the project (or in DBT_TARGET_PATH) unless given",
    )
    parser.add_argument("--most-rows", type=int, help="an answer of more rows is not written")
    parser.add_argument("--only", help="run only the requests whose names contain this text")
    arguments = parser.parse_args()
    if not arguments.serve and not (arguments.requests and arguments.out):
        parser.error("--requests and --out are needed, or --serve")
    return arguments


def warehouse_path(arguments: argparse.Namespace) -> pathlib.Path:
    if arguments.warehouse:
        return arguments.warehouse.resolve()
    from_environment = os.environ.get("CLEARVANA_WAREHOUSE", "../../../target/demo/clearvana.duckdb")
    return (arguments.project / from_environment).resolve()


def manifest_path(arguments: argparse.Namespace) -> pathlib.Path:
    if arguments.semantic_manifest:
        return arguments.semantic_manifest.resolve()
    target = os.environ.get("DBT_TARGET_PATH", "target")
    return (arguments.project / target / "semantic_manifest.json").resolve()


def read_requests(path: pathlib.Path) -> list[dict]:
    """The requests of a file, or of every JSON file of a folder."""
    if path.is_dir():
        return [case for file in sorted(path.glob("*.json")) for case in read_requests(file)]
    try:
        cases = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    if not isinstance(cases, list) or not all(
        isinstance(case, dict) and "name" in case and "request" in case for case in cases
    ):
        raise InputError(f'{path} must hold an array of objects with "name" and "request"')
    return cases


class NotRunError(Exception):
    """SQL of MetricFlow's that DuckDB does not run: neither an answer nor a refusal."""


class TooLargeError(Exception):
    """An answer of more rows than were asked for."""


class Oracle:
    """MetricFlow over one semantic manifest and one warehouse."""

    def __init__(self, manifest: pathlib.Path, warehouse: pathlib.Path, most_rows: int | None) -> None:
        # MetricFlow logs a failed optimisation with its traceback and goes on without it. What it cannot answer it
        # raises, and that is an answer here; so nothing is hidden.
        logging.getLogger("metricflow").setLevel(logging.CRITICAL)
        logging.getLogger("metricflow_semantics").setLevel(logging.CRITICAL)

        import duckdb
        from metricflow.engine.metricflow_engine import MetricFlowEngine
        from metricflow.protocols.sql_client import SqlEngine
        from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
        from metricflow_semantics.model.dbt_manifest_parser import (
            parse_manifest_from_dbt_generated_manifest,
        )
        from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

        class Renderer:
            """What MetricFlow needs to know of a database in order to write SQL for it."""

            sql_engine_type = SqlEngine.DUCKDB
            sql_plan_renderer = DuckDbSqlPlanRenderer()

        for path in (manifest, warehouse):
            if not path.is_file():
                raise InputError(f"there is no {path}; run dbt build first")
        semantic_manifest = parse_manifest_from_dbt_generated_manifest(
            manifest_json_string=manifest.read_text(encoding="utf-8")
        )
        self._engine = MetricFlowEngine(
            semantic_manifest_lookup=SemanticManifestLookup(semantic_manifest), sql_client=Renderer()
        )
        self._connection = duckdb.connect(str(warehouse), read_only=True)
        self._connection.execute("set TimeZone = 'UTC'")
        self._most_rows = most_rows

    def answer(self, request: dict) -> dict:
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest, OutputColumnOrderMode

        start, end = request.get("time_constraint") or (None, None)
        query = MetricFlowQueryRequest.create(
            saved_query_name=request.get("saved_query"),
            metric_names=request.get("metrics") or None,
            group_by_names=[group_by_name(item) for item in request.get("group_by") or []] or None,
            where_constraints=request.get("where") or None,
            order_by_names=request.get("order_by") or None,
            limit=request.get("limit"),
            time_constraint_start=start and datetime.datetime.fromisoformat(start),
            time_constraint_end=end and datetime.datetime.fromisoformat(end),
            min_max_only=request.get("min_max_only", False),
            apply_group_by=request.get("apply_group_by", True),
            output_column_order_mode=OutputColumnOrderMode.INPUT_ORDER,
        )
        sql = self._engine.explain(query).sql_statement.without_descriptions.sql
        try:
            result = self._connection.execute(sql)
        except Exception as error:
            raise NotRunError(f"{type(error).__name__}: {error}") from error
        columns = [{"name": column[0], "type": str(column[1])} for column in result.description]
        fetched = result.fetchall() if self._most_rows is None else result.fetchmany(self._most_rows + 1)
        if self._most_rows is not None and len(fetched) > self._most_rows:
            raise TooLargeError(f"more than {self._most_rows} rows")
        rows = [[plain(value) for value in row] for row in fetched]
        return {"columns": columns, "rows": rows, "sql": sql}


def group_by_name(item: str | dict) -> str:
    if isinstance(item, str):
        return item
    if item.get("dunder"):
        return item["dunder"]
    # Date parts have no dundered name; the template's form is the other one that MetricFlow reads.
    # A name holds one entity; those before it are an argument of their own.
    links = item["name"].split("__")
    words = [repr("__".join(links[-2:]))]
    if item.get("grain"):
        words.append(repr(item["grain"]))
    if item.get("date_part"):
        words.append(f"date_part_name={item['date_part']!r}")
    if links[:-2]:
        words.append(f"entity_path={links[:-2]!r}")
    return f"TimeDimension({', '.join(words)})"


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [""])[0][:200]


def plain(value: object) -> object:
    """A value as JSON has it: times as ISO text without zone, decimals as numbers."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, datetime.date):
        return f"{value.isoformat()}T00:00:00"
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def run(arguments: argparse.Namespace) -> int:
    if arguments.serve:
        return serve(arguments)
    cases = read_requests(arguments.requests)
    if arguments.only:
        cases = [case for case in cases if arguments.only in case["name"]]
    if not cases:
        raise InputError("there is no request to answer")
    out = arguments.out.resolve()
    oracle = Oracle(manifest_path(arguments), warehouse_path(arguments), arguments.most_rows)
    # Views of the marts name their files relative to the project unless CLEARVANA_MARTS is absolute.
    os.chdir(arguments.project)
    out.parent.mkdir(parents=True, exist_ok=True)
    failures = 0
    with out.open("w", encoding="utf-8") as lines:
        for number, case in enumerate(cases, start=1):
            started = time.perf_counter()
            must_be_refused = bool(case.get("refused"))
            try:
                answer = oracle.answer(case["request"])
                outcome, is_failure = f"{len(answer['rows'])} rows", must_be_refused
            except Exception as error:  # MetricFlow and DuckDB raise many types; each is an answer here.
                answer = {"error": f"{type(error).__name__}: {error}"}
                outcome = "refused" if must_be_refused else f"error: {first_line(error)}"
                is_failure = not must_be_refused
            failures += is_failure
            lines.write(json.dumps({"name": case["name"], **answer}, ensure_ascii=False) + "\n")
            elapsed = time.perf_counter() - started
            # A log needs no line for each answer that is as it should be.
            if is_failure or sys.stderr.isatty() or number % 100 == 0 or number == len(cases):
                print(f"{number}/{len(cases)} {case['name']}: {outcome}, {elapsed:.2f} s", file=sys.stderr)
    return 1 if failures else 0


def serve(arguments: argparse.Namespace) -> int:
    """Answers lines until there are no more. Only answers go to standard output."""
    oracle = Oracle(manifest_path(arguments), warehouse_path(arguments), arguments.most_rows)
    os.chdir(arguments.project)
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        case = json.loads(line)
        try:
            answer = oracle.answer(case["request"])
        except Exception as error:  # As above: each is an answer.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"name": case["name"], **answer}, ensure_ascii=False), file=answers, flush=True)
    return 0


def main() -> int:
    arguments = parse_arguments()
    try:
        return run(arguments)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
