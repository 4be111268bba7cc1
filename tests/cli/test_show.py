"""`show` for people: the page fits the terminal, and codes stand where they begin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import do, rows

STYLE = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("width", [50, 80, 109, 110, 140, 200])
def test_a_page_fits_the_terminal_and_loses_nothing(demo: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = STYLE.sub("", do("show", "01-nadia", terminal=True).out).splitlines()
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) > width - 15
    page = "\n".join(lines)
    (whole,) = rows("show", "01-nadia")
    assert page.count(" (Amina)") + page.count(" (Jules)") == len(whole["codings"])
    said = re.sub(r"\|.*", "", page)
    for turn in whole["turns"]:
        for word in re.split(r"[\s-]", whole["text"][turn["start"] : turn["end"]]):  # lines end after hyphens too
            assert word in said
    beside = [line for line in lines if re.search(r"\S.*\| ", line)]
    assert bool(beside) == (width >= 110)


def test_a_pipe_gets_72_columns_of_text_with_the_codes_beside_it(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    lines = do("show", "01-nadia").out.splitlines()
    assert {line.index("| ") for line in lines if "| " in line} == {len("Enquêtrice") + 2 + 72 + 2}


def test_under_110_columns_the_codes_stand_under_the_line_where_they_begin(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = rows("show", "01-nadia")
    do("code", "01-nadia", whole["turns"][0]["start"], whole["turns"][0]["start"] + 7, "pay")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    lines = do("show", "01-nadia", terminal=True).out.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("Enquêtrice"))
    assert lines[first + 1] == f"{' ' * 12}| pay (demo)"


def test_no_style_is_around_nothing(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for width in ("80", "140"):
        monkeypatch.setenv("COLUMNS", width)
        page = do("show", "01-nadia", terminal=True).out
        assert STYLE.search(page)
        assert not re.search(r"\x1b\[[1-9][\d;]*m\s*\x1b\[0m", page)
