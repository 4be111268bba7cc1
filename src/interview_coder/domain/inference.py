"""What type a column of written values has, and which of its cells say that nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from interview_coder.domain.cases import CHOICE, DATE, NUMBER, TEXT, YESNO, Attribute, parse_value
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError

MISSING = frozenset(("na", "n/a", "n.a.", "nan", "null", "-", "--", "–", "—", "?", "."))
MOST_CHOICES, LONGEST_CHOICE = 12, 60
_YES_OR_NO = frozenset("yes no oui non true false vrai faux".split())
_CODE = re.compile(r"0\d|\d{16}")
_COMPACT_DAY = re.compile(r"(?:19|20)\d{6}")  # 20250131, as names of files have it


@lru_cache(4096)  # the cells of a column come again and again
def is_missing(cell: str) -> bool:
    """Whether a cell says that nothing is known: empty, or `NA`, `n/a`, `-`, `?` and their like."""
    plain = fold(" ".join(cell.split()))
    return not plain or plain in MISSING


def says_nothing(attribute: Attribute, cell: str) -> bool:
    """Whether a cell says that nothing is known of `attribute`: as `is_missing`, unless its list has such a choice."""
    return is_missing(cell) and not (attribute.type == CHOICE and fold(cell.strip()) in map(fold, attribute.choices))


def infer(name: str, cells: Iterable[str]) -> Attribute:
    """The attribute `name` (its id empty) with the type that all the cells of its column have.

    Yes/no only where it is in words; dates; numbers unless some begin with a zero as codes do; one of a list where
    at most twelve short values come twice or more on average, in the order of their first numbers or as they come;
    else text.
    """
    known = [" ".join(cell.split()) for cell in cells if not is_missing(cell)]
    if known and {fold(cell) for cell in known} <= _YES_OR_NO:
        return Attribute("", name, YESNO)
    if known and _all(DATE, known) and all(_COMPACT_DAY.fullmatch(cell) or not cell.isdecimal() for cell in known):
        return Attribute("", name, DATE)
    if known and not any(map(_CODE.match, known)) and _all(NUMBER, known):
        return Attribute("", name, NUMBER)
    choices = list_choices(known)
    few = len(choices) <= MOST_CHOICES and 2 * len(choices) <= len(known)
    if known and few and all(len(choice) <= LONGEST_CHOICE for choice in choices):
        return Attribute("", name, CHOICE, tuple(choices))
    return Attribute("", name, TEXT)


def widened(attribute: Attribute, cells: Iterable[str]) -> Attribute:
    """`attribute`, a list with what `cells` hold among its choices; of another type as it is."""
    if attribute.type != CHOICE:
        return attribute
    return replace(attribute, choices=tuple(list_choices([*attribute.choices, *cells])))


def list_choices(known: Iterable[str]) -> list[str]:
    """The different values (accents and case aside): by number if each begins with one, else as they come."""
    first: dict[str, str] = {}
    for cell in known:
        first.setdefault(fold(cell), cell)
    choices = list(first.values())
    numbers = [re.match(r"\d+", choice) for choice in choices]
    if choices and all(numbers):
        return sorted(choices, key=lambda choice: (int(re.split(r"\D", choice)[0]), choice))
    return choices


def _all(type_: str, cells: Sequence[str]) -> bool:
    attribute = Attribute("", "", type_)
    try:
        return all(parse_value(attribute, cell) is not None for cell in cells)
    except RefusedError:
        return False
