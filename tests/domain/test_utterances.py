"""Cues become a running text with turns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.transcripts import Turn
from interview_coder.domain.utterances import Utterance, compose


def test_consecutive_cues_of_one_speaker_are_one_turn_with_the_first_start_and_the_last_end() -> None:
    text, turns = compose(
        [
            Utterance("Anna", " Bonjour,", 1000, 2000),
            Utterance(" Anna ", "ça va ?\n", 2500, 3000),
            Utterance("Ben", "Oui.", None, None),
        ]
    )
    assert text == "Anna: Bonjour, ça va ?\n\nBen: Oui.\n"
    assert turns == (Turn("Anna", 6, 22, (0, 5), 1000, 3000), Turn("Ben", 29, 33, (24, 28), None, None))


def test_cues_without_speaker_join_only_inside_a_sentence() -> None:
    text, turns = compose(
        [
            Utterance(None, "We went", 0, 1),
            Utterance(None, "home.", 1, 2),
            Utterance(None, "“Late?”", 2, 3),
            Utterance(None, "Very", 3, 4),
            Utterance("Anna", "Indeed", 4, 5),
        ]
    )
    assert text == "We went home.\n\n“Late?”\n\nVery\n\nAnna: Indeed\n"
    assert [(turn.speaker, turn.header, turn.start_ms, turn.end_ms) for turn in turns] == [
        (None, None, 0, 2),
        (None, None, 2, 3),
        (None, None, 3, 4),
        ("Anna", (30, 35), 4, 5),
    ]


def test_empty_cues_are_left_out_and_separate_nobody() -> None:
    text, turns = compose(
        [Utterance("Anna", "Oui", 0, 1), Utterance("Ben", " \n", 1, 2), Utterance("Anna", "non", 2, 3)]
    )
    assert (text, len(turns)) == ("Anna: Oui non\n", 1)
    assert compose([Utterance("Anna", "", 0, 1)]) == ("", ())
    assert compose([]) == ("", ())


def test_a_cue_named_after_the_voice_that_talks_over_its_end_gets_its_own_voice_back() -> None:
    cues = [
        Utterance("S01", "Fertig?", 0, 1),
        Utterance("S00", "Fertig.", 1, 2),
        Utterance("//S02", "Gut, also //S00: so genau. // schneller. //S02: Ja.//", 2, 3),
        Utterance("S00", "Ja.", 3, 4),
        Utterance("//S00", "Noch eins //S00: bitte.//", 4, 5),
    ]
    assert [turn.speaker for turn in compose(cues)[1]] == ["S01", "S00", "S01", "S00", "S01"]
    assert [turn.speaker for turn in compose(cues[2:3])[1]] == [None]


@given(
    st.lists(
        st.builds(
            Utterance,
            st.none() | st.sampled_from(["Anna", "Ben Roy", "  Zoé "]),
            st.text(max_size=20),
            st.none() | st.integers(0, 10),
            st.none() | st.integers(0, 10),
        ),
        max_size=20,
    )
)
def test_every_word_is_in_one_turn_and_every_gap_is_header_or_white_space(cues: list[Utterance]) -> None:
    text, turns = compose(cues)
    at = 0
    for turn in turns:
        before = text[at : turn.start]
        assert before.strip() == (f"{turn.speaker}:" if turn.speaker else "")
        if turn.header:
            assert text[slice(*turn.header)] == f"{turn.speaker}:"
        assert turn.start < turn.end
        at = turn.end
    assert text[at:].strip() == ""
    said = " ".join(text[turn.start : turn.end] for turn in turns)
    assert said.split() == [word for cue in cues for word in cue.text.split()]
