"""Which transcript a row of a table means: names of files as people write them, matched or asked about, never guessed.

A table that was kept by hand spells names of files otherwise than the files: `Entretien_01_24.12.09a` for
`Entretien 01 24.12.09ab_traitement_A.docx`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from interview_coder.domain.text import fold

EXACT, SURE, DOUBTFUL, NONE = "exact", "sure", "doubtful", "none"
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_SUFFIX = re.compile(r"\.[^\W\d_][^\W_]{0,4}$")
_NEAR, _MOST_NEAR = 0.8, 3

Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a row's cell means: `sure` is one of EXACT, SURE, DOUBTFUL, NONE; `names` are the transcripts it may mean.

    An exact or sure match has one name, a doubtful one one or several, the likeliest first.
    """

    cell: str
    sure: str
    names: tuple[str, ...]


def match_names(cells: Sequence[str], names: Sequence[str]) -> list[Match]:
    """What each of `cells` means among the `names` of transcripts, in order.

    Exact: the same but for case, accents and a suffix. Sure: the same letters and numbers in order, whatever stands
    between them, once the words that most names end in are gone, and no other name has them; a part of an interview
    (`02a` of `02ab`) counts as the interview. Doubtful: one begins with the other, or they are nearly the same.
    """
    index = _Index(names)
    return [index.match(cell) for cell in cells]


class _Index:
    """The names of transcripts, by the ways in which a cell can mean one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names))
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._sure: dict[Pieces, list[str]] = defaultdict(list)
        self._parts: dict[Pieces, list[str]] = defaultdict(list)
        self._ending = _common_ending([_pieces(name) for name in self.names])
        self._pieces: dict[str, Pieces] = {}
        for name in self.names:
            pieces = _without(_pieces(name), self._ending)
            self._pieces[name] = pieces
            self._exact[_plain(name)].append(name)
            self._sure[pieces].append(name)
            for part in _parts(pieces):
                self._parts[part].append(name)

    def match(self, cell: str) -> Match:
        """What `cell` means."""
        if not cell.strip():
            return Match(cell, NONE, ())
        pieces = _without(_pieces(cell), self._ending)
        for sure, found in (
            (EXACT, self._exact.get(_plain(cell), [])),
            (SURE, self._sure.get(pieces, []) if pieces else []),
            (SURE, self._parts.get(pieces, []) if pieces else []),
        ):
            if len(found) == 1:
                return Match(cell, sure, (found[0],))
            if found:
                return Match(cell, DOUBTFUL, tuple(found))
        near = self._near(pieces)
        return Match(cell, DOUBTFUL if near else NONE, tuple(near))

    def _near(self, pieces: Pieces) -> list[str]:
        """Names that begin with the cell's pieces or the other way round, else those spelled nearly the same."""
        if not pieces:
            return []
        begun = [name for name, other in self._pieces.items() if _begins(other, pieces) or _begins(pieces, other)]
        if begun:
            return begun[:_MOST_NEAR]
        wanted = " ".join(pieces)
        ranked = [
            (ratio, name)
            for name, other in self._pieces.items()
            if _numbers(other) == _numbers(pieces)
            and (ratio := SequenceMatcher(None, wanted, " ".join(other)).ratio()) >= _NEAR
        ]
        return [name for _, name in sorted(ranked, key=lambda one: (-one[0], one[1]))[:_MOST_NEAR]]


def _plain(name: str) -> str:
    """`name` without case, accents, suffix and superfluous spaces."""
    composed = unicodedata.normalize("NFC", name).strip()
    return " ".join(fold(_SUFFIX.sub("", composed)).split())


def _pieces(name: str) -> Pieces:
    """The words and numbers of `name` in order, numbers without leading zeros."""
    return tuple(piece.lstrip("0") or "0" if piece.isdecimal() else piece for piece in _PIECE.findall(_plain(name)))


def _common_ending(names: Sequence[Pieces]) -> Pieces:
    """The words in which most of several names end after their last number: `traitement A`; the longest such ending."""
    counts: Counter[Pieces] = Counter()
    for pieces in names:
        tail = _tail(pieces)
        counts.update(tail[at:] for at in range(len(tail)))
    common = [ending for ending, n in counts.items() if len(names) > 1 and 2 * n > len(names)]
    return max(common, key=len, default=())


def _tail(pieces: Pieces) -> Pieces:
    """The words after the last number; none for a name without a number."""
    last = max((n for n, piece in enumerate(pieces) if piece.isdecimal()), default=len(pieces))
    return pieces[last + 1 :]


def _without(pieces: Pieces, ending: Pieces) -> Pieces:
    """`pieces` without the common ending, or the part of it that is there."""
    tail = _tail(pieces)
    for at in range(len(tail)):
        if tail[at:] == ending[: len(tail) - at]:
            return pieces[: len(pieces) - len(tail) + at]
    return pieces


def _parts(pieces: Pieces) -> list[Pieces]:
    """What the parts of an interview called so would be called: `02a` and `02b` for `02ab`."""
    for at, word in enumerate(pieces[1:], 1):
        if pieces[at - 1].isdecimal() and _is_parts(word):
            return [(*pieces[:at], letter, *pieces[at + 1 :]) for letter in word]
    return []


def _is_parts(word: str) -> bool:
    """Whether a word is letters in the order of the alphabet: `ab`, `abc`."""
    return word.isalpha() and 2 <= len(word) <= 4 and all(ord(b) == ord(a) + 1 for a, b in pairwise(word))  # noqa: PLR2004


def _begins(longer: Pieces, shorter: Pieces) -> bool:
    return len(shorter) < len(longer) and longer[: len(shorter)] == shorter


def _numbers(pieces: Pieces) -> list[str]:
    return [piece for piece in pieces if piece.isdecimal()]
