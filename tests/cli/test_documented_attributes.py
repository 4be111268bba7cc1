"""The pages about attributes: their examples work on the sample project, and both languages show the same."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.architecture.documents import blocks, commands
from tests.cli.running import do, rows

PAGES = ("docs/attributes.md", "docs/attributes.fr.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_work(demo: Path, page: str) -> None:
    Path("people.csv").write_text("".join(blocks(page, language="csv")), encoding="utf-8")
    for command in commands("".join(blocks(page, language="sh"))):
        program, *words = shlex.split(command)
        assert program == "interview-coder"
        assert do(*words).out
    known = {row["case"]: row["attributes"] for row in rows("attributes", "cases")}
    assert known["Nadia B."]["region"] == "Nord"
    assert known["Nadia B."]["satisfied"] is False
    assert known["Nadia B."]["revenu"] == 85
    assert "position" not in known["03-solange"]


def test_both_pages_have_the_same_examples() -> None:
    english, french = (
        [command.partition(" #")[0].strip() for command in commands("".join(blocks(page, language="sh")))]
        for page in PAGES
    )
    assert english == french
    assert blocks(PAGES[0], language="csv") == blocks(PAGES[1], language="csv")
