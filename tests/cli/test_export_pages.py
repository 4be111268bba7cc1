"""`export` of coded transcripts to pages for the browser."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.browser import Chromium
from tests.cli.running import do, ic, rows


@pytest.fixture
def study(demo: Path) -> Path:
    """The sample project, which has a case with attributes for each transcript."""
    assert len(rows("attributes", "cases")) == len(rows("transcripts"))
    return demo


def test_one_interview_is_a_page_with_every_coding(browser: Chromium, study: Path) -> None:
    do("export", "tom.html", "--transcript", "12-tom")
    shown = rows("show", "12-tom")[0]
    with browser.open(Path("tom.html")) as opened:
        assert opened.requests == opened.complaints == []
        labels = opened.ask(
            "[...document.querySelectorAll('.labels li')]"
            ".map(li => [li.querySelector('bdi').textContent, li.querySelector('small').textContent])"
        )
        assert sorted(map(tuple, labels)) == sorted((coding["code"], coding["coder"]) for coding in shown["codings"])
        facts = opened.ask("[...document.querySelectorAll('.facts div')].map(d => d.textContent)")
        assert {"positionclient", "CodersAmina, Jules", f"Codings{len(shown['codings'])}"} <= set(facts)
        marked = opened.ask("[...document.querySelectorAll('mark')].map(m => m.textContent).join('')")
        covered = {at for coding in shown["codings"] for at in range(coding["start"], coding["end"])}
        spoken = {at for turn in shown["turns"] for at in range(turn["start"], turn["end"])}
        expected = "".join(shown["text"][at] for at in sorted(covered & spoken))
        assert "".join(marked.split()) == "".join(expected.split())
        counts = opened.ask("[...document.querySelectorAll('.legend h3')].map(h => h.firstChild.textContent)")
        assert set(counts) == {coding["code"] for coding in shown["codings"]}


def test_all_interviews_are_one_page_or_a_folder_of_pages(study: Path) -> None:
    do("export", "all.html")
    do("export", "pages", "--what", "transcripts")
    names = sorted(row["name"] for row in rows("transcripts"))
    page = Path("all.html").read_text(encoding="utf-8")
    assert re.findall(r"<h2 dir=\"auto\">(.*?)</h2>", page) == names
    assert sorted(path.stem for path in Path("pages").iterdir()) == names
    assert len(re.findall("<li><i class", page)) == len(rows("codings"))


def test_a_page_honours_the_filters_and_says_so(study: Path) -> None:
    filters = ("--code", "pay", "--roll-up", "--coder", "Jules", "--where", "position=worker")
    do("export", "some.html", *filters)
    page = html.unescape(Path("some.html").read_text(encoding="utf-8"))
    assert len(re.findall("<li><i class", page)) == len(rows("codings", *filters))
    assert "code pay and those below it; coder Jules; position=worker" in page
    assert "12-tom" not in page


def test_a_folder_that_cannot_be_made_is_refused(study: Path) -> None:
    Path("taken").write_text("mine", encoding="utf-8")
    ic("export", "taken", "--what", "transcripts").refused("taken", "not a folder")
    ic("export", "none/pages", "--what", "transcripts").refused("none")
    ic("export", "page.html", "--what", "codings").refused(".csv, .xlsx, .jsonl")
    ic("export", "pages.pdf", "--what", "transcripts").refused(".html", "a folder")
    assert Path("taken").read_text(encoding="utf-8") == "mine"


def test_transcripts_whose_names_are_no_file_names_get_some(here: Path) -> None:
    for number, name in enumerate(("a:b", "A?b", "..")):
        Path(f"{number}.txt").write_text(f"Anna: mot {number}\n\nBruno: oui\n", encoding="utf-8")
        Path(f"{number}.txt").rename(f"{name}.txt")
    do("new", "p.icoder", "--as", "Ada", "--codebook", "starter")
    ic("import", *(str(path) for path in Path().glob("*.txt")))
    do("export", "pages", "--what", "transcripts")
    assert sorted(path.name for path in Path("pages").iterdir()) == ["A-b.html", "a-b-2.html", "x.html"]
