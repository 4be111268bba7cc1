"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import browser

__all__ = ["browser"]

REPOSITORY = Path(__file__).resolve().parents[1]


# A loaded machine is no failure: properties are checked without a clock.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has its own state folder and speaks English, whatever the machine."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("INTERVIEW_CODER_STATE", str(folder))
    monkeypatch.setenv("INTERVIEW_CODER_LANG", "en")
    monkeypatch.delenv("INTERVIEW_CODER_PROJECT", raising=False)
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real corpora for local tests; tests that need it are skipped where it is not there."""
    folder = Path(os.environ.get("INTERVIEW_CODER_DATA", REPOSITORY.parent / "shared"))
    if not (folder / "corpora").is_dir():
        pytest.skip("the real corpora are not on this machine ($INTERVIEW_CODER_DATA)")
    return folder


@pytest.fixture(scope="session")
def sample() -> Path:
    """The fictional sample corpus of the repository."""
    return REPOSITORY / "corpus_sample"
