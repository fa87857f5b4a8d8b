"""What a composed request must answer, put together in Python from metrics of tables.

Which periods meet is written here a second time: by their place, days of a year before by their date.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import combinations

from tables import OTHER, Metric, Span, Tables

Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """A request, and what its words mean in dates and in SQL."""

    name: str
    request: dict
    span: Span
    where: str = "true"
    compared: Span | None = None
    by_date: bool = False
    """Days meet by date, a year apart."""
    until: datetime.date | None = None
    """The first day that is not whole in the data."""


class Composer:
    def __init__(self, tables: Tables, metrics: dict[str, Metric]) -> None:
        self._tables, self._metrics = tables, metrics

    def rows(self, case: Case) -> list[Row]:
        largest = self._largest(case)
        current = self._side(case, case.span, largest)
        rows = self._compared(case, current, self._side(case, case.compared, largest)) if case.compared else [
            self._row(case, kept, key, values) for (kept, key), values in current.items()
        ]
        return ordered(rows, case)

    def _largest(self, case: Case) -> tuple[str, list] | None:
        top = case.request.get("top")
        if top is None:
            return None
        item = ranked_item(case)
        name = top.get("by") or case.request["metrics"][0]
        metric = self._metrics[name]
        if metric.window:
            times = [item for item in case.request["group_by"] if item.startswith("metric_time")]
            by_period = self._tables.values(metric, [times[0], item], case.span, case.where)
            last = max(key[0] for key in by_period if case.until is None or key[0] < str(case.until))
            found = {(key[1],): value for key, value in by_period.items() if key[0] == last}
        else:
            found = self._tables.values(metric, [item], case.span, case.where)
        ranked = sorted(found, key=lambda key: (descending(found[key]), key[0] is None, key[0] or ""))
        return item, [key[0] for key in ranked[: top["count"]]]

    def _side(self, case: Case, span: Span, largest: tuple[str, list] | None) -> dict:
        """Values of all metrics by (kept items, key)."""
        items = case.request["group_by"]
        found: dict = {}
        for kept in grouping_sets(case.request.get("totals"), items):
            for name in case.request["metrics"]:
                metric = self._metrics[name]
                if metric.window and not any(item.startswith("metric_time") for item in kept):
                    continue
                for key, value in self._tables.values(metric, list(kept), span, case.where, largest).items():
                    found.setdefault((kept, key), {})[name] = value
        found = {
            (kept, key): values for (kept, key), values in found.items()
            # Others without a value are no row.
            if key != (OTHER,) or any(value is not None for value in values.values())
        }
        if largest and not case.request["top"].get("other", True):
            found = {(kept, key): values for (kept, key), values in found.items() if OTHER not in key}
        return found

    def _row(self, case: Case, kept: tuple, key: tuple, values: dict) -> Row:
        row = self._keys(case, kept, key)
        if case.request.get("flag_partial"):
            row["is_partial"] = partial(kept, key, case.span, case.until)
        return row | {name: values.get(name) for name in case.request["metrics"]}

    def _keys(self, case: Case, kept: tuple, key: tuple) -> Row:
        items, row = case.request["group_by"], {}
        cells = dict(zip(kept, key, strict=True))
        for item in items:
            row[item] = None if cells.get(item) == OTHER else cells.get(item)
        if "top" in case.request:
            item = ranked_item(case)
            row[f"{item}__is_other"] = cells.get(item) == OTHER
        if "totals" in case.request:
            row["grouping"] = int("".join("0" if item in kept else "1" for item in items), 2)
        return row

    def _compared(self, case: Case, current: dict, compared: dict) -> list[Row]:
        meets = {}
        for kept, key in compared:
            met = tuple(meeting(case, kept, item, cell, key) for item, cell in zip(kept, key, strict=True))
            lone = any(cell is None and was is not None for cell, was in zip(met, key, strict=True))
            meets[(kept, (*met, "alone", *key)) if lone else (kept, met)] = (kept, key)
        rows = []
        for kept, key in [*current, *(met for met in meets if met not in current)]:
            before = meets.get((kept, key))
            row = self._keys(case, kept, key[: len(kept)])
            for item in (item for item in case.request["group_by"] if item.startswith("metric_time")):
                row[f"{item}__compared"] = dict(zip(before[0], before[1], strict=True)).get(item) if before else None
            is_there = (kept, key) in current
            row["is_partial"] = partial(kept, key, case.span, case.until) if is_there else absent(case, case.span)
            row["is_partial__compared"] = (
                partial(kept, before[1], case.compared, case.until) if before else absent(case, case.compared)
            )
            for name in case.request["metrics"]:
                now = current.get((kept, key), {}).get(name)
                then = compared[before].get(name) if before else None
                difference = None if now is None or then is None else now - then
                row |= {name: now, f"{name}__compared": then, f"{name}__difference": difference}
                row[f"{name}__change"] = None if difference is None or then == 0 else float(difference) / abs(float(then))
            rows.append(row)
        return rows


def ranked_item(case: Case) -> str:
    named = [item for item in case.request["group_by"] if not item.startswith("metric_time")]
    return case.request["top"].get("item") or named[-1]


def absent(case: Case, span: Span) -> bool | None:
    """Where there is no row, nothing is known of its period; without periods, the range is what it is."""
    has_time = any(item.startswith("metric_time") for item in case.request["group_by"])
    return None if has_time else partial((), (), span, case.until)


def grouping_sets(totals: str | None, items: list[str]) -> list[tuple]:
    sets = [tuple(items)]
    match totals:
        case "grand":
            sets.append(())
        case "rollup":
            sets += [tuple(items[:kept]) for kept in range(len(items) - 1, -1, -1)]
        case "each":
            sets += [(item,) for item in items if len(items) > 1] + [()]
        case "all":
            sets += [kept for count in range(len(items) - 1, -1, -1) for kept in combinations(items, count)]
    return sets


def meeting(case: Case, kept: tuple, item: str, cell: str | None, key: tuple) -> str | None:
    """The current period that the compared one meets."""
    if not item.startswith("metric_time") or cell is None:
        return cell
    times = [(grains.index(other.rsplit("__", 1)[1]), other) for other in kept if other.startswith("metric_time")]
    finest = min(times)[1]
    if finest != item and not finest.endswith("week"):
        met = meeting(case, (finest,), finest, key[kept.index(finest)], (key[kept.index(finest)],))
        return None if met is None else str(start(datetime.date.fromisoformat(met), item.rsplit("__", 1)[1]))
    grain = item.rsplit("__", 1)[1]
    day = datetime.date.fromisoformat(cell)
    if case.by_date and grain == "day":
        try:
            return str(day.replace(year=day.year + case.span[0].year - case.compared[0].year))
        except ValueError:
            return None
    before, now = periods(case.compared, grain), periods(case.span, grain)
    place = before.index(day)
    return str(now[place]) if place < len(now) else None


grains = ["day", "week", "month", "quarter", "year"]


def start(day: datetime.date, grain: str) -> datetime.date:
    match grain:
        case "week":
            return day - datetime.timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
    return day


def after(day: datetime.date, grain: str) -> datetime.date:
    """The start of the period behind the one that starts here."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[grain]
    return start(day + datetime.timedelta(days=longest), grain)


