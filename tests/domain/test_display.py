"""Nothing that comes from outside can act on a terminal, and nothing of it disappears."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.display import ACTING, BLANK, safe

ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates too
DANGEROUS = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",  # bidi
    *"\u200b\u200c\u2060\ufeff\u2028\u2029\u00ad\u180e\u3164\u034f",  # invisible
    *"\ud800\udcff\udfff",
    *map(chr, range(0xE0000, 0xE0080)),
    *map(chr, range(0xE0100, 0xE01F0)),
]


@given(ANY)
def test_the_length_never_changes(text: str) -> None:
    assert len(safe(text)) == len(text)
    assert len(safe(text, keep="\n\t")) == len(text)


@given(ANY)
def test_showing_what_is_already_safe_changes_nothing(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(st.text(st.sampled_from([*DANGEROUS, "a", "[", "]", "é"])))
def test_no_dangerous_character_is_left(text: str) -> None:
    assert not set(safe(text)) & set(DANGEROUS)


@given(ANY)
def test_every_other_character_stays_as_it_is(text: str) -> None:
    for before, after in zip(text, safe(text), strict=True):
        if before not in DANGEROUS and unicodedata.category(before)[0] in "LNPSZ":
            assert after == before or re.match(f"[{BLANK}{ACTING}]", before)


def test_every_format_character_of_unicode_is_made_visible_except_the_joiner_and_visible_signs() -> None:
    left = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"}]
    left = [c for c in left if safe(c) == c]
    # Signs that are drawn before a number or a year in Arabic, Syriac, Kaithi; hieroglyph brackets.
    drawn = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
    assert [c for c in left if not drawn.match(c)] == ["\u200d"]


@pytest.mark.parametrize(
    "text",
    [
        "« Je prépare des données », dit-elle : 12\u202f000 lignes, 8\u00a0% d’erreurs ; l'œuvre…",
        "Oui [rire] ... [inaudible] [@click=app.pwn]ici[/]",
        "👩‍💻 ❤️ e\u0301",
        "",
    ],
)
def test_ordinary_text_is_returned_unchanged(text: str) -> None:
    assert safe(text) == text


def test_an_escape_sequence_is_shown_and_not_run() -> None:
    assert safe("\x1b]52;c;cm0=\x07\x9b2J\x7f") == "␛]52;c;cm0=␇\ufffd2J␡"


def test_new_lines_and_tabs_stay_only_where_the_caller_keeps_them() -> None:
    assert safe("a\n\tb\x1b") == "a␊␉b␛"
    assert safe("a\n\tb\x1b", keep="\n\t\x1b") == "a\n\tb␛"


def test_nothing_that_is_printable_counts_as_acting() -> None:
    assert not [c for c in map(chr, range(sys.maxunicode + 1)) if c.isprintable() and re.match(f"[{ACTING}]", c)]
