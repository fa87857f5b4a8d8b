"""Checks that the dbt project explains itself: whoever opens the Dictionary finds words, an owner and a test.

In: dbt's artifacts after `dbt build` and `dbt docs generate`. Required of
- every model, seed, snapshot and source: a description, also of each column that is really there;
- every mart: a group, an enforced contract, a tested key, and a relationships test on each entity it shares;
- every metric: label, definition in one sentence, and in `meta` format (with its currency), direction, domain and owner;
- everything that a metric can be asked by: a label and a description;
- every exposure: an owner and the metrics or marts that it shows;
- the MRR logic: a unit test for each case that is known to go wrong.

Exit codes: 0 nothing is missing; 1 something is; 2 bad usage.

Example:
  python tests/clearvana/documentation.py --artifacts target/test/dbt-target
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys
from collections.abc import Iterator

FORMATS = {"currency", "percent", "integer", "decimal"}
DIRECTIONS = {"up_is_good", "down_is_good", "neutral"}
DOMAINS = {"Company health", "Revenue movements", "Retention & churn", "Growth drivers", "Product adoption"}
UNIT_TESTED = (
    "mid_month_upgrade", "pause_and_return", "yearly", "refund", "currency_change", "test_account", "duplicate_webhook",
    "zero_decimal", "leap_day", "movements", "until_the_end_takes_effect",
)
# A full stop, or another end of a sentence, with more behind it.
SENTENCE_END = re.compile(r"[.!?]\s+\S")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--artifacts", type=pathlib.Path, required=True, help="dbt's target folder")
    arguments = parser.parse_args()
    manifest, catalog = (
        json.loads((arguments.artifacts / name).read_text(encoding="utf-8")) for name in ("manifest.json", "catalog.json")
    )
    checks = (relations(manifest, catalog), marts(manifest), metrics(manifest), options(manifest), rest(manifest))
    missing = [line for check in checks for line in check]
    count = len(manifest["metrics"])
    print(f"{count} metrics, {len(catalog['nodes'])} models, seeds and snapshots: {len(missing)} gaps")
    for line in missing:
        print(f"  {line}")
    return 1 if missing or not count else 0


def relations(manifest: dict, catalog: dict) -> Iterator[str]:
    """What stands in the warehouse, column by column as it is there."""
    known = {**manifest["nodes"], **manifest["sources"]}
    wanted = [node for node in known.values() if node["resource_type"] in ("model", "seed", "snapshot", "source")]
    if not wanted:
        yield "the project has no models"
    for node in wanted:
        if not node["description"].strip():
            yield f"{node['unique_id']}: no description"
        described = {name.lower() for name, column in node["columns"].items() if column["description"].strip()}
        real = (catalog["nodes"] | catalog["sources"]).get(node["unique_id"])
        if real is None and node["resource_type"] != "source":
            yield f"{node['unique_id']}: not in the warehouse"
        # Sources are files, which dbt's catalog does not list; of them, the declared columns count.
        names = real["columns"] if real else node["columns"]
        if not names:
            yield f"{node['unique_id']}: no columns"
        for name in names:
            if name.lower() not in described:
                yield f"{node['unique_id']}.{name}: no description"


def marts(manifest: dict) -> Iterator[str]:
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test" and node.get("test_metadata")]
    tested = {(test["attached_node"], test["column_name"], test["test_metadata"]["name"]) for test in tests}
    models = list(manifest["semantic_models"].values())
    primary = {entity["name"]: model for model in models for entity in model["entities"] if entity["type"] == "primary"}
    for name, node in nodes.items():
        if "marts" not in node["fqn"]:
            continue
        if not node["config"]["contract"]["enforced"]:
            yield f"{name}: its contract is not enforced"
        if not node["config"].get("group"):
            yield f"{name}: no group"
        if not any((name, column, "unique") in tested and (name, column, "not_null") in tested for column in node["columns"]):
            yield f"{name}: no column is tested to be a key"
    for model in models:
        mart = model["depends_on"]["nodes"][0]
        for entity in model["entities"]:
            column = entity["expr"] or entity["name"]
            is_shared = entity["type"] == "foreign" and entity["name"] in primary
            if is_shared and (mart, column, "relationships") not in tested:
                yield f"{mart}.{column}: no relationships test, though it is entity {entity['name']}"


def metrics(manifest: dict) -> Iterator[str]:
    owners = {group["owner"]["name"] for group in manifest["groups"].values()}
    labels: dict[str, str] = {}
    for metric in manifest["metrics"].values():
        name, meta, words = metric["name"], metric["config"]["meta"], metric["description"].strip()
        if not metric["label"] or metric["label"] == name:
            yield f"metric {name}: no label"
        elif metric["label"] in labels:
            yield f"metric {name}: labelled as {labels[metric['label']]} is"
        labels[metric["label"]] = name
        if not words.endswith(".") or SENTENCE_END.search(words):
            yield f"metric {name}: not defined in one sentence: {words!r}"
        if meta.get("format") not in FORMATS:
            yield f"metric {name}: meta.format is {meta.get('format')!r}"
        if (meta.get("format") == "currency") != ("currency" in meta):
            yield f"metric {name}: meta.currency is {meta.get('currency')!r}"
        if meta.get("direction") not in DIRECTIONS:
            yield f"metric {name}: meta.direction is {meta.get('direction')!r}"
        if meta.get("domain") not in DOMAINS:
            yield f"metric {name}: meta.domain is {meta.get('domain')!r}"
        if meta.get("owner") not in owners:
            yield f"metric {name}: meta.owner is {meta.get('owner')!r}, who owns no group"


def options(manifest: dict) -> Iterator[str]:
    for model in manifest["semantic_models"].values():
        if not model["description"].strip():
            yield f"semantic model {model['name']}: no description"
        for kind in ("entities", "dimensions", "measures"):
            for item in model[kind]:
                if not (item["description"] or "").strip():
                    yield f"{model['name']}.{item['name']}: no description"
                if kind != "measures" and not item["label"]:
                    yield f"{model['name']}.{item['name']}: no label"


def rest(manifest: dict) -> Iterator[str]:
    for kind in ("exposures", "saved_queries"):
        if not manifest[kind]:
            yield f"there are no {kind}"
        for node in manifest[kind].values():
            if not node["description"].strip() or not node["label"]:
                yield f"{node['unique_id']}: no description or no label"
    for exposure in manifest["exposures"].values():
        if not exposure["owner"].get("name") or not exposure["owner"].get("email"):
            yield f"{exposure['unique_id']}: no owner"
        if not exposure["depends_on"]["nodes"]:
            yield f"{exposure['unique_id']}: it shows nothing"
    shown = {name for exposure in manifest["exposures"].values() for name in exposure["depends_on"]["nodes"]}
    unshown = {name for name, node in manifest["nodes"].items() if "marts" in node["fqn"] and "fact_" in node["name"]}
    for name in sorted(name for name in unshown - shown if manifest["nodes"][name]["resource_type"] == "model"):
        yield f"{name}: no exposure shows it"
    names = [test["name"] for test in manifest["unit_tests"].values()]
    for case in UNIT_TESTED:
        if not any(case in name for name in names):
            yield f"no unit test for {case}"


if __name__ == "__main__":
    sys.exit(main())
