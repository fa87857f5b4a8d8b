"""A copy of a Clearvana company that a test may spoil, and dbt run on it.

In: dbt's program, the project and a folder for everything that is made. Nothing outside that folder is written.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess


class Company:
    """Raw data, warehouse, marts and dbt's artifacts of one copy."""

    def __init__(self, dbt: pathlib.Path, project: pathlib.Path, folder: pathlib.Path) -> None:
        self._dbt, self.project, self.folder = dbt.absolute(), project.absolute(), folder.absolute()
        self.raw, self.marts, self.artifacts = (self.folder / name for name in ("raw", "marts", "dbt-target"))
        shutil.rmtree(self.folder, ignore_errors=True)
        for path in (self.raw, self.marts, self.artifacts):
            path.mkdir(parents=True)

    def dbt(self, *words: str, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
        environment = {
            "CLEARVANA_RAW": self.raw,
            "CLEARVANA_MARTS": self.marts,
            "CLEARVANA_WAREHOUSE": self.folder / "clearvana.duckdb",
            "DBT_TARGET_PATH": self.artifacts,
            "DBT_LOG_PATH": self.folder / "dbt-logs",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }
        command = [str(self._dbt), *words, "--quiet", "--project-dir", str(self.project), "--profiles-dir", str(self.project)]
        run = subprocess.run(
            command,
            cwd=self.project,
            env=os.environ | {name: str(value) for name, value in environment.items()},
            stdout=subprocess.PIPE,
            text=True,
        )
        if run.returncode and not may_fail:
            raise SystemExit(f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}")
        return run

    def results(self) -> dict[str, dict]:
        """What the last command did to each node."""
        text = (self.artifacts / "run_results.json").read_text(encoding="utf-8")
        return {result["unique_id"]: result for result in json.loads(text)["results"]}
