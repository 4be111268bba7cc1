"""How a code is told on a page: by a number, a colour and a pattern together, so that no reader needs the colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from interview_coder.domain.coded_pages import Key
from interview_coder.domain.display import MARK as UNSHOWN

HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#555555")
"""Okabe and Ito's eight colours that are told apart with any kind of colour vision (2008), black lightened."""
PATTERNS = 8
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Look:
    """A code's number in the legend, its colour (`#rrggbb`), its pattern (from 0) and its path."""

    number: int
    colour: str
    pattern: int
    path: str


def looks(keys: Sequence[Key]) -> dict[str, Look]:
    """Code id to its look. Codes without a colour get one of HUES; codes of one colour get different patterns."""
    seen: dict[str, int] = {}
    found = {}
    for number, key in enumerate(keys, 1):
        own = key.colour if key.colour and _COLOUR.fullmatch(key.colour) else None
        colour = (own or HUES[(number - 1) % len(HUES)]).upper()
        pattern = seen.get(colour, 0)
        seen[colour] = pattern + 1
        found[key.id] = Look(number, colour, pattern % PATTERNS, key.path)
    return found


def html(text: str) -> str:
    """`text` for content and for attributes between double quotes; what HTML cannot hold becomes visible."""
    return escape(_ILLEGAL.sub(UNSHOWN, text))


def isolated(text: str) -> str:
    """`text` for content, so that its direction of writing cannot touch what stands around it."""
    return f"<bdi>{html(text)}</bdi>"


def swatch(look: Look) -> str:
    """A small piece of the code's stripe with its number."""
    return f'<i class="s p{look.pattern} k{look.number} b e"><b>{look.number}</b></i>'
