"""Clearvana from nothing to a site, through a database: what each step takes.

Needs a MariaDB or MySQL that is there, with an empty database, and `mariadb` for the changes between two extractions.
Prints a Markdown table: elapsed and CPU seconds, peak memory of the process, bytes that it wrote. `cargo xtask bench`
starts a server and runs this at scale 1 and 10.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = ROOT / "demo/clearvana/dbt"
ADDED_ONLY = "usage_events=id,payments=id,invoice_items=id,subscription_changes=id,nps_responses=id"


def measure(command: list[str], **options) -> tuple[float, float, int]:
    """Elapsed seconds, CPU seconds and peak bytes of a command that must end well."""
    started = time.monotonic()
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen(command, stdout=nothing, **options)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def size(folder: pathlib.Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True, help="folder of martlet and clearvana-generator")
    parser.add_argument("--dbt", type=pathlib.Path, required=True)
    parser.add_argument("--app", type=pathlib.Path, required=True, help="the built web app")
    parser.add_argument("--port", required=True, help="of the server, on loopback, root without a password")
    parser.add_argument("--database", default="clearvana")
    parser.add_argument("--scale", required=True)
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--dir", type=pathlib.Path, required=True, help="an empty folder to work in")
    arguments = parser.parse_args()

    work = arguments.dir
    work.mkdir(parents=True, exist_ok=True)
    if any(work.iterdir()):
        sys.exit(f"{work} is not empty")
    martlet, generator = str(arguments.bin / "martlet"), str(arguments.bin / "clearvana-generator")
    client = ["mariadb", "--no-defaults", "--user=root", "--host=127.0.0.1", f"--port={arguments.port}", "--batch"]
    address = f"mysql://root@127.0.0.1:{arguments.port}/{arguments.database}"
    company = ["--scale", arguments.scale, "--as-of", arguments.as_of]
    raw, marts, site, state = work / "raw", work / "marts", work / "site", work / "state.json"
    marts.mkdir()
    environment = os.environ | {
        "CLEARVANA_RAW": str(raw),
        "CLEARVANA_MARTS": str(marts),
        "CLEARVANA_WAREHOUSE": str(work / "clearvana.duckdb"),
        "DBT_TARGET_PATH": str(work / "dbt-target"),
        "DBT_LOG_PATH": str(work / "dbt-logs"),
        "DO_NOT_TRACK": "1",
    }

    def extract(*more: str) -> list[str]:
        return [martlet, "extract", "--from", address, "--out", str(raw), *more]

    def dbt(*words: str) -> list[str]:
        return [os.path.abspath(arguments.dbt), *words, "--quiet", "--project-dir", ".", "--profiles-dir", "."]

    def database_size() -> int:
        sql = (
            "select sum(data_length + index_length) from information_schema.tables "
            f"where table_schema = '{arguments.database}'"
        )
        return int(subprocess.check_output([*client, "--skip-column-names", "-e", sql]))

    rows: list[tuple[str, tuple[float, float, int], int]] = []
    incremental = ["--since-state", str(state), "--watermark", ADDED_ONLY]
    in_project = {"cwd": PROJECT, "env": environment}

    took = measure([generator, *company, "--out", str(work / "generated")], stderr=subprocess.DEVNULL)
    rows.append(("generate Parquet", took, size(work / "generated")))
    took = measure([martlet, "demo", "load", "--to", address, *company])
    rows.append(("`martlet demo load` (draws and loads)", took, database_size()))
    took = measure(extract(*incremental))
    rows.append(("`martlet extract`, everything", took, size(raw)))
    took = measure(dbt("build"), **in_project)
    rows.append(("`dbt build`, empty warehouse, with all tests", took, size(marts)))
    subprocess.run(dbt("docs", "generate"), check=True, stdout=subprocess.DEVNULL, **in_project)
    build = [martlet, "build", "--project", str(PROJECT), "--target-dir", environment["DBT_TARGET_PATH"]]
    took = measure([*build, "--marts", str(marts), "--app", str(arguments.app), "--out", str(site)])
    rows.append(("`martlet build`", took, size(site / "data")))
    with open(ROOT / "tests/database/changes.sql", encoding="utf-8") as changes:
        subprocess.run([*client, arguments.database], stdin=changes, check=True)
    took = measure(extract(*incremental))
    rows.append(("`martlet extract`, what changed", took, size(raw)))
    took = measure(dbt("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"), **in_project)
    rows.append(("`dbt build` again, without tests", took, size(marts)))

    print(f"\n| scale {arguments.scale} | elapsed | CPU | peak memory | bytes |\n|---|---|---|---|---|")
    for name, (elapsed, cpu, peak), written in rows:
        print(f"| {name} | {elapsed:.1f} s | {cpu:.1f} s | {peak / 1e6:.0f} MB | {written / 1e6:.1f} MB |")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\nLoad of the machine at the end (1, 5, 15 minutes): {load}\n")


if __name__ == "__main__":
    main()
