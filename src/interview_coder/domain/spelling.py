"""Whether one name is another one misspelled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from interview_coder.domain.names import ROLE_WORDS, key, role_word

_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_ROLE_LIKENESS = 0.8
_SURE_ROLE_LIKENESS = 0.85
_NAME_LIKENESS = 0.85
_SHORTEST_WORD = 6


def numbers(name: str) -> tuple[int, ...]:
    """The numbers in `name`: (1,) for `Speaker 1` and for `S01`."""
    return tuple(int(digits) for digits in _DIGITS.findall(name))


def likeness(one: str, other: str) -> float:
    """How likely `one` and `other` are one name spelled two ways: 0 not at all, 1 the same letters.

    Names that differ in a number, and two known role words, are different. Words of ordinary names must be
    long, and differ inside: Marie and Maria, Pascal and Pascale are two people. The measure is
    `difflib.SequenceMatcher.ratio` of Ratcliff and Obershelp (1988).
    """
    mine, theirs = _LETTERS.findall(key(one)), _LETTERS.findall(key(other))
    if not mine or not theirs or (numbers(one) and numbers(other) and numbers(one) != numbers(other)):
        return 0.0
    if "".join(mine) == "".join(theirs):
        return 1.0
    if len(mine) == 1 == len(theirs) and (mine[0] in ROLE_WORDS or theirs[0] in ROLE_WORDS):
        ratio = SequenceMatcher(None, mine[0], theirs[0]).ratio()
        return ratio if ratio >= _ROLE_LIKENESS and not {mine[0], theirs[0]} <= ROLE_WORDS.keys() else 0.0
    if len(mine) != len(theirs):
        return 0.0
    return min(_word_likeness(a, b) for a, b in zip(mine, theirs, strict=True))


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < _SHORTEST_WORD or one[-1] != other[-1] or one[0] != other[0]:
        return 0.0
    ratio = SequenceMatcher(None, one, other).ratio()
    return ratio if ratio >= _NAME_LIKENESS else 0.0


def nearest(name: str, others: Iterable[str]) -> str | None:
    """The one of `others` that `name` may be a misspelling of, or None: when none is, or two are as near."""
    ranked = sorted(((likeness(name, other), other) for other in others if other != name), reverse=True)
    near = [(ratio, other) for ratio, other in ranked if ratio > 0]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]


def meant_role(name: str) -> str | None:
    """The role that a word of `name` says, misspelled or not: INTERVIEWER for `Checheur`; None if none."""
    role = role_word(name)
    letters = _LETTERS.findall(key(name))
    if role is not None or len(letters) != 1:
        return role
    close = get_close_matches(letters[0], ROLE_WORDS, n=1, cutoff=_SURE_ROLE_LIKENESS)
    return ROLE_WORDS[close[0]] if close else None
