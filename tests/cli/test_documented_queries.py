"""The pages about queries: their examples work on the sample project, and both languages say the same."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.architecture.documents import blocks, commands
from tests.cli.running import do, rows

PAGES = ("docs/queries.md", "docs/queries.fr.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_work(demo: Path, page: str) -> None:
    for command in commands("".join(blocks(page, language="sh"))):
        program, *words = shlex.split(command)
        assert program == "interview-coder"
        assert do(*words).out


def test_the_examples_select_codings_and_the_same_in_both_languages(demo: Path) -> None:
    english, french = ("".join(blocks(page, language="query")).splitlines() for page in PAGES)
    for one, other in zip(english, french, strict=True):
        found = rows("codings", "--query", one)
        assert found, one
        assert found == rows("codings", "--query", other), other
