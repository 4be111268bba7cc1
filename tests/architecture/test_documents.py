"""What the documents tell people to type works, on the sample project, as they type it."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from interview_coder.store import schema
from tests.architecture.documents import blocks, commands
from tests.architecture.source import REPOSITORY

SVG = "{http://www.w3.org/2000/svg}"
DESCRIPTION = (REPOSITORY / "docs" / "project-file.md").read_text(encoding="utf-8")
PICTURES = runpy.run_path(str(REPOSITORY / "docs" / "make_pictures.py"))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample interviews in it, as a clone has them, and a command `interview-coder`."""
    folder = tmp_path_factory.mktemp("bench")
    shutil.copytree(REPOSITORY / "corpus_sample", folder / "corpus_sample")
    command = folder / "bin" / "interview-coder"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m interview_coder "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


def run(bench: Path, command: list[str], folder: Path | None = None) -> str:
    """What `command` prints; fails the test with its complaints unless it ends well."""
    environment = {
        **os.environ,
        "PATH": f"{bench / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place),
        "INTERVIEW_CODER_STATE": str(bench / "state"),
        "INTERVIEW_CODER_LANG": "en",
    }
    done = subprocess.run(
        command, cwd=folder or bench, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def demo(bench: Path) -> Path:
    """The folder of a fresh sample project."""
    run(bench, ["interview-coder", "demo", "--no-open"])
    return bench / "interview-coder-demo"


def test_the_tour_of_the_readme_works_from_its_first_line_to_its_last(bench: Path) -> None:
    (tour,) = blocks("README.md", marker="tour")
    printed = {line: run(bench, ["bash", "-c", line]) for line in commands(tour)}
    (coded,) = (line for line in printed if line.startswith("interview-coder code 01-nadia"))
    assert "Quatre centimes le ticket" in printed[coded]
    assert all(printed.values())


@pytest.mark.parametrize("block", blocks("docs/project-file.md", language="python"))
def test_the_examples_in_python_work(bench: Path, demo: Path, block: str) -> None:
    assert run(bench, [sys.executable, "-c", block], demo)


def test_the_examples_for_sqlite3_work(bench: Path, demo: Path) -> None:
    if shutil.which("sqlite3") is None:
        pytest.skip("sqlite3 is not on this machine")
    examples = [block for block in blocks("docs/project-file.md", language="sh") if block.startswith("sqlite3")]
    assert examples
    for example in examples:
        assert run(bench, ["bash", "-c", example], demo).startswith("code,coder,codings\n")


def test_the_example_in_r_works(bench: Path, demo: Path) -> None:
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('RSQLite', quietly = TRUE))"]
    if shutil.which("Rscript") is None or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("R with RSQLite is not on this machine")
    for block in blocks("docs/project-file.md", language="r"):
        assert run(bench, ["Rscript", "-e", block], demo)


def test_the_description_of_the_file_names_every_table() -> None:
    made = {name for name, sql in schema.expected_schema().items() if sql.split()[1] in ("TABLE", "VIRTUAL")}
    assert made - set(re.findall(r"`(\w+)`", DESCRIPTION)) == set()


def test_the_description_of_the_file_names_every_view_and_its_columns(demo: Path) -> None:
    described = dict(re.findall(r"^\| `(v_\w+)` \|.*\| `(.+)` \|$", DESCRIPTION, re.MULTILINE))
    project = sqlite3.connect(demo / "demo.icoder")
    views = [name for (name,) in project.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    columns = {view: [column[0] for column in project.execute(f"SELECT * FROM {view}").description] for view in views}
    project.close()
    assert {view: ", ".join(names) for view, names in columns.items()} == described


@pytest.mark.parametrize(("language", "name"), PICTURES["PICTURES"].items())
def test_the_picture_shows_what_the_command_prints_today(language: str, name: str) -> None:
    picture = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    assert lines_of(picture) == lines_of(PICTURES["picture"](PICTURES["printed"](language)))


def lines_of(picture: str) -> list[str]:
    """The texts that a picture shows, in order."""
    return ["".join(text.itertext()).strip("\u00a0\n") for text in ET.fromstring(picture).iter(f"{SVG}text")]
