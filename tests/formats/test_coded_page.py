"""Pages of coded transcripts, looked at in a real browser."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from interview_coder.domain.coded_pages import CodedText, Key, Mark, Said
from interview_coder.formats.code_looks import PATTERNS, looks
from interview_coder.formats.coded_page import write_page
from interview_coder.locale import set_language
from tests.browser import Chromium, Opened

HOSTILE = (
    "</style><script>document.title = 'mine'</script>"
    "\"'><img src=http://example.org/x onerror=alert(1)>&amp;\x1b[2J\u202e"
)
KEYS = [
    Key("a", "pay", "Pay", "What one is paid.", "#0072B2", 2, 1),
    Key("b", "pay/fees", "Fees", "", "#0072B2", 1, 1),
    Key("c", "care", "Care", "Work at home.", None, 1, 1),
]
STRIPES = """[...document.querySelectorAll('.turn > .s')].map(stripe => {
    const box = stripe.getBoundingClientRect();
    return {left: box.left, right: box.right, top: box.top, bottom: box.bottom, title: stripe.title};
})"""
LINES = """[...document.querySelectorAll('.l')].map(line => {
    const box = line.getBoundingClientRect();
    return {top: box.top, bottom: box.bottom, right: box.right, text: line.textContent};
})"""


def interview(turns: int, words: int = 60) -> tuple[str, list[Said]]:
    """An invented interview whose words are numbered."""
    text, said = "", []
    for n in range(turns):
        header = (len(text), len(text) + 6)
        text += "Nadia:" if n % 2 else "Asks: "
        body = " " + " ".join(f"w{n}.{m}" for m in range(words))
        start = len(text) + 1
        text += body + "\n\n"
        role = "interviewee" if n % 2 else "interviewer"
        said.append(Said(n + 1, start, start + len(body) - 1, header, "Nadia" if n % 2 else "Asks", role, n * 61_000))
    return text, said


def page(path: Path, texts: Sequence[CodedText], keys: Sequence[Key] = KEYS, title: str = "Page") -> Path:
    stream = io.StringIO()
    write_page(texts, keys, stream, title=title, notes=("As of today.",))
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def check_stripes(opened: Opened, text: CodedText) -> None:
    """Every coding has stripes that reach from its first line to its last; none lies over another, or over text."""
    stripes, lines = opened.ask(STRIPES), opened.ask(LINES)
    for n, one in enumerate(stripes):
        for other in stripes[n + 1 :]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert apart or one["bottom"] <= other["top"] + 0.5 or other["bottom"] <= one["top"] + 0.5, (one, other)
        assert one["left"] >= max(line["right"] for line in lines) - 1
    for mark in text.marks:
        first, *_, last = text.text[mark.start : mark.end].split() or [""]
        mine = [stripe for stripe in stripes if stripe["title"].endswith(mark.memo)]
        (top,) = [line["top"] for line in lines if re.search(rf"{re.escape(first)}(?!\d)", line["text"])]
        (bottom,) = [line["bottom"] for line in lines if re.search(rf"{re.escape(last)}(?!\d)", line["text"])]
        assert abs(min(stripe["top"] for stripe in mine) - top) < 4
        assert abs(max(stripe["bottom"] for stripe in mine) - bottom) < 4


@pytest.mark.parametrize("width", [1200, 800, 480])
def test_stripes_of_any_number_of_codings_stand_beside_their_lines(
    browser: Chromium, tmp_path: Path, width: int
) -> None:
    text, said = interview(9)
    places = [match.span() for match in re.finditer(r"w\d+\.\d+", text)]
    chance = random.Random(1)
    marks = []
    for n in range(25):
        first = chance.randrange(len(places) - 130)
        last = first + chance.choice([1, 5, 20, 120])
        marks.append(Mark(places[first][0], places[last][1], chance.choice("abc"), "Ada", f"<memo {n}>"))
    coded = CodedText("one", "en", text, said, marks)
    with browser.open(page(tmp_path / "page.html", [coded]), width=width) as opened:
        check_stripes(opened, coded)
        assert opened.ask("document.documentElement.scrollWidth") <= width
        assert opened.requests == opened.complaints == []
        assert opened.ask("document.querySelectorAll('.labels li').length") == len(marks)


def test_stripes_stand_beside_their_lines_in_print(browser: Chromium, tmp_path: Path) -> None:
    text, said = interview(4)
    marks = [Mark(said[1].start, said[3].end, "a", "Ada", "<long>"), Mark(said[3].start, said[3].end, "b", "Bo", "<b>")]
    coded = CodedText("one", "en", text, said, marks)
    with browser.open(page(tmp_path / "page.html", [coded]), width=720, media="print", scheme="dark") as opened:
        check_stripes(opened, coded)
        assert opened.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_hostile_transcript_is_shown_and_does_nothing(browser: Chromium, tmp_path: Path) -> None:
    text = f"{HOSTILE}\n\nEnd."
    said = [Said(1, 0, len(HOSTILE), None, HOSTILE, None, None)]
    marks = [Mark(0, len(HOSTILE), "x", HOSTILE, HOSTILE)]
    key = Key("x", HOSTILE, HOSTILE, HOSTILE, "red;} body{display:none", 1, 1)
    coded = CodedText(HOSTILE, '"><b>', text, said, marks, HOSTILE, {HOSTILE: HOSTILE})
    path = page(tmp_path / "page.html", [coded, coded], [key], title=HOSTILE)
    with browser.open(path) as opened:
        assert opened.requests == opened.complaints == []
        assert opened.ask("document.querySelectorAll('script, img, body b b').length") == 0
        assert opened.ask("document.title").startswith("</style>")
        shown = "".join(line["text"] for line in opened.ask(LINES))
        assert "onerror=alert(1)>&amp;" in shown
        assert "\x1b" not in opened.ask("document.documentElement.outerHTML")
        assert opened.ask("document.querySelector('main').getBoundingClientRect().height") > 0


def test_speech_keeps_its_direction_language_emoji_and_spaces(browser: Chromium, tmp_path: Path) -> None:
    arabic, french = "مرحبا، كيف الحال؟", "Ça va 😀👩‍🌾  « bien »"
    text = f"{arabic}\n{french}"
    said = [Said(1, 0, len(arabic), None, "أ", None, None), Said(2, len(arabic) + 1, len(text), None, "B", None, None)]
    coded = CodedText("one", "fr", text, said, [Mark(len(arabic) + 7, len(arabic) + 8, "c", "Ada")])
    with browser.open(page(tmp_path / "page.html", [coded])) as opened:
        lines = opened.ask("[...document.querySelectorAll('.l')].map(l => [l.textContent, l.dir, l.lang])")
        assert lines == [[arabic, "rtl", "fr"], [french, "", "fr"]]
        assert opened.ask("document.querySelector('mark').textContent") == "😀"


def test_dark_mode_turns_the_page_dark(browser: Chromium, tmp_path: Path) -> None:
    text, said = interview(2)
    path = page(tmp_path / "page.html", [CodedText("one", None, text, said, [])])
    seen = {}
    for scheme in ("light", "dark"):
        with browser.open(path, scheme=scheme) as opened:  # type: ignore[arg-type]
            seen[scheme] = opened.ask("getComputedStyle(document.body).backgroundColor")
            assert opened.ask("document.querySelectorAll('.turn .s').length") == 0
    assert seen["light"] != seen["dark"]


def test_a_page_speaks_french_and_links_to_every_transcript(browser: Chromium, tmp_path: Path) -> None:
    text, said = interview(2)
    texts = [
        CodedText(name, "fr", text, said, [Mark(said[0].start, said[0].end, "a", "Ada")]) for name in ("un", "deux")
    ]
    set_language("fr")
    try:
        path = page(tmp_path / "page.html", texts)
    finally:
        set_language(None)
    with browser.open(path) as opened:
        assert opened.ask("document.documentElement.lang") == "fr"
        links = opened.ask("[...document.querySelectorAll('nav a')].map(a => document.querySelector(a.hash).id)")
        assert links == ["x1", "x2", "codes"]
        assert "Codages\u202f: 2" in opened.ask("document.querySelector('.counts').textContent")


def test_codes_of_one_colour_differ_in_pattern_and_all_in_number() -> None:
    keys = [Key(str(n), f"code {n}", "", "", "#0072B2" if n % 2 else None, 1, 1) for n in range(PATTERNS)]
    found = looks(keys).values()
    assert len({(look.colour, look.pattern) for look in found}) == len(keys)
    assert [look.number for look in found] == list(range(1, len(keys) + 1))


def test_a_transcript_with_nothing_said_or_without_turns_is_a_page_too() -> None:
    stream = io.StringIO()
    empty = CodedText("empty", None, "", [], [Mark(0, 0, "a", "Ada")])
    bare = CodedText("bare", None, "One.\n\nTwo.", [], [Mark(6, 10, "a", "Ada")])
    write_page([empty, bare], KEYS, stream, title="x")
    assert stream.getvalue().count('class="l"') == 3
    assert stream.getvalue().count("<mark ") == 1
