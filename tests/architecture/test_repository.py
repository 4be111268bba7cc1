"""The repository as a whole: what its files say agrees, and nothing in it belongs to one machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from interview_coder import __version__
from tests.architecture.documents import blocks, commands
from tests.architecture.source import REPOSITORY

READMES = ("README.md", "README.fr.md")
MARKERS = ("try-command", "test-command")
# Split, so that this file does not hold what it looks for. Makers of assistants, and places on one machine.
NOT_OURS = re.compile(
    "|".join(("cla" + "ude", "anth" + "ropic", "chat" + "gpt", "cop" + "ilot", r"(?<![\w.])/(work|root|home)" + "/")),
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\]\((?!\w+:|#)([^)#]+)[^)]*\)")


def files() -> list[Path]:
    """Every file of the repository, tracked or about to be."""
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    paths = (REPOSITORY / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_file_mentions_a_machine_or_an_assistant() -> None:
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        match = NOT_OURS.search(text) or NOT_OURS.search(path.name)
        if match:
            found.append(f"{path.relative_to(REPOSITORY)}: {match.group()}")
    assert found == []


@pytest.mark.parametrize("marker", MARKERS)
def test_the_readme_has_each_command_once_and_on_one_line(marker: str) -> None:
    (block,) = blocks("README.md", marker=marker)
    (command,) = block.splitlines()
    assert command.startswith("python3 -m venv .venv && ")


@pytest.mark.parametrize("marker", [*MARKERS, "tour"])
def test_both_readmes_give_the_same_commands(marker: str) -> None:
    english, french = (commands("".join(blocks(readme, marker=marker))) for readme in READMES)
    assert english == french
    assert english


def test_the_checks_run_the_command_of_the_readme() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    extraction = re.search(r"^test_command=\$\((?P<extraction>.*?)\)$", script, re.MULTILINE | re.DOTALL)
    assert extraction is not None
    assert 'step "$test_command"' in script
    assert "pytest" not in script
    found = subprocess.run(
        ["bash", "-c", extraction["extraction"]], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert [found.stdout] == blocks("README.md", marker="test-command")


def test_every_place_names_the_same_version() -> None:
    citation = YAML(typ="safe").load(REPOSITORY / "CITATION.cff")
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\]", changes, re.MULTILINE)
    assert citation["version"] == __version__
    assert newest is not None
    assert newest[1] == __version__
    for readme in READMES:
        assert f"version {__version__} [" in (REPOSITORY / readme).read_text(encoding="utf-8")


def test_the_citation_file_has_what_its_format_demands() -> None:
    citation = YAML(typ="safe").load(REPOSITORY / "CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert citation["title"] == "interview-coder"
    assert citation["message"]
    assert all(author.get("name") or author.get("family-names") for author in citation["authors"])


@pytest.mark.parametrize("document", [*READMES, "CHANGELOG.md", "docs/project-file.md"])
def test_every_file_that_a_document_points_to_is_there(document: str) -> None:
    folder = (REPOSITORY / document).parent
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    assert [place for place in ADDRESS.findall(text) if not (folder / place).exists()] == []


@pytest.mark.parametrize("name", ["frequencies.svg", "frequencies.fr.svg"])
def test_pictures_fetch_nothing(name: str) -> None:
    picture = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    assert "url(http" not in picture
    assert not any(key.endswith("href") for element in ET.fromstring(picture).iter() for key in element.attrib)
