"""Breaks one source and one test of a company, and looks who is told.

In: a company's raw data. Three copies of it: one as loaded an hour ago, one whose payments stopped arriving, one with a
payment method that nobody allowed. dbt builds and measures each (nothing is written by hand), and Martlet publishes each.
The badge must change on exactly the metrics that `dbt ls` finds downstream of what was broken, must say why, and on all
others must say what it said before. Beside each site, `badges.json` has the words that its badges must show.

Exit codes: 0 exactly those changed; 1 others did, or too few; 2 bad usage.

Example:
  python tests/clearvana/trust.py --martlet martlet --dbt target/venv/bin/dbt --project demo/clearvana/dbt \
    --raw target/test/raw --app target/web/app --work target/test/trust
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import pathlib
import shutil
import subprocess
import sys

import duckdb
from company import Company

SOURCE = "source:clearvana.payments"
MODEL, TESTED = "fact_payment", "fact_payment.payment_method"
OFFICIAL, LATE, FAILING = "official", "late", "failing"
WORDS = {OFFICIAL: "Official", LATE: "Official, late data", FAILING: "Official, a test upstream fails"}
# Where each watched source says when its rows arrived. Exchange rates say so by their day, which other models join on, so
# that days are added to them instead.
ARRIVAL = {
    "customers": "updated_at",
    "subscriptions": "updated_at",
    "subscription_changes": "created_at",
    "invoices": "updated_at",
    "payments": "received_at",
    "usage_events": "received_at",
    "acquisition_costs": "updated_at",
    "nps_responses": "responded_at",
}
BROKEN_PAYMENT = "select min(id) from '{raw}/payments.parquet' where customer_id in (select id from '{raw}/customers.parquet' where not is_test)"


@dataclasses.dataclass
class Site:
    """What a published site says of its metrics."""

    badges: dict[str, dict]
    labels: dict[str, str]

    def states(self) -> dict[str, str]:
        return {name: trust["state"] for name, trust in self.badges.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("martlet", "dbt", "project", "raw", "app", "work"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)

    good = company(arguments, "good", now)
    late = company(arguments, "late", now)
    hold_back(late.raw, "payments", now - datetime.timedelta(days=5))
    failing = company(arguments, "failing", now)
    pay_by_cheque(failing.raw)

    before = publish(arguments, good)
    findings = [f"{name} is {state} before anything is broken" for name, state in before.states().items() if state != OFFICIAL]
    after = publish(arguments, late)
    findings += compare("a late source", before, after, LATE, downstream(late, SOURCE), "source clearvana.payments was 5 days old")
    after = publish(arguments, failing)
    findings += compare("a failing test", before, after, FAILING, downstream(failing, MODEL), f"test accepted_values failed on {TESTED}: 1 row")
    print(f"{len(before.badges)} metrics, 3 sites: {len(findings)} findings")
    for line in findings:
        print(f"  {line}")
    return 1 if findings or not before.badges else 0


def company(arguments: argparse.Namespace, name: str, now: datetime.datetime) -> Company:
    """A copy whose every watched source had a row an hour ago."""
    made = Company(arguments.dbt, arguments.project, arguments.work / name)
    for table in arguments.raw.glob("*.parquet"):
        shutil.copy(table, made.raw)
    an_hour_ago = now - datetime.timedelta(hours=1)
    for table, column in ARRIVAL.items():
        hold_back(made.raw, table, an_hour_ago)
        rewrite(made.raw, table, f"""
            select * replace (
                case when {column} = max({column}) over () then timestamp '{an_hour_ago}' else {column} end as {column}
            )
            from '{made.raw}/{table}.parquet'
        """)
    rewrite(made.raw, "fx_rates", f"""
        from '{made.raw}/fx_rates.parquet'
        union all
        select currency, date '{an_hour_ago.date()}', arg_max(usd_rate, rate_date)
        from '{made.raw}/fx_rates.parquet'
        group by currency
        having max(rate_date) < date '{an_hour_ago.date()}'
    """)
    return made


def hold_back(raw: pathlib.Path, table: str, latest: datetime.datetime) -> None:
    """Nothing has arrived since."""
    column = ARRIVAL[table]
    rewrite(raw, table, f"""
        select * replace (least({column}, timestamp '{latest}') as {column}) from '{raw}/{table}.parquet'
    """)


def pay_by_cheque(raw: pathlib.Path) -> None:
    rewrite(raw, "payments", f"""
        select * replace (case when id = ({BROKEN_PAYMENT.format(raw=raw)}) then 'cheque' else method end as method)
        from '{raw}/payments.parquet'
    """)


def rewrite(raw: pathlib.Path, table: str, query: str) -> None:
    path = raw / f"{table}.parquet"
    new = path.with_suffix(".new")
    duckdb.execute(f"copy ({query}) to '{new}' (format parquet)")
    new.replace(path)


def publish(arguments: argparse.Namespace, made: Company) -> Site:
    """dbt as its users run it, and `martlet build`."""
    made.dbt("build", may_fail=True)
    if not made.results():
        raise SystemExit("dbt build did nothing")
    results = made.artifacts / "run_results.json"
    kept = results.read_bytes()
    made.dbt("source", "freshness", may_fail=True)
    made.dbt("docs", "generate")
    results.write_bytes(kept)
    out = made.folder / "site"
    subprocess.run(
        [str(arguments.martlet), "build", "--project", str(made.project), "--target-dir", str(made.artifacts)]
        + ["--marts", str(made.marts), "--app", str(arguments.app), "--out", str(out), "--quiet"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    snapshot = json.loads((out / "data/index.json").read_text(encoding="utf-8"))["snapshot"]
    catalog = json.loads((out / "data" / snapshot / "catalog.json").read_text(encoding="utf-8"))
    site = Site(
        badges={metric["name"]: metric["trust"] for metric in catalog["metrics"]},
        labels={metric["name"]: metric["label"] for metric in catalog["metrics"]},
    )
    words = {site.labels[name]: WORDS.get(state, state) for name, state in site.states().items()}
    (made.folder / "badges.json").write_text(json.dumps(words, indent=1), encoding="utf-8")
    return site


def downstream(made: Company, selector: str) -> set[str]:
    """The metrics that stand on it, as dbt sees its own graph."""
    listed = made.dbt("ls", "--select", f"{selector}+", "--resource-type", "metric", "--output", "json", "--output-keys", "name")
    return {json.loads(line)["name"] for line in listed.stdout.splitlines() if line.startswith("{")}


def compare(what: str, before: Site, after: Site, state: str, expected: set[str], reason: str) -> list[str]:
    findings = []
    if not expected or expected == set(before.badges):
        findings.append(f"{what}: dbt finds {len(expected)} of {len(before.badges)} metrics downstream, which shows nothing")
    if set(after.badges) != set(before.badges):
        findings.append(f"{what}: the site has other metrics than before")
    for name, trust in after.badges.items():
        should_be = state if name in expected else OFFICIAL
        if trust["state"] != should_be:
            findings.append(f"{what}: {name} is {trust['state']}, expected {should_be}")
        reasons = trust.get("reasons", [])
        tells = any(line.startswith(reason) for line in reasons)
        if tells != (name in expected):
            findings.append(f"{what}: {name} gives as reasons {reasons}")
        if name not in expected and reasons != before.badges[name].get("reasons", []):
            findings.append(f"{what}: {name} has other reasons than before: {reasons}")
    return findings


if __name__ == "__main__":
    sys.exit(main())
