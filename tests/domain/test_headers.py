"""Speakers' headers are found in every usual style, and ordinary speech is left alone."""

from __future__ import annotations

import pytest

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Turn


def said(text: str) -> list[tuple[str | None, str]]:
    """Who says what in `text`."""
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text)]


def timed(text: str) -> list[tuple[str | None, str, int | None, int | None]]:
    """Who says what and when in `text`."""
    return [(turn.speaker, text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in find_turns(text)]


STYLES_WITHOUT_TIME = {
    "colon": "{n}: ",
    "french colon": "{n} : ",
    "no-break space": "{n}\u00a0: ",
    "narrow no-break space": "{n}\u202f: ",
    "no space": "{n}:",
    "full-width colon": "{n}\uff1a",
    "colon alone on its line": "{n} :\n",
    "bold with the colon": "**{n} :** ",
    "bold before the colon": "**{n}** : ",
    "bold alone on its line": "**{n}**\n",
    "heading": "### {n}\n",
    "list": "- {n} : ",
    "brackets alone on their line": "[{n}]\n",
    "brackets before speech": "[{n}] ",
    "brackets and colon": "[{n}]: ",
    "table cells": "{n}\t",
}
STYLES_WITH_TIME = {
    "turboscribe": ("[{n}] (1:01 - 1:04)\n", 61_000, 64_000),
    "turboscribe, en dash": ("[{n}] (1:01 – 1:04)\n", 61_000, 64_000),
    "turboscribe, em dash": ("[{n}] (1:01—1:04)\n", 61_000, 64_000),
    "turboscribe, spaces everywhere": ("[{n}]  (1: 01  - 1:04 )\n", 61_000, 64_000),
    "turboscribe, no space": ("[{n}] (1:01- 1:04)\n", 61_000, 64_000),
    "pandoc": ("\\[{n}\\] (1:01 - 1:04)\n", 61_000, 64_000),
    "time before": ("00:01:01 {n}\n", 61_000, None),
    "time in brackets after": ("{n} [00:01:01]\n", 61_000, None),
    "time in parentheses after": ("{n} (00:01:01)\n", 61_000, None),
    "time before and colon": ("[00:01:01] {n}: ", 61_000, None),
    "bare time before and colon": ("00:01:01 {n} : ", 61_000, None),
    "noScribe": ("{n}: [00:01:01] ", 61_000, None),
    "rev": ("{n} (01:01):\n", 61_000, None),
    "zoom, teams, otter": ("{n}   1:01\n", 61_000, None),
    "teams with an arrow": ("0:1:1.0 --> 0:1:4.430\n{n}\n", 61_000, 64_430),
    "happy scribe": ("[00:01:01.12] - {n}\n", 61_120, None),
    "comma fractions": ("{n} [00:01:01,120 --> 00:01:04,5]: ", 61_120, 64_500),
    "bold with time": ("**{n} (00:01:01) :** ", 61_000, None),
    "heading with time": ("## {n} (1:01)\n", 61_000, None),
    "time on the line before": ("00:01:01\n{n} : ", 61_000, None),
    "time on the line after": ("{n} :\n[00:01:01]\n", 61_000, None),
    "time in its own cell": ("00:01:01\t{n}\t", 61_000, None),
    "two cells of times": ("{n}\t1:01\t1:04\t", 61_000, 64_000),
    "f4 stamp before": ("#00:01:01-5# {n}: ", 61_500, None),
    "hours": ("[{n}] (1:01:01 - 1:01:04)\n", 3_661_000, 3_664_000),
    "colon and time alone on the line": ("{n}: 00:01:01\n", 61_000, None),
}
CONVERSATION = (
    ("Anna Roy", "On y va ?"),
    ("Marc", "Oui, allons-y.\n\nAlors : on a fait le tour.\nEt voilà."),
    ("Anna Roy", "Bien."),
    ("Marc", "Merci."),
)


@pytest.mark.parametrize("header", STYLES_WITHOUT_TIME.values(), ids=STYLES_WITHOUT_TIME)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_header_without_time_is_found_in_every_style(header: str, between: str) -> None:
    text = "Entretien fictif\n\n" + between.join(header.format(n=name) + speech for name, speech in CONVERSATION)
    assert said(text) == list(CONVERSATION)


@pytest.mark.parametrize(("header", "start_ms", "end_ms"), STYLES_WITH_TIME.values(), ids=STYLES_WITH_TIME)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_header_with_time_is_found_in_every_style(
    header: str, start_ms: int, end_ms: int | None, between: str
) -> None:
    text = "Entretien fictif\n\n" + between.join(header.format(n=name) + speech for name, speech in CONVERSATION)
    assert timed(text) == [(name, speech, start_ms, end_ms) for name, speech in CONVERSATION]


@pytest.mark.parametrize(
    ("interviewer", "interviewee"),
    [
        ("E", "R"),
        ("Q", "A"),
        ("I", "P1"),
        ("J", "L"),
        ("JP", "MD"),
        ("M. D.", "Mme L."),
        ("S00", "S01"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Speaker 1", "Speaker 2"),
        ("Enquêteur", "Enquêtée"),
        ("Enq.", "Rép."),
        ("ENQUÊTRICE", "RÉPONDANT"),
        ("Jean-Paul N’Diaye", "Marie de La Tour"),
        ("Le Goff", "O'Brien"),
        ("Paul (enquêteur)", "Élodie"),
        ("Akash | ECH", "potuz"),
        ("enquêteur", "marie"),
        ("Моя Анна", "Борис"),
        ("E\u0301lodie", "Andre\u0301"),
        ("Question", "Réponse"),
        ("Moi", "Elle"),
    ],
)
def test_names_of_every_kind_are_understood(interviewer: str, interviewee: str) -> None:
    turns = [(interviewer, "D'accord ?"), (interviewee, "Oui.")] * 3
    assert said("\n".join(f"{name} : {speech}" for name, speech in turns)) == turns


def test_header_and_speech_have_spans_of_code_points_without_white_space_around_them() -> None:
    text = "🎙 Titre\n\n  **Anna\u00a0:**   🙂 Bonjour.  \n\n**Ben\u00a0:** Oui ?\n**Anna\u00a0:** Non.\n"
    assert find_turns(text)[0] == Turn("Anna", 24, 34, header=(11, 21))
    assert (text[11:21], text[24:34]) == ("**Anna\u00a0:**", "🙂 Bonjour.")


def test_a_name_is_kept_as_spelled_with_its_white_space_folded() -> None:
    text = "[ Anna \u00a0 ROY ] (0:01)\nOui.\n[Anna Roy] (0:03)\nNon.\n"
    assert [turn.speaker for turn in find_turns(text)] == ["Anna ROY", "Anna Roy"]


ORDINARY_SPEECH = (
    "Alors : on a fait le tour.",
    "Il m'a dit : non.",
    "On a dit : oui",
    "Question 3 : et ensuite ?",
    "4\u00a0: Et sur l'un de ces gestes ?",
    "1 - Est-ce que tu pourrais me raconter ?",
    "https://example.org/page",
    "http://example.org",
    "12:30 c'est l'heure",
    "12:30",
    "On se voit demain (12:30)",
    "- premier point : le verre",
    "- deuxième point : le plomb",
    "• Le prix : douze euros",
    "1. Le matin : café",
    "Exemple : le verre soufflé.",
    "Remarque : rien.",
    "Résultat : on recommence.",
    "For example: this one.",
    "Here's my final question: why?",
    "[rires]",
    "[Rires] oui",
    "[Silence]",
    "[Silence] (0:12)",
    "(inaudible)",
    "(...)",
    "(12 seconds pause)",
    "[il montre la photo] voilà",
    "Oui",
    "Merci beaucoup",
    "Ok.",
    "BIP",
    "Le directeur : c'est lui qui décide.",
    "C'est ça : le geste.",
    "Première chose : le café.",
    "Et là il dit « Marie : viens ici »",
    "Dans le 13e : rien",
    "P.S. : rien",
)


@pytest.mark.parametrize("line", ORDINARY_SPEECH)
def test_ordinary_speech_inside_a_turn_stays_speech(line: str) -> None:
    answer = f"Une journée ?\n{line}\nEt puis on rentre."
    text = "\n".join(["Anna : Racontez.", f"Marc : {answer}", "Anna : Ensuite ?", f"Marc : {answer}", "Anna : Bien."])
    assert said(text) == [
        ("Anna", "Racontez."),
        ("Marc", answer),
        ("Anna", "Ensuite ?"),
        ("Marc", answer),
        ("Anna", "Bien."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        *ORDINARY_SPEECH,
        "\n".join(ORDINARY_SPEECH * 3),
        "Idée : le verre.\nDu texte ici.\nIdée : le plomb.\nEncore du texte.\nIdée : l'étain.",
        "Prix : bon.\nTemps : mauvais.\nSatisfaction : bonne.\nEnvies : aucune.\nAvenir : oui.",
        "9:00 Accueil\n9:30 Café\n10:00 Visite\n12:00 Repas",
        "---\ndate: 2019-06-27\nresidency: P1Y\n---\n\n❓ C'est quoi ?\n\n**Remarque** : rien.\n\n# Clôture\n\nVoilà.",
        "[Prénom] est venu hier.\nEt puis voilà.\n[Prénom] est reparti. On a ri.",
        "Date : 3 mai 2024\nLieu : Nantes\nDurée : 1 h\n\nJe suis arrivée à huit heures.",
    ],
)
def test_a_text_without_headers_has_no_turns(text: str) -> None:
    assert find_turns(text) == ()


def test_sounds_and_pauses_between_brackets_stay_in_the_speech() -> None:
    text = "Anna : [rires] Oui ?\n[Silence]\n(inaudible)\nMarc : (..) Bon.\n[rires]\nAnna : Bien.\nMarc : Oui."
    assert said(text)[:2] == [("Anna", "[rires] Oui ?\n[Silence]\n(inaudible)"), ("Marc", "(..) Bon.\n[rires]")]


def test_a_pseudo_speaker_with_a_time_ends_the_turn_before_it() -> None:
    text = (
        "[Chercheur] (1:37 - 1:54)\nUne journée.\n\n[Interruption de personnes hors entretien] (1:54 - 3:26)\n\n"
        "[Interviewe] (3:27 - 3:30)\nEst-ce que tu as des attentes ?\n"
    )
    assert said(text) == [("Chercheur", "Une journée."), ("Interviewe", "Est-ce que tu as des attentes ?")]
    assert said(text.replace("3:26)\n", "3:26)\nQuelqu'un entre.\n"))[1] == (
        "Interruption de personnes hors entretien",
        "Quelqu'un entre.",
    )


def test_a_header_without_speech_is_dropped_and_glues_nothing_together() -> None:
    text = "Anna : Oui ?\nMarc :\nAnna :\nMarc : Voilà.\nAnna : Bien."
    assert said(text) == [("Anna", "Oui ?"), ("Marc", "Voilà."), ("Anna", "Bien.")]


def test_a_time_alone_on_its_line_is_nobodys_speech_and_breaks_no_turn() -> None:
    text = (
        "00:00:00\nAnna : Bonjour.\n\n00:05:00\n\nMarc : Oui.\n00:10:00\nJe continue.\n\n"
        "[00:15:00]\nAnna : Bien.\nMarc : Voilà.\n00:20:00\n"
    )
    assert timed(text) == [
        ("Anna", "Bonjour.", 0, None),
        ("Marc", "Oui.\n00:10:00\nJe continue.", 300_000, None),
        ("Anna", "Bien.", 900_000, None),
        ("Marc", "Voilà.", None, None),
    ]


def test_a_time_that_somebody_says_is_speech() -> None:
    text = "Anna : Quand ?\nMarc : 12:30\nAnna : Le matin ?\nMarc : 12:30 c'est midi."
    assert said(text) == [("Anna", "Quand ?"), ("Marc", "12:30"), ("Anna", "Le matin ?"), ("Marc", "12:30 c'est midi.")]


def test_stamps_that_end_paragraphs_are_not_speech() -> None:
    text = "I: Wie war das? #00:00:12-5#\n\nB: Gut. #00:00:15-1#\n\nI: Ja. #00:00:17-0#\n\nB: Eben."
    assert said(text) == [("I", "Wie war das?"), ("B", "Gut."), ("I", "Ja."), ("B", "Eben.")]


def test_title_and_notes_before_the_first_header_belong_to_no_turn() -> None:
    text = "Entretien 01 24.10.03\n(introduction hors entretien > 0:38\n\n[Chercheur] (3:38 - 3:58)\nVoilà.\n"
    assert said(text) == [("Chercheur", "Voilà.")]


@pytest.mark.parametrize(
    "front",
    [
        "Date : 3 mai 2024\nEnquêteur : Paul Martin\nEnquêtée : Marie, 34 ans\nLieu : Nantes\n",
        "Enquêteur : Paul Martin\nEnquêtée : Marie, 34 ans\nDate : 3 mai 2024\n\n",
        "**Interview ID**: 12\n**Date**: 2024-05-03\n**Participant**: P01\n**Interviewer**: Paul\n\n",
        "Date : 3 mai 2024\n\n",
    ],
)
def test_lines_that_describe_the_interview_are_not_turns(front: str) -> None:
    text = front + "Enquêteur : Bonjour.\nEnquêtée : Bonjour.\nEnquêteur : On y va ?\nEnquêtée : Oui."
    assert said(text)[0] == ("Enquêteur", "Bonjour.")
    assert len(said(text)) == 4


def test_a_date_that_somebody_mentions_is_speech() -> None:
    text = "Interviewer: Hello.\nInterviewee: Hi.\nDate: let me check.\nPlace : here."
    assert said(text) == [("Interviewer", "Hello."), ("Interviewee", "Hi.\nDate: let me check.\nPlace : here.")]


def test_a_misspelled_name_a_full_name_and_a_rare_voice_in_the_same_dress_are_headers_too() -> None:
    colon = "Isabelle Durand : Bonjour.\n" + "ID : Oui ?\nChercheur : Non.\nSuite.\nSuite.\n" * 3
    assert said(colon)[0] == ("Isabelle Durand", "Bonjour.")
    typo = "Chercheur : Oui ?\nMarc : Non.\nSuite.\nMarc : Bon.\nSuite.\nCherheur : Et ?\nMarc : Voilà."
    assert ("Cherheur", "Et ?") in said(typo)
    dressed = "Anna 0:01\nOui ?\nMarc 0:02\nNon.\nAnna 0:03\nBien.\nServeur 0:04\nUn café ?\nMarc 0:05\nMerci."
    assert ("Serveur", "Un café ?") in said(dressed)


def test_two_or_three_lines_are_enough_when_each_begins_with_a_name() -> None:
    assert said("Anna: Hello.\nBen: Hi.") == [("Anna", "Hello."), ("Ben", "Hi.")]
    assert said("Anna: Hello.\nHow are you?\nBen: Fine.") == [("Anna", "Hello.\nHow are you?"), ("Ben", "Fine.")]
    assert said("Interviewer: Hello.") == [("Interviewer", "Hello.")]


def test_in_a_text_of_one_line_turns_a_voice_heard_once_is_a_speaker() -> None:
    text = "Anna: Hello.\nBen: Hi.\nAnna: Tea?\nBen: Yes.\nCarl: Me too."
    assert said(text)[-1] == ("Carl", "Me too.")


def test_an_aside_beside_the_name_is_not_part_of_it() -> None:
    text = "Anna (rires) : Oui ?\nMarc (CGT) : Non.\nAnna : Bien.\nMarc (CGT) : Voilà."
    assert [turn.speaker for turn in find_turns(text)] == ["Anna", "Marc (CGT)", "Anna", "Marc (CGT)"]


def test_overlaps_inside_a_turn_do_not_break_it() -> None:
    text = "S01: [00:00:12] Guten Tag. //S02: Ja. // Gut.\n\nS00: [00:00:36] Ja.\n\nS01: [00:00:40] Gut."
    assert said(text)[0] == ("S01", "Guten Tag. //S02: Ja. // Gut.")


@pytest.mark.parametrize(
    "line", [" " * 50_000, "[" * 50_000, "[" + " " * 50_000, "A" + " " * 50_000, "[1:1 " + " " * 50_000, "1:" * 50_000]
)
def test_a_hostile_line_is_just_text(line: str) -> None:
    assert said(f"Anna : Oui ?\nMarc : Non.\n{line}\nAnna : Bien.\nMarc : Bon.")[-1] == ("Marc", "Bon.")
