"""What starting costs: milliseconds, modules and memory of each import, in a process of its own. Informational.

python benchmarks/cold_start.py [MODULE…]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
RUNS = 5
MODULES = (
    "sqlite3",
    "click",
    "interview_coder",
    "interview_coder.locale",
    "interview_coder.cli.main",
    "interview_coder.cli.making",
    "interview_coder.cli.importing",
    "interview_coder.cli.reading",
    "interview_coder.cli.showing",
    "interview_coder.cli.coding",
    "interview_coder.cli.codebook",
    "interview_coder.cli.exporting",
    "interview_coder.cli.steps",
    "interview_coder.cli.keeping",
    "interview_coder.store.project",
    "interview_coder.services.importing",
    "interview_coder.services.counting",
    "interview_coder.formats.registry",
    "ruamel.yaml",
    "sqlite_utils",
    "xlsxwriter",
    "rich.console",
    "textual.app",
    "spacy",
    "sklearn",
)
PROBE = """
import sys, time
before, start = set(sys.modules), time.perf_counter()
import {module}
import json, resource
print(json.dumps((time.perf_counter() - start, len(set(sys.modules) - before),
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)))
"""


def probe(module: str) -> tuple[float, int, float] | None:
    """Median milliseconds, number of modules and peak MB of importing `module`; None when it is not installed."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    found = []
    for _ in range(RUNS + 1):
        command = [sys.executable, "-c", PROBE.format(module=module)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            if f"No module named '{module}'" in done.stderr:
                return None
            sys.exit(done.stderr)
        found.append(json.loads(done.stdout))
    seconds, modules, peak = zip(*found[1:], strict=True)  # the first fills the caches of the disk
    return (
        1000 * statistics.median(seconds),
        int(modules[0]),
        max(peak) / (2**20 if sys.platform == "darwin" else 2**10),
    )


def main() -> None:
    """Print one row an import."""
    print("| import | ms | modules | peak MB |\n|---|--:|--:|--:|")
    for module in sys.argv[1:] or MODULES:
        found = probe(module)
        cells = ("not installed", "", "") if found is None else (f"{found[0]:.0f}", found[1], f"{found[2]:.0f}")
        print(f"| {module} | " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    main()
