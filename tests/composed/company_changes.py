"""Contributions on the demo company, with the dimensions that are split."""

from __future__ import annotations

from awkward_changes import change
from company_cases import COUNTRY, EVERY, HALF, HALF_BEFORE, INDUSTRY, SEGMENT

CASES = [
    *(change(metric, "2026-10-01 2026-10-31", "2026-09-01 2026-09-30", [COUNTRY, SEGMENT, INDUSTRY]) for metric in EVERY.split()),
    *(change(metric, HALF, HALF_BEFORE, [COUNTRY, SEGMENT], values=3) for metric in EVERY.split()),
    change("payment_success_rate", "2026-10-01 2026-10-31", "2026-09-01 2026-09-30", ["payment__failure_code", COUNTRY]),
    change("usage_per_customer", "2026-10-01 2026-10-31", "2026-09-01 2026-09-30", ["usage_event__feature"]),
]
