"""Fixtures for tests of the project file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_coder.services import importing
from tests.store.builders import quick_folder


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder that does not wait for a disk."""
    with quick_folder() as folder:
        yield folder


@pytest.fixture
def place(quick: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for a project whose state folder lies beside it, and imports that save every two files."""
    (quick / "work").mkdir()
    (quick / "state").mkdir()
    monkeypatch.setenv("INTERVIEW_CODER_STATE", str(quick / "state"))
    monkeypatch.setattr(importing, "_BATCH", 2)
    return quick / "work"
