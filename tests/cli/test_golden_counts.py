"""The pages of counts as people read them in a terminal of 80 columns, byte for byte, in both languages.

After a wanted change, `INTERVIEW_CODER_RENEW_GOLDEN=1 pytest tests/cli/test_golden_counts.py` writes them anew; look
at the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.running import do
from tests.cli.test_golden import GOLDEN, masked

PAGES = {
    "crosstab": ("crosstab", "position"),
    "crosstab-suppressed": ("crosstab", "gender", "--count", "codings", "--rows", "--suppress", "4"),
    "crosstab-bins": ("crosstab", "monthly_income", "--bins", "q2", "--code", "pay", "--roll-up"),
    "cooccurrence": ("cooccurrence", "--min", "6"),
    "cooccurrence-matrix": ("cooccurrence", "--within", "span", "--matrix", "--min", "3"),
    "sequences": ("sequences", "--min", "8"),
    "saturation": ("saturation",),
    "saturation-rules": ("saturation", "--rules", "--where", "position=worker"),
    "portrait": ("portrait", "01-nadia", "--coder", "Amina"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_counts_are_as_they_were(
    demo: Path, page: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    found = masked(do("--lang", language, *PAGES[page], terminal=True).out)
    golden = GOLDEN / f"{page}.{language}.txt"
    if os.environ.get("INTERVIEW_CODER_RENEW_GOLDEN"):
        golden.write_bytes(found.encode())
    assert found.encode() == golden.read_bytes()
