"""Real interviews: nearly every word lies in a turn, no header stays in speech, the roles are right."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from interview_coder.domain.headers import find_turns
from interview_coder.domain.languages import detect_language
from interview_coder.domain.speakers import guess_roles, share_in_turns
from interview_coder.domain.text import word_starts
from interview_coder.domain.transcripts import INTERVIEWEE, INTERVIEWER, Reading
from interview_coder.formats.registry import read
from tests.domain.test_headers import STYLES_WITH_TIME, STYLES_WITHOUT_TIME

ARTISANS = 24
ROLES = {"Chercheur": INTERVIEWER, "Checheur": INTERVIEWER, "Interviewe": INTERVIEWEE}


@cache
def artisans(data: Path) -> tuple[Reading, ...]:
    """The readings of the 24 interviews."""
    return tuple(read(path) for path in sorted((data / "corpora/fr-artisans/raw").glob("*.docx")))


def conversations(data: Path) -> Iterator[str]:
    """The texts of the interviews held by a program."""
    csv.field_size_limit(10**9)
    for path in sorted((data / "corpora/en-ai-interviews").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row["text"] for row in csv.DictReader(file))


def test_all_but_titles_of_real_docx_interviews_lies_in_turns(data: Path) -> None:
    readings = artisans(data)
    assert len(readings) == ARTISANS
    assert min(share_in_turns(word_starts(reading.text), reading.turns) for reading in readings) >= 0.99


def test_every_header_line_of_real_docx_interviews_is_a_header(data: Path) -> None:
    for reading in artisans(data):
        lines = [match.start() for match in re.finditer(r"^\[(?!\.)[^\]\n]+\]", reading.text, re.MULTILINE)]
        assert lines
        inside = [at for at in lines for turn in reading.turns if turn.start <= at < turn.end]
        assert inside == []
        headers = {turn.header[0] for turn in reading.turns if turn.header}
        assert headers <= set(lines)
        silent = [reading.text[at:].split("\n", 2)[1].strip() for at in set(lines) - headers]
        assert silent == [""] * len(silent)


def test_the_roles_of_real_docx_interviews_are_right(data: Path) -> None:
    for reading in artisans(data):
        assert guess_roles(reading.text, reading.turns) == {
            turn.speaker: ROLES[turn.speaker or ""] for turn in reading.turns
        }


def test_the_roles_of_real_interviews_are_right_without_role_words(data: Path) -> None:
    for reading in artisans(data):
        text = re.sub(r"^\[Che?r?cheur\]", "[Anna]", reading.text, flags=re.MULTILINE).replace("[Interviewe]", "[Marc]")
        assert guess_roles(text, find_turns(text)) == {"Anna": INTERVIEWER, "Marc": INTERVIEWEE}
    for text in conversations(data):
        renamed = re.sub(r"^(Assistant|AI):", "Zoe:", text, flags=re.MULTILINE).replace("User:", "Paul:")
        assert guess_roles(renamed, find_turns(renamed)) == {"Zoe": INTERVIEWER, "Paul": INTERVIEWEE}


@pytest.mark.parametrize(
    "header",
    [*STYLES_WITHOUT_TIME.values(), *(style[0] for style in STYLES_WITH_TIME.values())],
    ids=[*STYLES_WITHOUT_TIME, *STYLES_WITH_TIME],
)
def test_real_interviews_rewritten_in_any_style_have_the_same_turns(data: Path, header: str) -> None:
    for reading in artisans(data)[::4]:
        names = {"Interviewe": "Marc"}
        turns = [(names.get(turn.speaker or "", "Anna"), reading.text[turn.start : turn.end]) for turn in reading.turns]
        text = "Entretien\n\n" + "\n\n".join(header.format(n=name) + speech for name, speech in turns)
        assert [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text)] == turns


def test_every_header_with_speech_of_conversations_with_a_program_is_found_and_nothing_else(data: Path) -> None:
    n = 0
    for text in conversations(data):
        turns = find_turns(text)
        said = re.findall(r"^(AI|User|Assistant):(?=\s*(?!\s|(?:AI|User|Assistant):)\S)", text, re.MULTILINE)
        assert [turn.speaker for turn in turns] == said
        assert set(guess_roles(text, turns).items()) <= {
            ("AI", INTERVIEWER),
            ("Assistant", INTERVIEWER),
            ("User", INTERVIEWEE),
        }
        assert share_in_turns(word_starts(text), turns) >= 0.99
        assert detect_language(text) == "en"
        n += 1
    assert n == 250


def test_one_interview_as_html_text_and_vtt_has_the_same_speakers_and_speech(data: Path) -> None:
    said = {}
    for suffix in ("html", "txt", "vtt"):
        reading = read(data / f"corpora/import-files/noscribe/interview.{suffix}")
        # noScribe writes times inside long speech, and a space before the end of an overlap, only in some formats.
        said[suffix] = [
            (turn.speaker, re.sub(r"\s*\[\d\d:\d\d:\d\d\]|\s+(?=//)", "", reading.text[turn.start : turn.end]))
            for turn in reading.turns
            if turn.speaker is not None
        ]
        assert detect_language(reading.text) is None
    assert len(said["txt"]) == 55
    assert said["txt"] == said["html"] == said["vtt"]


def test_names_in_brackets_before_speech_are_read(data: Path) -> None:
    reading = read(data / "corpora/import-files/docx/transcript.txt")
    assert [turn.speaker for turn in reading.turns] == ["id1", "id2", "id3", "id1", "id3", "id1", "id2"]


def test_notes_and_unattributed_speech_have_no_turns(data: Path) -> None:
    notes = sorted((data / "corpora/fr-montreuil").glob("0*.md"))
    assert len(notes) == 8
    for path in notes:
        text = path.read_text(encoding="utf-8")
        assert (find_turns(text), detect_language(text)) == ((), "fr")
    spoken = (data / "corpora/fr-spoken/utterances.jsonl").read_text(encoding="utf-8").splitlines()
    text = "\n".join(json.loads(line)["text"] for line in spoken)
    assert (find_turns(text), detect_language(text)) == ((), "fr")
    lessons: dict[str, list[str]] = {}
    for line in (data / "corpora/en-talkmoves/segments.jsonl").read_text(encoding="utf-8").splitlines():
        sentence = json.loads(line)
        lessons.setdefault(sentence["doc"], []).append(sentence["text"])
    for sentences in lessons.values():
        assert (find_turns("\n".join(sentences)), detect_language("\n".join(sentences))) == ((), "en")
