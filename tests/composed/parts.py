"""What a contribution must answer: docs/method.md in exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from compose import Case
from tables import Metric, Tables

NOTHING = Fraction(0)


def exact(value: object) -> Fraction | None:
    return None if value is None else Fraction(Decimal(str(value)) if isinstance(value, Decimal) else value)


def parts(tables: Tables, metric: Metric, dimension: str, case: Case) -> dict:
    """`values`: for each value its contribution, and for quotients mix and rate; `total`; `concentration`."""
    method = quotient if metric.divided_by else plain
    found, total = method(tables, metric, dimension, case)
    sizes = [abs(part["contribution"]) for part in found.values() if part["contribution"] is not None]
    return {"values": found, "total": total, "concentration": concentration(sizes, len(found))}


def plain(tables: Tables, metric: Metric, dimension: str, case: Case) -> tuple[dict, Fraction | None]:
    def difference(now: object, then: object) -> Fraction | None:
        now, then = exact(now), exact(then)
        if is_sum(metric):
            return (now or NOTHING) - (then or NOTHING)
        return None if now is None or then is None else now - then

    now, then = (tables.values(metric, [dimension], span, case.where) for span in (case.span, case.compared))
    total = [tables.values(metric, [], span, case.where)[()] for span in (case.span, case.compared)]
    found = {
        key[0]: {"contribution": difference(now.get(key), then.get(key)), "current": now.get(key), "compared": then.get(key)}
        for key in {**now, **then}
    }
    return found, difference(*total)


def is_sum(metric: Metric) -> bool:
    return not any(name in metric.value for name in ("median", "max(", "min(", "avg"))


def quotient(tables: Tables, metric: Metric, dimension: str, case: Case) -> tuple[dict, Fraction | None]:
    def ask(items: list[str], aggregate: str | None) -> list[dict]:
        spans = (case.compared, case.span)
        return [tables.values(metric, items, span, case.where, aggregate=aggregate) for span in spans]

    tops, bottoms, values = ask([dimension], metric.value), ask([dimension], metric.divided_by), ask([dimension], None)
    top = [exact(of[()]) or NOTHING for of in ask([], metric.value)]
    bottom = [exact(of[()]) or NOTHING for of in ask([], metric.divided_by)]
    found = {}
    for key in {**tops[0], **tops[1]}:
        n = [exact(of.get(key)) or NOTHING for of in tops]
        d = [exact(of.get(key)) or NOTHING for of in bottoms]
        part = {"compared": values[0].get(key), "current": values[1].get(key)}
        found[key[0]] = part | dict(zip(("contribution", "mix", "rate"), effects(n, d, top, bottom), strict=True))
    if 0 in bottom:
        return found, None
    return found, top[1] / bottom[1] - top[0] / bottom[0]


def effects(n: list[Fraction], d: list[Fraction], top: list[Fraction], bottom: list[Fraction]) -> tuple:
    """The value's share of the quotient's change is what it adds to the whole numerator, less what its weight would have
    added at the average ratio; mix is the weight's part of it at the midpoint of the value's own ratios."""
    if 0 in bottom:
        return None, None, None
    average = (top[0] / bottom[0] + top[1] / bottom[1]) / 2
    moved = d[1] / bottom[1] - d[0] / bottom[0]
    contribution = n[1] / bottom[1] - n[0] / bottom[0] - moved * average
    own = [n[at] / d[at] if d[at] else None for at in (0, 1)]
    ratios = [ratio for ratio in own if ratio is not None]
    mix = moved * (sum(ratios) / len(ratios) - average) if ratios else NOTHING
    return contribution, mix, contribution - mix


def concentration(sizes: list[Fraction], count: int) -> Fraction | None:
    total = sum(sizes)
    if count < 2 or not total:
        return None
    index = sum(size * size for size in sizes) / total**2
    return (index - Fraction(1, count)) / (1 - Fraction(1, count))
