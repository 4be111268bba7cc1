"""Interviews that come in twice in slightly different form are named, at import and before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import do, rows
from tests.domain.test_likeness import interview


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    do("new", "study")
    words = interview(1)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/first.txt").write_text(" ".join(words), encoding="utf-8")
    (tmp_path / "in/other.txt").write_text(" ".join(interview(2)), encoding="utf-8")
    (tmp_path / "in/second.md").write_text("Version 2\n\n" + " ".join(words), encoding="utf-8")
    return tmp_path / "in"


def near(found: list[dict[str, object]]) -> dict[object, list[object]]:
    return {
        row["transcript"]: [text for text in row["warnings"] if "share" in str(text)]  # type: ignore[attr-defined]
        for row in found
    }


def test_two_versions_in_one_import_are_named_with_their_share_before_anything_is_changed(folder: Path) -> None:
    warning = "second and first share 100% of their text: a copy, or two versions of one interview?"
    expected = {"first": [], "other": [], "second": [warning]}
    assert near(rows("import", folder, "--dry-run")) == expected
    assert near(rows("import", folder)) == expected
    assert len(rows("transcripts")) == 3


def test_a_version_of_an_interview_that_is_in_the_project_is_named(folder: Path) -> None:
    do("import", folder / "first.txt")
    for extra in (("--dry-run",), ()):
        assert "second and first share 100%" in str(near(rows("import", folder / "second.md", *extra))["second"])


def test_the_warning_speaks_french(folder: Path) -> None:
    shown = do("--lang", "fr", "import", folder, "--dry-run").out
    assert "second et first ont 100\u202f% de leur texte en commun" in shown
