"""Which transcript a row of a table means: names of files as people write them, matched or asked about, never guessed.

A table that was kept by hand spells names of files otherwise than the files: `Entretien_01_24.12.09a` for
`Entretien 01 24.12.09ab_traitement_A.docx`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from interview_coder.domain.text import fold

EXACT, SURE, DOUBTFUL, NONE = "exact", "sure", "doubtful", "none"
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_SUFFIX = re.compile(r"\.[^\W\d_][^\W_]{0,4}$")
_FOLDER = re.compile(r".*[\\/](?=[^\\/])", re.DOTALL)
_NEAR, _MOST_NEAR, _COMPARED = 0.8, 3, 12
_LEAST_CONTAINED = 3

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
    between them, once the words that most names end in are gone, and no other name has them, be it with other words
    at its end; a part of an interview (`02a` of `02ab`) counts as the interview. Doubtful: one begins with the
    other or holds it, or they are nearly the same. Of a path only the last part counts.
    """
    index = _Index(names)
    return [index.match(cell) for cell in cells]


def best_column(columns: Mapping[str, Sequence[str]], names: Sequence[str]) -> str | None:
    """The one of `columns` (cells by name) whose cells name the most of `names` beyond doubt, or None."""
    is_certain = cache(_Index(names).is_certain)  # answers of surveys come again and again
    certain = {column: sum(map(is_certain, cells)) for column, cells in columns.items()}
    best = max(certain, key=lambda column: certain[column], default=None)
    return best if best is not None and certain[best] else None


class _Index:
    """The names of transcripts, by the ways in which a cell can mean one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names))
        self._place = {name: place for place, name in enumerate(self.names)}
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._sure: dict[Pieces, list[str]] = defaultdict(list)
        self._parts: dict[Pieces, list[str]] = defaultdict(list)
        self._otherwise_ended: dict[Pieces, list[str]] = defaultdict(list)
        self._ending = _common_ending([_pieces(name) for name in self.names])
        self._pieces: dict[str, Pieces] = {}
        self._with_piece: dict[str, set[str]] = defaultdict(set)
        self._by_rarest: dict[str, list[str]] = defaultdict(list)
        self._with_pair: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            pieces = _without(_pieces(name), self._ending)
            self._pieces[name] = pieces
            self._exact[_plain(name)].append(name)
            self._sure[pieces].append(name)
            for part in _parts(pieces):
                self._parts[part].append(name)
            tail = len(_tail(pieces))
            for cut in range(1, min(tail, len(self._ending)) + 1):
                self._otherwise_ended[pieces[:-cut]].append(name)
            for piece in pieces:
                self._with_piece[piece].add(name)
            for pair in _pairs(pieces):
                self._with_pair[pair].append(name)
        for name, pieces in self._pieces.items():
            if pieces:
                self._by_rarest[min(pieces, key=lambda piece: len(self._with_piece[piece]))].append(name)

    def match(self, cell: str) -> Match:
        """What `cell` means."""
        sure, found = self._certain(cell)
        if found:
            return Match(cell, sure if len(found) == 1 else DOUBTFUL, tuple(found))
        near = self._near(_without(_pieces(cell), self._ending))
        return Match(cell, DOUBTFUL if near else NONE, tuple(near))

    def is_certain(self, cell: str) -> bool:
        """Whether `cell` means one name beyond doubt."""
        return len(self._certain(cell)[1]) == 1

    def _certain(self, cell: str) -> tuple[str, Sequence[str]]:
        """The names that `cell` means equally well, beyond doubt if it is one; none for an empty cell."""
        for text in dict.fromkeys((cell, _FOLDER.sub("", cell))):
            pieces = _without(_pieces(text), self._ending)
            for sure, found in (
                (EXACT, self._exact.get(_plain(text))),
                (SURE, self._sure.get(pieces)),
                (SURE, self._parts.get(pieces)),
            ):
                if found and pieces:
                    shortened = sure == SURE and pieces == _pieces(text) and self._is_shortened(found)
                    return sure, [*found, *self._otherwise_ended.get(pieces, ())] if shortened else found
        return NONE, ()

    def _is_shortened(self, found: Sequence[str]) -> bool:
        """Whether names were found only because the words that most names end in are gone."""
        return any(len(_pieces(name)) > len(self._pieces[name]) for name in found)

    def _near(self, pieces: Pieces) -> list[str]:
        """Names that hold the cell's pieces or the other way round, first those that begin so; else those spelled
        nearly the same.
        """
        if not pieces:
            return []
        shorter = {name for piece in set(pieces) for name in self._by_rarest.get(piece, ())}
        longer = set[str].intersection(*(self._with_piece.get(piece, set()) for piece in set(pieces)))
        holding = [name for name in shorter | longer if _holds(self._pieces[name], pieces)]
        if holding:
            alike = {name: _begin_alike(self._pieces[name], pieces) for name in holding}
            return sorted(holding, key=lambda name: (not alike[name], self._place[name]))[:_MOST_NEAR]
        wanted, numbers = " ".join(pieces), _numbers(pieces)
        shared = Counter(name for pair in _pairs(pieces) for name in self._with_pair.get(pair, ()))
        compared = SequenceMatcher(None, "", wanted)
        ranked = []
        for name, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:_COMPARED]:
            if _numbers(self._pieces[name]) == numbers:
                compared.set_seq1(" ".join(self._pieces[name]))
                ranked.append((-compared.ratio(), name))
        return [name for ratio, name in sorted(ranked) if -ratio >= _NEAR][:_MOST_NEAR]


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


def _holds(one: Pieces, other: Pieces) -> bool:
    """Whether the longer has the shorter's pieces side by side: at its beginning, or enough of them to tell by."""
    shorter, longer = sorted((one, other), key=len)
    places = (at for at in range(len(longer) - len(shorter) + 1) if longer[at : at + len(shorter)] == shorter)
    at = next(places, None) if shorter and len(shorter) < len(longer) else None
    return at == 0 or (at is not None and len("".join(shorter)) >= _LEAST_CONTAINED)


def _begin_alike(one: Pieces, other: Pieces) -> bool:
    return all(a == b for a, b in zip(one, other, strict=False))


def _pairs(pieces: Pieces) -> set[str]:
    """Each two letters that follow one another."""
    text = " ".join(pieces)
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _numbers(pieces: Pieces) -> list[str]:
    return [piece for piece in pieces if piece.isdecimal()]
