"""Whatever the format, the span of a turn holds exactly what was said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.formats.registry import read_bytes
from tests.formats import builders
from tests.formats.builders import Turns

LETTERS = ["a", "é", "e\u0301", "’", "ß", "œ", "😀", "👩‍🔬", "𝒳", "&", "<", "ﬁ", "К"]
WORD = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=6).map("".join)
SPEECH = st.lists(WORD, min_size=1, max_size=8).map(lambda words: "mais " + " ".join(words))
SPEAKERS = ("Enquêteur", "Mme Rouﬀ", "Zoe\u0308")


@st.composite
def interviews(draw: st.DrawFn) -> Turns:
    """Interviews in which each speaker speaks at least twice and never twice in a row."""
    said = draw(st.lists(SPEECH, min_size=6, max_size=12))
    return [(SPEAKERS[n % len(SPEAKERS)], speech) for n, speech in enumerate(said)]


def text(turns: Turns, codec: str = "utf-8", newline: str = "\n", mark: str = "") -> bytes:
    return builders.lines(turns, mark).replace("\n", newline).encode(codec)


WRITERS: dict[str, Callable[[Turns], bytes]] = {
    "lf.txt": text,
    "crlf.txt": lambda turns: text(turns, newline="\r\n"),
    "cr.txt": lambda turns: text(turns, newline="\r"),
    "bom.txt": lambda turns: text(turns, "utf-8-sig", "\r\n"),
    "utf16.txt": lambda turns: text(turns, "utf-16"),
    "stars.md": lambda turns: text(turns, mark="**"),
    "word.docx": builders.word_file,
    "open.odt": builders.open_file,
    "page.html": builders.page,
    "voices.vtt": builders.vtt,
    "crlf.vtt": lambda turns: b"\xef\xbb\xbf" + builders.vtt(turns).replace(b"\n", b"\r\n"),
    "names.srt": builders.srt,
    "rows.csv": builders.table,
    "rows.tsv": lambda turns: builders.table(turns, "\t"),
    "excel.csv": lambda turns: b"\xef\xbb\xbf" + builders.table(turns, ";"),
}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None)
@given(turns=interviews())
def test_every_turn_spans_exactly_what_was_said(name: str, turns: Turns) -> None:
    found = read_bytes(WRITERS[name](turns), name)
    assert [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns] == list(turns)
    assert found.warnings == ()