def periods(span: Span, grain: str) -> list[datetime.date]:
    found, at = [], start(span[0], grain)
    while at < span[1]:
        found.append(at)
        at = after(at, grain)
    return found


def partial(kept: tuple, key: tuple, span: Span, until: datetime.date | None) -> bool | None:
    if until is None:
        return None
    times = [
        (grains.index(item.rsplit("__", 1)[1]), cell)
        for item, cell in zip(kept, key, strict=False) if item.startswith("metric_time")
    ]
    if not times:
        return span[1] > until
    place, cell = min(times)
    first = datetime.date.fromisoformat(cell)
    end = after(first, grains[place])
    return end > until or first < span[0] or end > span[1]


def descending(value: object) -> tuple:
    return (value is None, 0 if value is None else -float(value))


def ordered(rows: list[Row], case: Case) -> list[Row]:
    """In the order asked for, nulls last, totals behind the rows."""
    for name in reversed(case.request.get("order_by", [])):
        column, is_descending = name.removeprefix("-"), name.startswith("-")
        missing = [row for row in rows if row[column] is None]
        there = sorted((row for row in rows if row[column] is not None), key=lambda row: row[column], reverse=is_descending)
        rows = there + missing
    if "totals" in case.request and case.request.get("order_by"):
        rows = sorted(rows, key=lambda row: row["grouping"])
    return rows[: case.request.get("limit", len(rows))]
