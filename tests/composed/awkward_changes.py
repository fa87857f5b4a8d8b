"""Contributions on the awkward project, with the dimensions that are split: values that are new or vanish, numerators or
denominators that are missing, zero or cancel, and changes of nothing."""

from __future__ import annotations

from awkward_cases import CHANNEL, EVERY, FEBRUARY, NOTHING, Q1, SIZE, STATUS, TIER
from cases import PREVIOUS, case, custom
from compose import Case

OWN = [CHANNEL, STATUS, SIZE, TIER]


def change(metric: str, days: str, with_: str, dimensions: list[str], *, values: int | None = None, **more) -> tuple:
    asked = {"dimensions": dimensions} | ({"values": values} if values is not None else {})
    found = case(metric, "", days, compare=custom(*with_.split(" ")), with_=with_, contribution=asked, **more)
    return found, dimensions


CASES: list[tuple[Case, list[str]]] = [
    *(change(metric, FEBRUARY, "2020-01-01 2020-01-31", OWN) for metric in [*EVERY.split(), "largest", "price_total"]),
    *(change(metric, FEBRUARY, "2020-01-01 2020-01-31", OWN, values=2) for metric in EVERY.split()),
    *(change(metric, "2020-01-01 2020-02-29", "2019-11-01 2019-12-31", OWN) for metric in EVERY.split()),
    *(change(metric, Q1, "1999-01-01 1999-12-31", [CHANNEL, TIER]) for metric in ["revenue", "gift_share", "average_amount"]),
    *(change(metric, FEBRUARY, Q1, [CHANNEL], where=NOTHING) for metric in ["revenue", "shop_share", "buyers"]),
    *(
        change(metric, "2020-03-01 2020-03-31", FEBRUARY, ["balance_row__kind", TIER])
        for metric in ["closing_balance", "opening_balance", "closing_by_account"]
    ),
    change("visit_to_purchase_7_days", "2020-03-01 2020-03-31", FEBRUARY, ["visit__referrer"]),
    change("visit_to_purchase_7_days", FEBRUARY, "2020-01-01 2020-01-31", ["visit__referrer"]),
]
