"""The sample project, made once by the program itself; each test gets it as new."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import ic


@dataclass(frozen=True)
class Stage:
    """A folder whose project every test finds at the same path, and the untouched copies it is put back from."""

    live: Path
    project: Path
    state: Path

    def set(self, state: Path) -> Path:
        """Put the project and its state folder back as they were made; the project file."""
        shutil.rmtree(self.live, ignore_errors=True)
        shutil.copytree(self.project, self.live)
        shutil.copytree(self.state, state, dirs_exist_ok=True)
        return next(self.live.glob("*.icoder"))


def _make(folder: Path, *commands: tuple[object, ...]) -> Stage:
    """Run commands in `folder/live` and keep what they made."""
    live, state, before = folder / "live", folder / "state", Path.cwd()
    live.mkdir()
    chosen = {"INTERVIEW_CODER_STATE": str(state), "INTERVIEW_CODER_LANG": "en"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in chosen.items():
            patch.setenv(name, value)
        patch.delenv("INTERVIEW_CODER_PROJECT", raising=False)
        os.chdir(live)
        try:
            for command in commands:
                answer = ic(*command)
                assert answer.code == 0, answer.err
        finally:
            os.chdir(before)
    shutil.copytree(live, folder / "made")
    return Stage(live, folder / "made", state)


@pytest.fixture(scope="session")
def _demo_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return _make(tmp_path_factory.mktemp("demo"), ("demo", ".", "--no-open"))


@pytest.fixture(scope="session")
def _prepared_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("prepared")
    return _make(folder, ("demo", ".", "--no-open"), ("prepare", "01-nadia", "13-priya"))


@pytest.fixture
def demo(_demo_stage: Stage, own_state_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample project, whose folder is the current one; its path."""
    path = _demo_stage.set(own_state_folder)
    monkeypatch.chdir(path.parent)
    return path


@pytest.fixture
def prepared(_prepared_stage: Stage, own_state_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample project with two transcripts prepared, whose folder is the current one; its path."""
    path = _prepared_stage.set(own_state_folder)
    monkeypatch.chdir(path.parent)
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
