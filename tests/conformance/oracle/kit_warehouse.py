"""Puts the tables of the MetricFlow kit into a DuckDB file, where its manifests look for them.

In: the kit's folder (tables/<group>/<table>.parquet). Out: a DuckDB file with one table each in the schema mf_kit; the
file must be called kit.duckdb, since the manifests name the database kit. An existing file is replaced.

Exit codes: 0 done; 2 bad usage or input.

Example:
  python tests/conformance/oracle/kit_warehouse.py --kit ../shared/conformance/metricflow --out target/kit/kit.duckdb
"""

from __future__ import annotations

import argparse
import pathlib
import sys

BAD_INPUT = 2
SCHEMA = "mf_kit"
NAME = "kit.duckdb"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kit", type=pathlib.Path, required=True, help="the kit's folder")
    parser.add_argument("--out", type=pathlib.Path, required=True, help=f"the file, called {NAME}")
    arguments = parser.parse_args()
    tables = sorted(arguments.kit.glob("tables/*/*.parquet"))
    if not tables or arguments.out.name != NAME:
        what = f"the file must be called {NAME}" if tables else f"there is no table in {arguments.kit}"
        print(f"error: {what}", file=sys.stderr)
        return BAD_INPUT

    import duckdb

    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.unlink(missing_ok=True)
    with duckdb.connect(str(arguments.out)) as connection:
        connection.execute(f"create schema {SCHEMA}")
        for table in tables:
            path = str(table).replace("'", "''")
            connection.execute(f"""create table {SCHEMA}."{table.stem}" as from read_parquet('{path}')""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
