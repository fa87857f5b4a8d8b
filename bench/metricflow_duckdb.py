"""Times Martlet's SQL in DataFusion beside MetricFlow's SQL in DuckDB, request by request, on the same Parquet files.

Both run on this machine in one go, each request the same number of times after a warm-up; the fastest run counts.
Martlet's engine reads tables in shares, on all cores; DuckDB is timed with one thread and with all.
Prints Markdown: the medians of the ratios, and every request that took more than twice as long.

Example:
  python bench/metricflow_duckdb.py --martlet target/dist/martlet --scale-dir target/bench/scale10
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/conformance/oracle"))
RUNS = 5
REQUESTS = [ROOT / "tests/conformance/clearvana_requests.json", ROOT / "bench/filters_by_metric.json"]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--martlet", type=pathlib.Path, required=True, help="a release build of the binary")
    parser.add_argument("--scale-dir", type=pathlib.Path, required=True, help="marts, dbt-target and clearvana.duckdb")
    parser.add_argument("--requests", type=pathlib.Path, nargs="+", default=REQUESTS, help="files of requests")
    parser.add_argument("--details", type=pathlib.Path, help="file for every request's times, as JSON")
    return parser.parse_args()


def martlet_times(arguments: argparse.Namespace, cases: list[dict]) -> dict[str, dict]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as requests:
        json.dump(cases, requests)
        requests.flush()
        command = [
            arguments.martlet, "query", "--requests", requests.name, "--timings", str(RUNS),
            "--semantic-manifest", arguments.scale_dir / "dbt-target/semantic_manifest.json",
            "--tables", arguments.scale_dir / "marts",
        ]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line["name"]: line for line in map(json.loads, output.splitlines())}


class DuckDb:
    """MetricFlow's SQL, run and timed."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from metricflow_oracle import Oracle

        scale = arguments.scale_dir.resolve()
        os.environ["CLEARVANA_MARTS"] = str(scale / "marts")
        self._oracle = Oracle(scale / "dbt-target/semantic_manifest.json", scale / "clearvana.duckdb", most_rows=None)
        self._connection = self._oracle._connection

    def times(self, request: dict, threads: list[int]) -> tuple[int, dict[int, float]]:
        answer = self._oracle.answer(request)
        fastest = {}
        for count in threads:
            self._connection.execute(f"set threads = {count}")
            runs = []
            for _ in range(RUNS + 1):
                started = time.perf_counter()
                self._connection.execute(answer["sql"]).fetchall()
                runs.append((time.perf_counter() - started) * 1e3)
            fastest[count] = min(runs[1:])
        return len(answer["rows"]), fastest


def main() -> int:
    arguments = parse_arguments()
    files = [json.loads(file.read_text()) for file in arguments.requests]
    cases = [case for file in files for case in file if not case.get("refused")]
    cores = os.cpu_count() or 1
    threads = sorted({1, cores})
    print("Martlet…", file=sys.stderr)
    ours = martlet_times(arguments, cases)
    duckdb = DuckDb(arguments)
    rows = []
    for number, case in enumerate(cases, start=1):
        name, answer = case["name"], ours[case["name"]]
        if "error" in answer:
            print(f"{name}: {answer['error']['code']}", file=sys.stderr)
            continue
        count, theirs = duckdb.times(case["request"], threads)
        if count != len(answer["rows"]):
            raise SystemExit(f"{name}: {len(answer['rows'])} rows, MetricFlow has {count}")
        rows.append({"name": name, "martlet": answer["run_ms"], "compile": answer["compile_ms"], "duckdb": theirs})
        print(f"{number}/{len(cases)} {name}", file=sys.stderr)
    if arguments.details:
        arguments.details.write_text(json.dumps(rows, indent=1))
    print(f"\n{len(rows)} requests, fastest of {RUNS} runs.\n")
    print("| DuckDB's threads | median ratio | over 2× | Martlet, sum | DuckDB, sum |\n|---|---|---|---|---|")
    for count in threads:
        ratios = [row["martlet"] / row["duckdb"][count] for row in rows]
        total = sum(row["duckdb"][count] for row in rows)
        over = sum(ratio > 2 for ratio in ratios)
        ours_total = sum(row["martlet"] for row in rows)
        print(f"| {count} | {statistics.median(ratios):.2f} | {over} | {ours_total:.0f} ms | {total:.0f} ms |")
    print(f"\nMedian time to compile a request to SQL: {statistics.median(row['compile'] for row in rows):.2f} ms.\n")
    print(f"| over 2× | Martlet, ms | DuckDB, {cores} threads, ms | ratio |\n|---|---|---|---|")
    for row in sorted(rows, key=lambda row: -row["martlet"] / row["duckdb"][cores]):
        ratio = row["martlet"] / row["duckdb"][cores]
        if ratio > 2:
            print(f"| {row['name']} | {row['martlet']:.1f} | {row['duckdb'][cores]:.1f} | {ratio:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
