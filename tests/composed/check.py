"""Checks composed requests against plain ones, for every metric of a site.

Plain requests are compared with MetricFlow elsewhere; here each total, each "other", each side of a comparison and each
contribution must equal what plain requests give: totals are asked again without the group-by items, "other" with a
filter that leaves the largest value out, the other range as a range of its own. What a plain request refuses, the composed
one must refuse too.

Exit codes: 0 all are equal; 1 some differ; 2 bad usage.

Example:
  python tests/composed/check.py --martlet martlet --site target/test/site
"""

from __future__ import annotations

import argparse
import json
import math
import pathlib
import subprocess
import sys

MONTH, SEGMENT, COUNTRY = "metric_time__month", "customer__segment", "customer__country"
CURRENT, COMPARED = ["2026-05-01", "2026-10-31"], ["2025-11-01", "2026-04-30"]
PREVIOUS = {"kind": "previous_period"}
# What has no value without time has no total over it, and no change that could be split.
NEEDS_TIME = "MRT-S020"
REFUSED_AS = {NEEDS_TIME: ["MRT-S033", "MRT-S034"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--martlet", type=pathlib.Path, required=True)
    parser.add_argument("--site", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    site = Site(arguments.martlet, arguments.site)
    checks = Checks()
    metrics = site.metrics()
    answers = site.ask({(metric, name): request for metric in metrics for name, request in requests(metric).items()})
    others = site.ask({metric: without(metric, answers[metric, "largest"]["rows"][0][0])
                       for metric in metrics if answers[metric, "largest"].get("rows")})
    for metric in metrics:
        of = {name: answers[metric, name] for name in requests(metric)}
        check_totals(checks, metric, of)
        check_comparison(checks, metric, of)
        if metric in others:
            check_other(checks, metric, of, others[metric])
        check_contribution(checks, metric, of)
    print(f"{checks.right} checks of {len(metrics)} metrics right, {len(checks.wrong)} wrong, {checks.refused} refused alike")
    for line in checks.wrong:
        print(f"  {line}")
    return 1 if checks.wrong or not checks.right else 0


def requests(metric: str) -> dict[str, dict]:
    def ask(group_by: list[str], span: list[str] = CURRENT, **more: object) -> dict:
        return {"metrics": [metric], "group_by": group_by, "time_constraint": span, **more}

    return {
        "rows": ask([MONTH, SEGMENT]),
        "by_month": ask([MONTH]),
        "by_segment": ask([SEGMENT]),
        "total": ask([]),
        "compared_rows": ask([MONTH, SEGMENT], COMPARED),
        "compared_total": ask([], COMPARED),
        "by_country": ask([COUNTRY]),
        "compared_by_segment": ask([SEGMENT], COMPARED),
        "compared_by_country": ask([COUNTRY], COMPARED),
        "largest": ask([SEGMENT], order_by=[f"-{metric}", SEGMENT], limit=1),
        "totals": ask([MONTH, SEGMENT], totals="each"),
        "comparison": ask([MONTH, SEGMENT], comparison=PREVIOUS),
        "top": ask([MONTH, SEGMENT], top={"count": 1}),
        "contribution": ask([], comparison=PREVIOUS, contribution={"dimensions": [SEGMENT, COUNTRY]}),
    }


def without(metric: str, value: str | None) -> dict:
    dimension = f"{{{{ Dimension('{SEGMENT}') }}}}"
    condition = f"{dimension} is not null" if value is None else f"({dimension} <> '{value}' or {dimension} is null)"
    return {"metrics": [metric], "group_by": [MONTH], "time_constraint": CURRENT, "where": [condition]}


class Site:
    def __init__(self, martlet: pathlib.Path, site: pathlib.Path) -> None:
        self._command = [str(martlet), "query", "--site", str(site), "--requests", "-"]
        index = json.loads((site / "data/index.json").read_text(encoding="utf-8"))
        self._manifest = site / "data" / index["snapshot"] / "semantic_manifest.json"

    def metrics(self) -> list[str]:
        return [metric["name"] for metric in json.loads(self._manifest.read_text(encoding="utf-8"))["metrics"]]

    def ask(self, asked: dict) -> dict:
        text = json.dumps([{"name": str(key), "request": request} for key, request in asked.items()])
        output = subprocess.run(self._command, input=text, check=True, capture_output=True, text=True).stdout
        return dict(zip(asked, map(json.loads, output.splitlines()), strict=True))


class Checks:
    def __init__(self) -> None:
        self.right, self.refused, self.wrong = 0, 0, []

    def same(self, what: str, found: list, expected: list) -> None:
        """Rows, whose last cell is the value and whose other cells are the key."""
        found, expected = by_key(found), by_key(expected)
        keys = set(found) | set(expected)
        different = sorted(key for key in keys if not equal(found.get(key), expected.get(key)))
        if different:
            key = different[0]
            self.wrong.append(f"{what}: {key} is {found.get(key)}, expected {expected.get(key)} ({len(different)} differ)")
        else:
            self.right += 1

    def is_refused(self, what: str, composed: dict, plain: list[dict]) -> bool:
        if "error" not in composed:
            return False
        codes = [answer["error"]["code"] for answer in plain if "error" in answer]
        if any(composed["error"]["code"] in REFUSED_AS.get(code, [code]) for code in codes):
            self.refused += 1
        else:
            self.wrong.append(f"{what}: {composed['error']['message']}")
        return True


def by_key(rows: list) -> dict[str, object]:
    return {json.dumps(row[:-1]): row[-1] for row in rows if row[-1] is not None}


def equal(left: object, right: object) -> bool:
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)
    return left == right


def check_totals(checks: Checks, metric: str, of: dict) -> None:
    plain = [of[name] for name in ("rows", "by_month", "by_segment", "total")]
    if checks.is_refused(f"{metric}, totals", of["totals"], plain):
        return
    for grouping, (kept, answer) in enumerate(zip([[0, 1], [0], [1], []], plain, strict=True)):
        rows = [[row[place] for place in kept] + [row[3]] for row in of["totals"]["rows"] if row[2] == grouping]
        # What has no value without time has no rows here, or rows without a value.
        has_no_value = answer.get("error", {}).get("code") == NEEDS_TIME
        checks.same(f"{metric}, grouping {grouping}", rows, [] if has_no_value else answer["rows"])


def check_comparison(checks: Checks, metric: str, of: dict) -> None:
    if checks.is_refused(f"{metric}, comparison", of["comparison"], [of["rows"]]):
        return
    rows = of["comparison"]["rows"]
    checks.same(f"{metric}, current", [[row[0], row[1], row[5]] for row in rows], of["rows"]["rows"])
    checks.same(f"{metric}, compared", [[row[2], row[1], row[6]] for row in rows], of["compared_rows"]["rows"])


def check_other(checks: Checks, metric: str, of: dict, other: dict) -> None:
    rows = [[row[0], row[3]] for row in of["top"]["rows"] if row[2]]
    checks.same(f"{metric}, other", rows, other["rows"])


def check_contribution(checks: Checks, metric: str, of: dict) -> None:
    if checks.is_refused(f"{metric}, contribution", of["contribution"], [of["total"], of["by_segment"]]):
        return
    names = [column["name"] for column in of["contribution"]["columns"]]
    rows = [dict(zip(names, row, strict=True)) for row in of["contribution"]["rows"]]
    now, before = (of[name]["rows"][0][0] or 0 for name in ("total", "compared_total"))
    for dimension, name in [(SEGMENT, "by_segment"), (COUNTRY, "by_country")]:
        own = [row for row in rows if row["dimension"] == dimension]
        parts = sum(row["contribution"] or 0 for row in own if row["part"] != "total")
        if math.isclose(parts, now - before, rel_tol=1e-9, abs_tol=1e-9):
            checks.right += 1
        else:
            checks.wrong.append(f"{metric}, contribution {name}: {parts}, expected {now - before}")
        # Dimensions of one table are read together, and must have the values that each has alone.
        for side, plain in [("current", name), ("compared", f"compared_{name}")]:
            values = [[row["value"], row[side]] for row in own if row["part"] == "value"]
            checks.same(f"{metric}, contribution {name}, {side}", values, of[plain]["rows"])


if __name__ == "__main__":
    sys.exit(main())
