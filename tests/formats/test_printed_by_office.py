"""Interviews printed, or saved as Rich Text, by LibreOffice say what they say in Word: where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.formats.registry import read

INTERVIEWS = 4


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder; the tests are skipped without LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this machine")
    return tmp_path_factory.mktemp("office")


def converted(office: Path, kind: str, files: list[Path]) -> list[Path]:
    """The files as LibreOffice writes them in another format."""
    profile = f"-env:UserInstallation={(office / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(office), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [office / f"{file.stem}.{kind}" for file in files]


def said(found: Reading) -> list[tuple[str | None, list[str], int | None, int | None]]:
    return [
        (turn.speaker, found.text[turn.start : turn.end].split(), turn.start_ms, turn.end_ms) for turn in found.turns
    ]


@pytest.mark.parametrize("kind", ["pdf", "rtf"])
def test_real_interviews_keep_every_word_turn_and_time(office: Path, data: Path, kind: str) -> None:
    files = sorted((data / "corpora/fr-artisans/raw").glob("*.docx"))[:INTERVIEWS]
    for original, copy in zip(files, converted(office, kind, files), strict=True):
        before, after = read(original), read(copy)
        assert after.format == kind
        assert said(after) == said(before)
        assert after.text.split() == before.text.split()


def test_notes_comments_tables_and_changes_in_rich_text_are_read_as_in_word(office: Path, data: Path) -> None:
    files = sorted((data / "corpora/import-files/docx").glob("*.docx"))
    assert len(files) == 7
    for original, copy in zip(files, converted(office, "rtf", files), strict=True):
        before, after = read(original), read(copy)
        assert after.text == before.text
        assert [warning.replace(".rtf", ".docx") for warning in after.warnings] == list(before.warnings)
