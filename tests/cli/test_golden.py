"""What people read, byte for byte: the golden files hold it, with ids, dates and paths masked.

After a wanted change, `INTERVIEW_CODER_RENEW_GOLDEN=1 pytest tests/cli/test_golden.py` writes them anew; look at
the difference before keeping it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.cli.running import do

GOLDEN = Path(__file__).parent / "golden"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d(?! \d\d:)")
SAID = (
    "Le soir je m'assois ici, quand les deux dorment, et je clique jusqu'à minuit : c'est ma troisième journée."
    " « Encore cinq minutes », voilà ce que je dis."
)
TALK = f"""\
Entretien n° 3
Lieu : Lille

Enquêtrice: Et le soir, vous travaillez encore ?
Nadia: {SAID}
Enquêtrice: Tous les jours ?
Nadia: Sauf le dimanche.
"""
TIMED = """\
WEBVTT

1
00:00:05.000 --> 00:00:07.000
<v Interviewer>What do you do at night?

2
00:01:02.500 --> 00:01:09.000
<v Tom>I check what the machine says, and mostly it is wrong.
"""


def masked(text: str) -> str:
    """`text` without what differs between two runs."""
    text = UUID.sub("00000000-0000-0000-0000-000000000000", text)
    return DAY.sub("2026-01-01", MINUTE.sub("2026-01-01 00:00", text))


@pytest.fixture
def study(here: Path) -> None:
    """A small project with every kind of step in its history."""
    Path("in").mkdir()
    Path("in/nadia.txt").write_text(TALK, encoding="utf-8")
    Path("in/tom.vtt").write_text(TIMED, encoding="utf-8")
    do("new", "study", "--codebook", "starter", "--language", "fr", "--as", "Amina")
    do("import", "in")
    for start, end, code in ((100, 160, "time"), (112, 180, "work"), (267, 275, "feelings")):
        do("code", "nadia", start, end, code)
    do("--as", "Jules", "code", "tom", 40, 60, "work")
    do("--as", "Jules", "code", "nadia", 100, 160, "time")
    do("speakers", "role", "Tom", "interviewee")
    do("undo")
    do("codebook", "export", "other.yaml")
    book = Path("other.yaml").read_text(encoding="utf-8")
    book = book.replace("name: time", "name: hours").replace("Argent", "Finances").replace("First codes", "Our codes")
    Path("other.yaml").write_text(book, encoding="utf-8")


PAGES = {
    "frequencies": ("frequencies",),
    "frequencies-by-coder": ("frequencies", "--by", "coder,role", "--count", "words"),
    "show": ("show", "nadia"),
    "show-times": ("show", "tom"),
    "history": ("history",),
    "transcripts": ("transcripts",),
    "help": ("speakers", "--help"),
    "codebook-diff": ("codebook", "diff", "other.yaml"),
    "import-dry-run": ("-p", "other.icoder", "import", "in", "--dry-run"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_what_people_read_is_as_it_was(study: None, page: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    do("new", "other")
    where = () if page == "import-dry-run" else ("-p", "study.icoder")
    found = masked(do("--lang", language, *where, *PAGES[page]).out)
    golden = GOLDEN / f"{page}.{language}.txt"
    if os.environ.get("INTERVIEW_CODER_RENEW_GOLDEN"):
        golden.write_bytes(found.encode())
    assert found.encode() == golden.read_bytes()
