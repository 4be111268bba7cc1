"""Spellings of one name, roles, and the share of a text that somebody says."""

from __future__ import annotations

import pytest

from interview_coder.domain.headers import find_turns
from interview_coder.domain.speakers import guess_roles, share_in_turns, similar_speakers
from interview_coder.domain.text import word_starts
from interview_coder.domain.transcripts import INTERVIEWEE, INTERVIEWER, Turn


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Checheur", "Chercheur"),
        ("Cherhceur", "Chercheur"),
        ("chercheur", "Chercheur"),
        ("Enqueteur", "Enquêteur"),
        ("Enque\u0302teur", "Enquêteur"),
        ("Jean Paul", "Jean-Paul"),
        ("Jean-Paul  Roy", "Jean-Paul Roy"),
        ("interviewr", "Interviewer 1"),
        ("Interviewer1", "Interviewer 1"),
        ("Interwiever", "Interviewer"),
        ("Intervieweé", "Interviewée"),
        ("Parithosh Jayanti", "Parithosh Jayanthi"),
        ("P01", "P1"),
        ("E.", "E"),
    ],
)
def test_a_misspelling_is_suspected_of_the_more_frequent_name(wrong: str, right: str) -> None:
    assert similar_speakers({wrong: 2, right: 30, "Zoé": 25}) == [(wrong, right)]
    assert similar_speakers({"Zoé": 25, right: 30, wrong: 2}) == [(wrong, right)]


@pytest.mark.parametrize(
    "names",
    [
        ("Interviewer", "Interviewee"),
        ("Interviewer", "Interviewé"),
        ("Interviewé", "Interviewée"),
        ("Enquêteur", "Enquêtrice", "Enquêté", "Enquêtée"),
        ("Chercheur", "Chercheuse"),
        ("S01", "S02"),
        ("Speaker 1", "Speaker 2"),
        ("Speaker", "Speaker 1", "Speaker 2"),
        ("Interviewer", "Interviewer 1", "Interviewer 2"),
        ("P1", "P2", "P12"),
        ("E", "R", "ER"),
        ("Marie", "Maria"),
        ("Pascal", "Pascale"),
        ("Michel", "Michelle"),
        ("Dupont", "Dupond"),
        ("Marie Dupont", "Maria Dupont"),
        ("Anna", "Hanna"),
        ("Акт", "Акты"),
    ],
)
def test_two_people_are_not_suspected_to_be_one(names: tuple[str, ...]) -> None:
    assert similar_speakers({name: 10 * n + 1 for n, name in enumerate(names)}) == []


def test_a_role_is_never_the_misspelling_of_an_unknown_word() -> None:
    assert similar_speakers({"Checheur": 24, "Chercheur": 1}) == [("Checheur", "Chercheur")]


def test_each_misspelling_points_to_one_kept_name() -> None:
    counts = {"Interviewer": 50, "interviewer": 5, "Interviewr": 2, "Interviewé": 60, "interviewé": 3}
    assert sorted(similar_speakers(counts)) == [
        ("Interviewr", "Interviewer"),
        ("interviewer", "Interviewer"),
        ("interviewé", "Interviewé"),
    ]


def roles(text: str) -> dict[str, str]:
    """The guessed roles of a text's speakers."""
    return guess_roles(text, find_turns(text))


@pytest.mark.parametrize(
    ("interviewer", "interviewee"),
    [
        ("Chercheur", "Interviewe"),
        ("Checheur", "Interviewe"),
        ("Enquêtrice", "Enquêtée"),
        ("ENQUÊTEUR 2", "Répondant 1"),
        ("Interviewer", "Interviewee"),
        ("interviewr", "Interviewe"),
        ("Modérateur", "P3"),
        ("Moderator", "Participant 2"),
        ("Chercheuse", "Kévin"),
        ("Anna", "Enquêtée"),
        ("Anna (enquêtrice)", "Marc"),
        ("Assistant", "User"),
        ("Q", "R"),
        ("Q", "A"),
        ("E", "R"),
        ("I", "P01"),
        ("Int.", "Anna"),
        ("Enq.", "Rép."),
        ("Question", "Réponse"),
    ],
)
def test_role_words_and_abbreviations_decide_in_french_and_english(interviewer: str, interviewee: str) -> None:
    text = "\n".join(f"{interviewer} : Oui, voilà.\n{interviewee} : Oui, voilà." for _ in range(3))
    assert roles(text) == {interviewer: INTERVIEWER, interviewee: INTERVIEWEE}
    backwards = "\n".join(f"{interviewee} : Oui, voilà.\n{interviewer} : Oui, voilà." for _ in range(3))
    assert roles(backwards) == {interviewer: INTERVIEWER, interviewee: INTERVIEWEE}


def test_without_role_words_who_asks_and_talks_less_is_the_interviewer() -> None:
    text = "Marc : Je suis potier depuis dix ans, à Nantes.\nAnna : Et avant ?\n" * 3
    assert roles(text) == {"Marc": INTERVIEWEE, "Anna": INTERVIEWER}


def test_clear_conduct_outweighs_initials_that_could_be_abbreviations() -> None:
    text = "I : Je suis potière depuis dix ans, à Nantes, avec mon frère.\nP : Et avant ?\n" * 3
    assert roles(text) == {"I": INTERVIEWEE, "P": INTERVIEWER}


def test_without_questions_the_one_who_talks_less_of_two_is_the_interviewer() -> None:
    text = "S00 : racontez-moi ça\nS01 : alors je suis potier depuis dix ans à Nantes\n" * 3
    assert roles(text) == {"S00": INTERVIEWER, "S01": INTERVIEWEE}


def test_two_who_ask_are_both_interviewers_and_a_passer_by_is_not() -> None:
    turn = (
        "Anna : Et avant ?\nMarc : J'étais potier à Nantes avec mon frère.\nZoé : Longtemps ?\nMarc : Dix ans, oui.\n"
    )
    assert roles(turn * 5 + "Serveur : Un café ?\nMarc : Merci.") == {
        "Anna": INTERVIEWER,
        "Marc": INTERVIEWEE,
        "Zoé": INTERVIEWER,
        "Serveur": INTERVIEWEE,
    }


def test_a_group_without_questions_has_no_interviewer() -> None:
    assert set(roles("[id1] yes, I like it\n[id2] no\n[id3] me too\n" * 2).values()) == {INTERVIEWEE}


def test_a_single_speaker_and_no_speaker() -> None:
    assert roles("Marc : Oui ?\nMarc : Voilà.") == {"Marc": INTERVIEWEE}
    assert guess_roles("Oui ?", [Turn(None, 0, 5)]) == {}


def test_the_share_of_words_in_turns_leaves_headers_out_of_account() -> None:
    text = "Un titre\n\nAnna Roy : un deux trois\nBen : quatre cinq six"
    assert share_in_turns(word_starts(text), find_turns(text)) == 6 / 8
    assert share_in_turns(word_starts(text), ()) == 0
    assert share_in_turns(word_starts(" …\n"), ()) == 1
    assert share_in_turns(word_starts("un deux"), [Turn(None, 0, 7)]) == 1
