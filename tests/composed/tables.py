"""Metrics straight from the tables, in SQL written by hand for DuckDB: no manifest, no code of ours in between."""

from __future__ import annotations

import datetime
import pathlib
from dataclasses import dataclass

import duckdb

OTHER = "<all others>"


@dataclass(frozen=True)
class Metric:
    """An aggregate over a table's rows, with their time and everything that they can be grouped by as columns."""

    rows: str
    """A SELECT with the columns `t` and one for each group-by item."""
    value: str
    """The aggregate; of a quotient, its numerator."""
    divided_by: str | None = None
    of: str | None = None
    """The quotient as a whole, where it is not numerator divided by denominator."""
    instant: str | None = None
    """`max` or `min`: of each period, only the rows of that instant count."""
    within: str = ""
    """The instant is chosen within each of these columns."""
    window: str | None = None
    """Cumulative: rows `o` that count on day `d`; of a longer period, its last day counts."""

    @property
    def aggregate(self) -> str:
        if self.of:
            return self.of
        if self.divided_by:
            return f"({self.value})::double / nullif({self.divided_by}, 0)"
        return self.value


Span = tuple[datetime.date, datetime.date]
"""First day, and the day behind the last one."""


class Tables:
    def __init__(self, folder: pathlib.Path) -> None:
        self._connection = duckdb.connect()
        for file in sorted(folder.rglob("*.parquet")):
            self._connection.execute(f"create or replace view {file.stem} as select * from '{file}'")

    def fetch(self, sql: str) -> list[tuple]:
        return self._connection.execute(sql).fetchall()

    def values(
        self, metric: Metric, items: list[str], span: Span, where: str = "true", largest: tuple[str, list] | None = None,
        aggregate: str | None = None,
    ) -> dict[tuple, object]:
        """The metric by items. `largest` is an item with the values that stay; all others become `OTHER`."""
        times = [item for item in items if item.startswith("metric_time__")]
        keys = [self._key(item, largest) for item in items]
        period = [f"date_trunc('{item.rsplit('__', 1)[1]}', t)" for item in times]
        aggregate = aggregate or metric.aggregate
        if metric.window:
            return self._cumulated(metric, items, keys, times, span, where)
        rows = f"select * from ({metric.rows}) where t >= '{span[0]}' and t < '{span[1]}' and ({where})"
        if metric.instant:
            partition = ", ".join(period + ([metric.within] if metric.within else []))
            over = f"partition by {partition}" if partition else ""
            known = f" and {metric.within} is not null" if metric.within else ""
            rows += f"{known} qualify t = {metric.instant}(t) over ({over})"
        group = f"group by {', '.join(map(str, range(1, len(keys) + 1)))}" if keys else ""
        found = self.fetch(f"select {', '.join([*keys, aggregate])} from ({rows}) as o {group}")
        return {key(row[:-1]): row[-1] for row in found}

    def _key(self, item: str, largest: tuple[str, list] | None) -> str:
        if item.startswith("metric_time__"):
            return f"date_trunc('{item.rsplit('__', 1)[1]}', t)"
        if largest and largest[0] == item:
            kept = " or ".join(f"{item} is not distinct from {literal(value)}" for value in largest[1]) or "false"
            return f"case when {kept} then {item}::varchar else '{OTHER}' end"
        return item

    def _cumulated(
        self, metric: Metric, items: list[str], keys: list[str], times: list[str], span: Span, where: str
    ) -> dict[tuple, object]:
        """Each day has the rows of its window; of each period, the last day that has any counts."""
        grain = times[0].rsplit("__", 1)[1]
        others = [key for item, key in zip(items, keys, strict=True) if item not in times]
        groups = "".join(f", {other} as k{at}" for at, other in enumerate(others))
        names = [f"k{at}" for at in range(len(others))]
        by_day = f"""
            select d{groups}, {metric.value} as value
            from range(timestamp '{span[0]}', timestamp '{span[1]}', interval 1 day) as days (d)
            join (select * from ({metric.rows}) where {where}) as o on {metric.window}
            group by all"""
        partition = ", ".join([f"date_trunc('{grain}', d)", *names])
        last = self.fetch(
            f"select date_trunc('{grain}', d){''.join(f', {name}' for name in names)}, value from ({by_day})"
            f" qualify d = max(d) over (partition by {partition})"
        )
        place = items.index(times[0])
        return {key((*row[1:-1][:place], row[0], *row[1:-1][place:])): row[-1] for row in last}


def key(cells: tuple) -> tuple:
    return tuple(cell_text(cell) for cell in cells)


def cell_text(cell: object) -> str | None:
    """A group-by value as text; times without a zero time of day."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    return str(cell).replace("T", " ").removesuffix(" 00:00:00")


def literal(value: str | None) -> str:
    return "null" if value is None else "'" + value.replace("'", "''") + "'"
