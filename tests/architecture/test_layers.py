"""The layers: what may import what, as written and as it happens."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import REPOSITORY, imported, modules

CONNECTING = (
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "webbrowser",
    "requests",
    "httpx",
    "urllib3",
)
HEAVY = {"spacy", "sklearn", "numpy", "textual", "sqlite_utils", "pandas", "matplotlib"}
IMPORT_AND_LOOK = """
import importlib, json, sys
brought = {}
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
    for heavy in json.loads(sys.argv[2]):
        if heavy in sys.modules:
            brought.setdefault(heavy, name)
print(json.dumps(brought))
"""


def light(name: str) -> bool:
    """Whether importing this module must stay cheap: what every command and every listing loads."""
    return name in ("interview_coder.cli.main", "interview_coder.store.listings") or name.startswith(
        ("interview_coder.domain", "interview_coder.services")
    )


def test_imports_point_downwards_only(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_domain_imports_the_standard_library_and_what_lies_below_it_only() -> None:
    below = ("interview_coder.domain", "interview_coder.locale", "interview_coder.errors")
    strange = [
        f"{module.path}: {name}"
        for module in modules()
        if module.name.startswith("interview_coder.domain")
        for name in imported(module)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith(below)
    ]
    assert strange == []


def test_no_module_can_reach_a_network() -> None:
    found = [
        f"{module.path}: {name}"
        for module in modules()
        for name in imported(module)
        if f"{name}.".startswith(tuple(f"{place}." for place in CONNECTING))
    ]
    assert found == []


def test_a_listing_loads_no_model_no_terminal_interface_and_no_migration() -> None:
    names = [module.name for module in modules() if light(module.name)]
    assert len(names) > len(HEAVY)
    seen = subprocess.run(
        [sys.executable, "-c", IMPORT_AND_LOOK, json.dumps(names), json.dumps(sorted(HEAVY))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert seen.returncode == 0, seen.stderr
    assert json.loads(seen.stdout) == {}, "loaded by these modules"
