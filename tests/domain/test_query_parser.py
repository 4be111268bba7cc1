"""What a query may say, and what is said about a slip: where it is and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.query import Beside, Chain, Either, Filter, Name, Not, Part, Saved
from interview_coder.domain.query_binding import respelled
from interview_coder.domain.query_parser import DEEPEST, parse
from interview_coder.errors import QueryError
from interview_coder.locale import set_language


def shape(part: Part) -> object:
    """The parts as nested tuples, without places."""
    match part:
        case Name(text=text, below=below):
            return f"{text}+" if below else text
        case Filter():
            return (part.key, part.relation, part.value)
        case Saved(name=name):
            return f"@{name}"
        case Not(part=inner):
            return ("not", shape(inner))
        case Either(parts=parts):
            return ("or", *map(shape, parts))
        case Chain(parts=parts):
            return ("and", *map(shape, parts))
        case Beside(left=left, right=right):
            words = [part.relation, part.unit, str(part.distance), *(["none"] if part.negated else [])]
            return (" ".join(words), shape(left), shape(right))
        case _:
            raise AssertionError(part)


@pytest.mark.parametrize(
    ("query", "means"),
    [
        ("pay", "pay"),
        ("pay AND NOT platform", ("and", "pay", ("not", "platform"))),
        ("pay and platform AND work/place", ("and", "pay", "platform", "work/place")),
        ("a OR b AND c", ("or", "a", ("and", "b", "c"))),
        ("(a OR b) AND c", ("and", ("or", "a", "b"), "c")),
        ("NOT a AND b", ("and", ("not", "a"), "b")),
        ("NOT a NEAR/2 turns b", ("not", ("near turns 2", "a", "b"))),
        ("a AND b NEAR/3 words c", ("and", "a", ("near words 3", "b", "c"))),
        ("a NEAR/1 turns b WITHIN turn c", ("within turn 0", ("near turns 1", "a", "b"), "c")),
        ("a NOT WITHIN transcript b", ("within transcript 0 none", "a", "b")),
        ("a FOLLOWED BY b", ("followed turns 1", "a", "b")),
        ("a FOLLOWED BY/9 words b", ("followed words 9", "a", "b")),
        ("a NOT b", ("and", "a", ("not", "b"))),
        ('"AI/ai preparation"', "AI/ai preparation"),
        ('"AI/ai preparation"/* OR AI/* OR AI+ OR "AI/*"', ("or", "AI/ai preparation+", "AI+", "AI+", "AI+")),
        ("« l’IA, ses rôles » OR “pay”", ("or", "l’IA, ses rôles", "pay")),
        ('"and"', "and"),
        ("* AND NOT a", ("and", "+", ("not", "a"))),
        ("coder:Ada AND star:yes", ("and", ("coder", "=", "Ada"), ("star", "=", "yes"))),
        (
            'memo:"to check" OR transcript : 01-nadia',
            ("or", ("memo", "=", "to check"), ("transcript", "=", "01-nadia")),
        ),
        ("income:>=100 AND income < 5", None),
        (
            "income:>=100 AND income<5 AND x!=y",
            ("and", ("income", ">=", "100"), ("income", "<", "5"), ("x", "!=", "y")),
        ),
        ('position:"" OR position=', ("or", ("position", "=", ""), ("position", "=", ""))),
        ('"age band": 18-25', ("age band", "=", "18-25")),
        ('@pay OR @"my query"', ("or", "@pay", "@my query")),
    ],
)
def test_a_query_means_what_it_says(query: str, means: object) -> None:
    if means is None:
        with pytest.raises(QueryError):
            parse(query)
    else:
        assert shape(parse(query)) == means


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("a ET b OU c", "a AND b OR c"),
        ("a SAUF b", "a AND NOT b"),
        ("a et NON b", "a and not b"),
        ("a PRES/2 tours b", "a NEAR/2 turns b"),
        ("a près/2 mots b", "a NEAR/2 words b"),
        ("a DANS tour b OU a DANS transcription b", "a WITHIN turn b OR a WITHIN transcript b"),
        ("a SUIVI DE b", "a FOLLOWED BY b"),
        ("a suivi de/3 tours b", "a FOLLOWED BY/3 turns b"),
        ("a NON PRES/1 tour b", "a NOT NEAR/1 turn b"),
    ],
)
def test_french_and_english_words_mean_the_same(french: str, english: str) -> None:
    assert shape(parse(french)) == shape(parse(english))


SLIPS = [
    ("pay AND )", 9, "pay AND ➜)", "code or a filter is missing", "Il manque ici un code ou un filtre"),
    ("", 1, "➜", "nothing to look for", "rien à chercher"),
    ("AND pay", 1, "➜AND pay", "between quotation marks", "entre guillemets"),
    ("pay OR", 7, "pay OR➜", "missing here", "Il manque ici"),
    ("AI/ai preparation", 7, "AI/ai ➜preparation", "spaces go between quotation marks", "espaces se mettent"),
    ("(a OR b", 1, "➜(a OR b", "never closed", "jamais fermée"),
    ("a OR b)", 7, "a OR b➜)", "closes nothing", "ne ferme rien"),
    ('a OR "b', 6, 'a OR ➜"b', "never closed", "jamais fermé"),
    ("a NEAR b", 3, "a ➜NEAR b", "NEAR/2 turns", "PRES/2 tours"),
    ("a NEAR/2 b", 10, "a NEAR/2 ➜b", "`turns` or `words`", "`tours` ou `mots`"),
    ("a WITHIN b", 10, "a WITHIN ➜b", "`turn` or `transcript`", "`tour` ou `transcription`"),
    ("a FOLLOWED b", 12, "a FOLLOWED ➜b", "FOLLOWED BY", "SUIVI DE"),
    ("a AND role:", 12, "a AND role:➜", "needs a value", "demande une valeur"),
    ("a\nAND )", 7, "a AND ➜)", "missing here", "Il manque ici"),
]


@pytest.mark.parametrize(("query", "character", "place", "english", "french"), SLIPS)
def test_a_slip_is_shown_where_it_is(query: str, character: int, place: str, english: str, french: str) -> None:
    for language, number, part in (("en", "character", english), ("fr", "caractère", french)):
        set_language(language)
        try:
            with pytest.raises(QueryError) as caught:
                parse(query)
        finally:
            set_language(None)
        said = str(caught.value)
        assert f"{number} {character}," in said
        assert place in said
        assert part in said
        assert "\n" not in said
        assert (caught.value.expression, caught.value.at) == (query, character - 1)


def test_the_place_in_a_long_query_is_shown_with_what_stands_around_it() -> None:
    with pytest.raises(QueryError) as caught:
        parse("a OR " * 100 + ") OR b" + " OR c" * 100)
    assert "“…a OR a OR a OR a OR a OR a OR ➜) OR b OR c OR c OR c OR c OR …”" in str(caught.value)


@pytest.mark.parametrize("query", ["(" * 5000 + "a", "NOT " * 5000 + "a", "a" + " WITHIN turn a" * 5000])
def test_a_query_cannot_be_so_deep_that_the_program_breaks(query: str) -> None:
    with pytest.raises(QueryError, match=f"More than {DEEPEST}"):
        parse(query)


@given(st.text(alphabet='ab()"«» :=<>*+/@\n', max_size=30) | st.text(max_size=30))
def test_any_text_is_a_query_or_one_error_with_a_place_in_it(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        assert 0 <= error.at <= len(text)
        assert "\n" not in str(error)


PIECES = st.sampled_from("a b/c AND OR NOT NEAR/2 turns words WITHIN turn FOLLOWED BY ( ) @q star:yes".split())


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_words_of_the_language_in_any_order_never_break_it(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        assert 0 <= error.at <= len(text)


def test_names_of_codes_are_respelled_and_nothing_else() -> None:
    query = '(pay OR "a b"/*) AND NOT AI+ AND * AND memo:pay NEAR/2 turns pay'
    spelled = respelled(query, lambda name: f"<{name.text}{'/*' if name.below else ''}>")
    assert spelled == "(<pay> OR <a b/*>) AND NOT <AI/*> AND * AND memo:pay NEAR/2 turns <pay>"
