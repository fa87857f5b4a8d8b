"""Compares composed answers with the truth: metrics computed from the Parquet tables by hand-written SQL in DuckDB, put
together in Python.

`check.py` compares composed requests with plain ones; here nothing of ours is asked twice.

Exit codes: 0 all are equal; 1 some differ; 2 bad usage.

Example:
  python tests/composed/truth.py --martlet martlet --project awkward --tables target/awkward/tables \\
      --semantic-manifest target/awkward/dbt-target/semantic_manifest.json
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import pathlib
import subprocess
import sys
from fractions import Fraction

from compose import Case, Composer
from parts import parts
from tables import Tables, cell_text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--martlet", type=pathlib.Path, required=True)
    parser.add_argument("--semantic-manifest", type=pathlib.Path, required=True)
    parser.add_argument("--tables", type=pathlib.Path, required=True)
    parser.add_argument("--project", choices=["awkward", "company"], required=True)
    arguments = parser.parse_args()
    project = importlib.import_module(f"{arguments.project}_cases")
    tables = Tables(arguments.tables)
    changes = importlib.import_module(f"{arguments.project}_changes").CASES
    answers = ask(arguments, [case.request for case in [*project.CASES, *(case for case, _ in changes)]])
    composer = Composer(tables, project.METRICS)
    wrong = []
    for case, answer in zip(project.CASES, answers, strict=False):
        wrong += difference(case, answer, composer.rows(case))
    for (case, dimensions), answer in zip(changes, answers[len(project.CASES):], strict=True):
        metric = project.METRICS[case.request["metrics"][0]]
        expected = {dimension: parts(tables, metric, dimension, case) for dimension in dimensions}
        wrong += contribution_difference(case, answer, expected)
    print(f"{len(project.CASES)} composed requests and {len(changes)} contributions compared, {len(wrong)} differences")
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 0


def ask(arguments: argparse.Namespace, requests: list[dict]) -> list[dict]:
    command = [arguments.martlet, "query", "--semantic-manifest", arguments.semantic_manifest, "--tables", arguments.tables]
    text = json.dumps([{"name": str(at), "request": request} for at, request in enumerate(requests)])
    output = subprocess.run(
        [*map(str, command), "--requests", "-"], input=text, check=True, capture_output=True, text=True
    ).stdout
    return [json.loads(line) for line in output.splitlines()]


def objects(answer: dict) -> list[dict]:
    names = [column["name"] for column in answer["columns"]]
    return [dict(zip(names, row, strict=True)) for row in answer["rows"]]


def difference(case: Case, answer: dict, expected: list[dict]) -> list[str]:
    if "error" in answer:
        return [f"{case.name}: {answer['error']['message']}"]
    found = objects(answer)
    keys = [item for item in case.request["group_by"]]
    keys += [name for name in (found or expected or [{}])[0] if name.endswith("__is_other") or name == "grouping"]
    keys += [f"{item}__compared" for item in case.request["group_by"] if item.startswith("metric_time") and case.compared]
    if "order_by" not in case.request:
        found, expected = sorted(found, key=by(keys)), sorted(expected, key=by(keys))
    if len(found) != len(expected):
        return [f"{case.name}: {len(found)} rows, expected {len(expected)}: {found[:4]} / {expected[:4]}"]
    for row, right in zip(found, expected, strict=True):
        for name in {**right, **row}:
            if not same(row.get(name, "missing"), right.get(name, "missing"), name in keys):
                return [f"{case.name}: {name} is {row.get(name, 'missing')}, expected {right.get(name, 'missing')} in {right}"]
    return []


def by(keys: list[str]):
    return lambda row: [(row[name] is None, cell_text(row[name]) or "") for name in keys]


def same(found: object, expected: object, is_key: bool) -> bool:
    if is_key:
        return cell_text(found) == cell_text(expected)
    if isinstance(found, bool) or isinstance(expected, bool) or found is None or expected is None:
        return found is expected or found == expected
    if isinstance(found, str) or isinstance(expected, str):
        return str(found) == str(expected)
    return math.isclose(float(found), float(expected), rel_tol=1e-9, abs_tol=1e-9)


def contribution_difference(case: Case, answer: dict, expected: dict[str, dict]) -> list[str]:
    if "error" in answer:
        return [f"{case.name}: {answer['error']['message']}"]
    rows, wrong = objects(answer), []

    def check(what: str, found: object, right: Fraction | None) -> None:
        if not same(found, None if right is None else float(right), is_key=False):
            wrong.append(f"{case.name}: {what} is {found}, expected {right if right is None else float(right)}")

    order = [name for at, name in enumerate(row["dimension"] for row in rows) if at == 0 or rows[at - 1]["dimension"] != name]
    # Where two are equally concentrated, rounding decides.
    ranks = [round(float(expected[name]["concentration"] or -1), 9) for name in order]
    if sorted(order) != sorted(expected) or ranks != sorted(ranks, reverse=True):
        wrong.append(f"{case.name}: dimensions {order} of concentrations {ranks}")
    for dimension, right in expected.items():
        own = [row for row in rows if row["dimension"] == dimension]
        shown = case.request["contribution"].get("values", len(right["values"]))
        ranked = sorted(
            right["values"].items(),
            key=lambda item: (item[1]["contribution"] is None, -abs(item[1]["contribution"] or 0), item[0] is None, item[0] or ""),
        )
        values = [row for row in own if row["part"] == "value"]
        if [row["value"] for row in values] != [value for value, _ in ranked[:shown]]:
            wrong.append(f"{case.name}: {dimension} has {[row['value'] for row in values]}, expected {ranked[:shown]}")
            continue
        for row, (value, part) in zip(values, ranked, strict=False):
            for name, amount in part.items():
                amount = amount if amount is None else Fraction(amount)
                check(f"{name} of {dimension} {value}", row.get(name), amount)
        sums = [part["contribution"] for _, part in ranked if part["contribution"] is not None]
        rest = [part["contribution"] for _, part in ranked[shown:] if part["contribution"] is not None]
        by_part = {row["part"]: row["contribution"] for row in own if row["part"] != "value"}
        if len(ranked) > shown:
            check(f"rest of {dimension}", by_part.get("rest"), sum(rest) if rest else None)
        check(f"total of {dimension}", by_part["total"], right["total"])
        residual = None if right["total"] is None else right["total"] - sum(sums, Fraction(0))
        check(f"residual of {dimension}", by_part["residual"], residual)
        check(f"concentration of {dimension}", own[0]["concentration"], right["concentration"])
    return wrong


if __name__ == "__main__":
    sys.exit(main())
