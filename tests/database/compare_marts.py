"""Compares two folders of marts: the same files, columns, types and rows, in whatever order.

With --differing it is the other way round: each mart that is named must differ, so that a comparison that sees
nothing is noticed.
"""

import argparse
import pathlib
import sys

import duckdb


def names(folder: pathlib.Path) -> set[str]:
    return {path.stem for path in folder.glob("*.parquet")}


def differences(connection: duckdb.DuckDBPyConnection, one: pathlib.Path, other: pathlib.Path) -> list[str]:
    """What two files do not have in common, in words."""
    columns = [
        [row[:2] for row in connection.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()]
        for path in (one, other)
    ]
    if columns[0] != columns[1]:
        return [f"columns {columns[0]} and {columns[1]}"]
    found = []
    for here, there in ((one, other), (other, one)):
        only = "from (select * from read_parquet(?) except all select * from read_parquet(?))"
        paths = [str(here), str(there)]
        rows = connection.execute(f"select count(*) {only}", paths).fetchone()[0]
        if rows:
            some = connection.execute(f"select * {only} limit 3", paths).fetchall()
            found.append(f"{rows} rows only in {here}, such as {some}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=pathlib.Path)
    parser.add_argument("other", type=pathlib.Path)
    parser.add_argument("--differing", nargs="+", default=[], help="marts that must not be the same")
    arguments = parser.parse_args()

    marts = names(arguments.one)
    if not marts or marts != names(arguments.other):
        print(f"not the same marts: {sorted(marts)} and {sorted(names(arguments.other))}", file=sys.stderr)
        return 1
    connection = duckdb.connect()
    is_good = True
    rows = 0
    for mart in arguments.differing or sorted(marts):
        one, other = (folder / f"{mart}.parquet" for folder in (arguments.one, arguments.other))
        found = differences(connection, one, other)
        if arguments.differing:
            if not found:
                print(f"{mart}: the same, and should not be", file=sys.stderr)
                is_good = False
            continue
        rows += connection.execute("select count(*) from read_parquet(?)", [str(one)]).fetchone()[0]
        for line in found:
            print(f"{mart}: {line}", file=sys.stderr)
            is_good = False
    if is_good:
        what = f"{len(arguments.differing)} marts differ" if arguments.differing else f"{rows} rows in {len(marts)} marts"
        print(f"   {what}, as they should")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
