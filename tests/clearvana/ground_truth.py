"""Compares the published site with what the generator planted: every month, to the cent.

In: a site, and the ground truth that the generator wrote beside the raw data, which was added up from the customers'
histories and never saw dbt or SQL. Compared for all months: MRR, each of its movements, customers and what moved them,
churn, payment attempts and their success; for each channel: spend, customers won and their MRR, and how long they take
to pay back. Amounts must be equal to the cent, counts equal, rates equal to twelve digits.

Exit codes: 0 all are equal; 1 some differ; 2 bad usage.

Example:
  python tests/clearvana/ground_truth.py --martlet martlet --site target/test/site --truth target/test/raw/ground_truth.json
"""

from __future__ import annotations

import argparse
import json
import math
import pathlib
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

MONTHS_OF_HISTORY = 36
MONTH, CHANNEL = "metric_time__month", "acquisition_cost__acquisition_channel"
# The planning assumption of the dbt project, `gross_margin`.
GROSS_MARGIN = 0.8


def dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def movements(month: dict) -> int:
    parts = ("new", "reactivation", "expansion", "contraction", "churned")
    return sum(month[f"{part}_cents"] for part in parts)


# Metric: what it must be in a month, from the truth of that month.
BY_MONTH: dict[str, Callable[[dict], object]] = {
    "mrr": lambda month: dollars(month["mrr_cents"]),
    "customer_mrr": lambda month: dollars(month["mrr_cents"]),
    "arr": lambda month: dollars(12 * month["mrr_cents"]),
    "new_mrr": lambda month: dollars(month["new_cents"]),
    "reactivation_mrr": lambda month: dollars(month["reactivation_cents"]),
    "expansion_mrr": lambda month: dollars(month["expansion_cents"]),
    "contraction_mrr": lambda month: dollars(month["contraction_cents"]),
    "churned_mrr": lambda month: dollars(month["churned_cents"]),
    "net_new_mrr": lambda month: dollars(movements(month)),
    "opening_mrr": lambda month: dollars(month["mrr_cents"] - movements(month)),
    "opening_customers": lambda month: month["opening_customers"],
    "active_customers": lambda month: month["active_customers"],
    "new_customers": lambda month: month["new_customers"],
    "acquired_customers": lambda month: month["new_customers"],
    "reactivated_customers": lambda month: month["reactivated_customers"],
    "churned_customers": lambda month: month["churned_customers"],
    "customer_churn_rate": lambda month: share(month["churned_customers"], month["opening_customers"]),
    "payment_attempts": lambda month: month["payment_attempts"],
    "successful_payments": lambda month: month["payment_successes"],
    "payment_success_rate": lambda month: share(month["payment_successes"], month["payment_attempts"]),
    "first_payment_attempts": lambda month: month["first_attempts"],
    "first_attempt_successes": lambda month: month["first_attempt_successes"],
    "first_attempt_success_rate": lambda month: share(month["first_attempt_successes"], month["first_attempts"]),
}

BY_CHANNEL: dict[str, Callable[[dict], object]] = {
    "acquisition_spend": lambda channel: dollars(channel["spend_cents"]),
    "acquired_customers": lambda channel: channel["new_customers"],
    "acquired_mrr": lambda channel: dollars(channel["new_mrr_cents"]),
    "cac_payback_months": lambda channel: channel["payback_months_of_mrr"]
    and channel["payback_months_of_mrr"] / GROSS_MARGIN,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--martlet", type=pathlib.Path, required=True)
    parser.add_argument("--site", type=pathlib.Path, required=True)
    parser.add_argument("--truth", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    truth = json.loads(arguments.truth.read_text(encoding="utf-8"))
    months = {month["month"]: month for month in truth["months"]}
    channels = {channel["channel"]: channel for channel in truth["channels"]}
    wrong = [] if len(months) == MONTHS_OF_HISTORY else [f"the truth has {len(months)} months, not {MONTHS_OF_HISTORY}"]
    right = 0
    for group_by, expectations, keys in ((MONTH, BY_MONTH, months), (CHANNEL, BY_CHANNEL, channels)):
        answers = ask(arguments.martlet, arguments.site, list(expectations), group_by)
        for metric, expected in expectations.items():
            found = {str(key)[:10] if group_by == MONTH else key: value for key, value in answers[metric]}
            for key in sorted(found.keys() | keys.keys()):
                should_be = expected(keys[key]) if key in keys else "no row"
                if key in found and equal(found[key], should_be):
                    right += 1
                else:
                    wrong.append(f"{metric}, {key}: {found.get(key, 'no row')}, planted {should_be}")
    print(f"{right} numbers of {len(months)} months and {len(channels)} channels as planted, {len(wrong)} not")
    for line in wrong[:50]:
        print(f"  {line}")
    return 1 if wrong or not right else 0


def ask(martlet: pathlib.Path, site: pathlib.Path, metrics: list[str], group_by: str) -> dict[str, list]:
    requests = [{"name": metric, "request": {"metrics": [metric], "group_by": [group_by]}} for metric in metrics]
    answered = subprocess.run(
        [str(martlet), "query", "--site", str(site), "--requests", "-"],
        input=json.dumps(requests),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    # As decimals, so that a cent stays a cent.
    lines = [json.loads(line, parse_float=Decimal) for line in answered.stdout.splitlines()]
    for line in lines:
        if "rows" not in line:
            raise SystemExit(f"{line['name']} was not answered: {line['error']['message']}")
    return {line["name"]: line["rows"] for line in lines}


def equal(found: object, expected: object) -> bool:
    if isinstance(expected, float) and isinstance(found, (int, Decimal)):
        return math.isclose(float(found), expected, rel_tol=1e-12)
    return found == expected


if __name__ == "__main__":
    sys.exit(main())
