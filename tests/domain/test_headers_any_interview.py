"""Whatever the turns and the style, finding them gives back who said what."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from interview_coder.domain.headers import find_turns
from interview_coder.domain.utterances import Utterance, compose
from tests.domain.test_headers import ORDINARY_SPEECH, STYLES_WITH_TIME, STYLES_WITHOUT_TIME

NAMES = (
    "Anna",
    "Marc Lebrun",
    "Élodie",
    "Jean-Paul N’Diaye",
    "Le Goff",
    "E",
    "R",
    "JP",
    "S00",
    "S01",
    "P12",
    "Speaker 3",
    "Chercheur",
    "Checheur",
    "Interviewé",
    "Enquêtrice 2",
    "MODÉRATEUR",
    "Mme L.",
    "Борис",
    "Andre\u0301",
)
WORDS = (
    "oui",
    "non",
    "Alors",
    "l’atelier",
    "on",
    "a",
    "travaillé",
    "the",
    "12:30",
    "🙂",
    "e\u0301té",
    "(rit)",
    "[BIP]",
)
ENDS = (".", " ?", "…", " !", "")

sentences = st.builds(
    lambda words, end: "Et " + " ".join(words) + " voilà quoi" + end,
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.sampled_from(ENDS),
)
# A name alone on its line, or a bracketed time first, is a header in some style: not a line of anybody's speech.
lines = sentences | st.sampled_from([line for line in ORDINARY_SPEECH if line not in ("BIP", "12:30")])
speeches = st.builds(
    lambda first, rest, gap: gap.join([first, *rest]),
    sentences,
    st.lists(lines, max_size=3),
    st.sampled_from(["\n", "\n\n"]),
)


@st.composite
def interviews(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Turns of two to four people, each with two or more."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    rest = draw(st.lists(st.sampled_from(names), max_size=12))
    return [(name, draw(speeches)) for name in [*names, *rest, *names]]


@given(
    interviews(),
    st.sampled_from([*STYLES_WITHOUT_TIME.values(), *(style[0] for style in STYLES_WITH_TIME.values())]),
    st.sampled_from(["\n", "\n\n", "\n \n\n"]),
    st.sampled_from(["", "Entretien fictif n° 2\n", "Titre\n\nNotes : rien.\n\n", "\n"]),
)
@example([("Anna", "Et oui."), ("Ben", "Et non.")] * 2, "{n} : ", "\n", "")
def test_the_turns_of_any_interview_come_back(
    turns: list[tuple[str, str]], header: str, between: str, title: str
) -> None:
    text = title + between.join(header.format(n=name) + speech for name, speech in turns)
    found = find_turns(text)
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in found] == turns
    for turn in found:
        assert turn.header is not None
        written = text[slice(*turn.header)]
        assert written == written.strip()
        assert (turn.speaker or "") in written
    spans = [edge for turn in found if turn.header for edge in (*turn.header, turn.start, turn.end)]
    assert spans == sorted(spans)


@given(st.lists(lines, max_size=30), st.sampled_from(["\n", "\n\n"]))
def test_speech_without_headers_never_has_turns(said: list[str], between: str) -> None:
    assert find_turns(between.join(said)) == ()


@given(st.text(alphabet=st.sampled_from("Ab é:[]()0123456789\n\t*#-–\u00a0/"), max_size=200))
def test_turns_of_any_text_are_in_order_inside_it_and_without_white_space_around(text: str) -> None:
    at = 0
    for turn in find_turns(text):
        assert turn.header is not None
        assert at <= turn.header[0] < turn.header[1] <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        at = turn.end


@given(interviews())
def test_a_composed_text_reads_back_as_its_own_turns(turns: list[tuple[str, str]]) -> None:
    text, composed = compose(Utterance(name, speech, None, None) for name, speech in turns)
    assert find_turns(text) == composed
