"""Transcriber: who speaks when, also over each other, with laughter in brackets and topics as headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read, read_bytes
from tests.formats.builders import INTERVIEW, transcriber


def spoken(found: Reading) -> list[tuple[str | None, str, int | None, int | None]]:
    return [(turn.speaker, found.text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in found.turns]


def test_turns_have_their_speakers_and_times() -> None:
    found = read_bytes(transcriber(INTERVIEW), "e.trs")
    assert spoken(found) == [(who, said, 10_000 * n, 10_000 * n + 9_500) for n, (who, said) in enumerate(INTERVIEW)]
    assert found.text.startswith("Enquêteur: Comment")


def test_speakers_who_talk_at_once_have_each_their_turn_at_the_same_time() -> None:
    both = (
        '<Turn speaker="sp0 sp1" startTime="50" endTime="60"><Sync time="50"/><Who nb="1"/>oui<Who nb="2"/>non'
        '<Sync time="55.25"/><Who nb="2"/>si</Turn>'
    )
    assert spoken(read_bytes(transcriber(INTERVIEW, both), "e.trs"))[-2:] == [
        ("Enquêteur", "oui", 50_000, 55_250),
        ("Mme Roux", "non si", 50_000, 60_000),
    ]


def test_events_are_in_brackets_and_comments_left_out_and_counted() -> None:
    turn = (
        '<Turn speaker="sp0" startTime="50" endTime="60"><Sync time="50"/>ah<Event desc="rire"/>bon '
        '<Event desc="b" extent="begin"/>et<Event desc="b" extent="end"/><Comment desc="à vérifier"/>'
        '<Background time="51" type="music"/>voilà</Turn>'
    )
    found = read_bytes(transcriber(INTERVIEW, turn), "e.trs")
    assert spoken(found)[-1][1] == "ah [rire] bon [b-] et [-b] voilà"
    assert found.warnings == ("e.trs: comments left out: 1.",)


def test_a_topic_is_a_heading_and_in_no_turn() -> None:
    more = '</Section><Section topic="to1"><Turn speaker="sp1" startTime="50" endTime="60">oui</Turn>'
    found = read_bytes(transcriber(INTERVIEW, more), "e.trs")
    assert found.text.endswith("à côté.\n\nLe métier\n\nMme Roux: oui\n")
    last = found.turns[-1]
    assert last.header is not None
    assert found.text[slice(*last.header)] == "Mme Roux:"
    assert found.text[last.start : last.end] == "oui"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE Trans [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE Trans [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Trans [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
    ],
)
def test_entities_are_refused(head: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.trs declares a document type or entities"):
        read_bytes(transcriber(INTERVIEW, head=head), "e.trs")


def test_a_file_that_breaks_off_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.trs is damaged: its XML breaks off .* at line \d"):
        read_bytes(transcriber(INTERVIEW)[:-30], "e.trs")


def test_a_news_broadcast_of_transcriber_is_read_in_its_own_encoding(data: Path) -> None:
    found = read(data / "corpora/import-files/transcriber/frint980428.trs")
    assert [(who, start, end) for who, _, start, end in spoken(found)] == [
        ("Simon Tivolle", 0, 387),
        ("Patricia Martin", 0, 387),
        ("Simon Tivolle", 387, 4_736),
        ("Patricia Martin", 9_609, 10_790),
        ("Simon Tivolle", 10_790, 20_000),
    ]
    assert [said for _, said, *_ in spoken(found)][:3] == [
        *("ouais .", "sûr ?"),
        "ah bon ? [rire] non . blague , blague de Patricia . [i] France-Inter , [rire-] il est 7 heures [-rire] .",
    ]
    assert found.text.endswith("aujourd'hui et demain à Lyon pour tirer les enseignements du\n")
    assert "\n\nles titres\n\n" in found.text
