"""Builds cases: the request's JSON and, beside it, the dates that its words must mean."""

from __future__ import annotations

import datetime

from compose import Case
from tables import Span

PREVIOUS = {"kind": "previous_period"}
LAST_YEAR = {"kind": "same_period_last_year"}


def to_date(grain: str, against: str = "previous") -> dict:
    return {"kind": "to_date", "grain": grain, "against": against}


def custom(first: str, last: str) -> dict:
    return {"kind": "custom", "range": [first, last]}


def span(first: str, last: str) -> Span:
    """Both days inclusive."""
    day = datetime.date.fromisoformat
    return day(first), day(last) + datetime.timedelta(days=1)


def case(
    metrics: str, group_by: str, days: str, *, whole: str | None = None, compare: dict | None = None,
    with_: str | None = None, by_date: bool = False, where: tuple[str, str] | None = None, as_of: str | None = None,
    until: str | None = None, **more: object,
) -> Case:
    """`days` are asked for; `whole` are the periods that they touch, if more. `with_` is the range compared with."""
    asked = days.split(" ")
    request: dict = {"metrics": metrics.split(" "), "group_by": group_by.split(), "time_constraint": asked, **more}
    if compare:
        request["comparison"] = compare
    if where:
        request["where"] = [where[0]]
    if as_of:
        request["as_of"] = as_of
        until = until or str(datetime.date.fromisoformat(as_of) + datetime.timedelta(days=1))
    words = [metrics, "by", group_by or "nothing", days, *(f"{name}={value}" for name, value in more.items())]
    if compare:
        words.append(str(compare))
    if where:
        words.append(where[1])
    return Case(
        name=" ".join(words),
        request=request,
        span=span(*(whole or days).split(" ")),
        where=where[1] if where else "true",
        compared=span(*with_.split(" ")) if with_ else None,
        by_date=by_date,
        until=datetime.date.fromisoformat(until) if until else None,
    )


def dimension(name: str, sql: str) -> tuple[str, str]:
    """A filter as a template and as SQL over the columns of the rows."""
    return f"{{{{ Dimension('{name}') }}}} {sql}", f"{name} {sql}"
