"""Which codes occur together: in overlapping passages, in the same turn, in the same interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, groupby
from operator import itemgetter

SPAN, TURN, TRANSCRIPT = LEVELS = ("span", "turn", "transcript")
JACCARD, DICE, INCLUSION, LIFT = COEFFICIENTS = ("jaccard", "dice", "inclusion", "lift")


Passage = tuple[str, str, str, int, int, int | None, int | None]
"""A coding: code, coder, transcript, span in code points, first and last turn from 1 (None: outside all turns)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes: how many units hold each and both. `a_with_b` of those of a have b too, and the other way round.

    Units are turns or transcripts, so that all three say the same; at the level of spans they are codings, and
    `both` is the number of overlapping pairs of codings, which is larger where passages lie inside one another.
    """

    a: str
    b: str
    n_a: int
    n_b: int
    both: int
    a_with_b: int
    b_with_a: int


@dataclass(frozen=True, slots=True)
class Together:
    """All pairs of codes that occur together at least once, in the order of the codebook; `units` holds any code.

    `alone` is how many units hold each code.
    """

    level: str
    units: int
    alone: Mapping[str, int]
    pairs: tuple[Pair, ...]

    def coefficient(self, pair: Pair, name: str) -> float:
        """One of COEFFICIENTS; m is the number of units with both, for spans the smaller of the two directions.

        JACCARD m / (n_a + n_b - m), from 0 to 1 (Jaccard 1912, New Phytologist 11, 37-50; the c-coefficient of
        ATLAS.ti, which takes all overlaps for m and so can pass 1). DICE 2 m / (n_a + n_b) (Dice 1945, Ecology 26,
        297-302). INCLUSION m / min(n_a, n_b) (Simpson 1960). LIFT m × units / (n_a × n_b): how many times as often as
        chance alone would have it.
        """
        m = min(pair.a_with_b, pair.b_with_a)
        match name:
            case "jaccard":
                return m / (pair.n_a + pair.n_b - m)
            case "dice":
                return 2 * m / (pair.n_a + pair.n_b)
            case "inclusion":
                return m / min(pair.n_a, pair.n_b)
            case "lift":
                return m * self.units / (pair.n_a * pair.n_b)
            case _:
                raise ValueError(f"{name} is none of {', '.join(COEFFICIENTS)}")


def together(
    passages: Iterable[Passage], level: str, lineages: Mapping[str, Sequence[str]], *, across_coders: bool
) -> Together:
    """What occurs together at `level`, one of LEVELS.

    The passages must come by transcript and start. `lineages` gives each code that counts, in the order of the
    codebook, its name and then those of the codes above it that count its codings too; pairs of a code and one above
    it are left out, for they always occur together. Codings of two coders meet only if `across_coders`: two codes
    that two people put on one passage are first of all a disagreement.
    """
    found = [passage for passage in passages if passage[0] in lineages]
    if level == SPAN:
        return _in_spans(found, lineages, across_coders=across_coders)
    return _in_units(found, level, lineages, across_coders=across_coders)


def _related(lineages: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    return {pair for line in lineages.values() for above in line for pair in ((line[0], above), (above, line[0]))}


def ordered(lineages: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The place of each name."""
    return {name: place for place, name in enumerate(dict.fromkeys(chain.from_iterable(lineages.values())))}


def _in_units(
    passages: list[Passage], level: str, lineages: Mapping[str, Sequence[str]], *, across_coders: bool
) -> Together:
    """Turns or transcripts as bits of whole numbers, one number a coder and code."""
    held = _held(passages, level, across_coders=across_coders)
    masks: dict[str, dict[str, int]] = {}
    for (coder, code), mask in held.items():
        for name in lineages[code]:
            of_code = masks.setdefault(name, {})
            of_code[coder] = of_code.get(coder, 0) | mask
    codes = sorted(masks, key=ordered(lineages).__getitem__)
    alone = {code: _united(masks[code].values()).bit_count() for code in codes}
    related, pairs = _related(lineages), []
    for a, b in combinations(codes, 2):
        if (a, b) not in related:
            mine, theirs = masks[a], masks[b]
            both = _united(mask & theirs[coder] for coder, mask in mine.items() if coder in theirs).bit_count()
            if both:
                pairs.append(Pair(a, b, alone[a], alone[b], both, both, both))
    return Together(level, _united(held.values()).bit_count(), alone, tuple(pairs))


def _held(passages: list[Passage], level: str, *, across_coders: bool) -> dict[tuple[str, str], int]:
    """Coder and code to the units that hold it as bits; one nameless coder stands for all if `across_coders`."""
    bits: dict[tuple[str, str], set[int]] = {}
    first = 0
    for _, group in groupby(passages, key=itemgetter(2)):
        end = first
        for code, coder, _, _, _, turn, last_turn in group:
            own = bits.setdefault(("" if across_coders else coder, code), set())
            if level == TRANSCRIPT:
                own.add(first)
            elif turn is not None and last_turn is not None:
                own.update(range(first + turn, first + last_turn + 1))
                end = max(end, first + last_turn)
        first = end + 1
    return {key: _as_bits(units, first) for key, units in bits.items() if units}


def _as_bits(units: set[int], size: int) -> int:
    room = bytearray(size // 8 + 1)
    for unit in units:
        room[unit >> 3] |= 1 << (unit & 7)
    return int.from_bytes(room, "little")


def _united(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _in_spans(passages: list[Passage], lineages: Mapping[str, Sequence[str]], *, across_coders: bool) -> Together:
    """Codings that share at least one character, found in one sweep over each coder's codings of each transcript."""
    overlaps: Counter[tuple[str, str]] = Counter()
    touching: Counter[tuple[str, int]] = Counter()
    bits = {code: 1 << place for place, code in enumerate(lineages)}
    for _, group in groupby(passages, key=itemgetter(2)):
        _sweep(list(group), bits, overlaps, touching, across_coders=across_coders)
    alone: Counter[str] = Counter()
    for code, count in Counter(map(itemgetter(0), passages)).items():
        for name in lineages[code]:
            alone[name] += count
    both, with_ = _rolled(overlaps, touching, lineages, list(lineages))
    order = ordered(lineages)
    pairs = tuple(
        Pair(a, b, alone[a], alone[b], both[a, b], with_[a, b], with_[b, a])
        for a, b in sorted(both, key=lambda pair: (order[pair[0]], order[pair[1]]))
        if order[a] < order[b]
    )
    return Together(SPAN, len(passages), {code: alone[code] for code in order if alone[code]}, pairs)


def _sweep(
    passages: list[Passage],
    bits: Mapping[str, int],
    overlaps: Counter[tuple[str, str]],
    touching: Counter[tuple[str, int]],
    *,
    across_coders: bool,
) -> None:
    """Add the overlaps in one transcript, by start: of which codes, and for each passage the codes that it touches."""
    touched = [0] * len(passages)
    met: list[tuple[str, str]] = []
    reaching: dict[str, list[tuple[int, int, str, int]]] = {}
    for place, (code, coder, _, start, end, _, _) in enumerate(passages):
        bit, own = bits[code], "" if across_coders else coder
        before = reaching.get(own, ())
        still = [one for one in before if one[0] > start]
        for _, other, other_code, other_bit in still:
            if other_bit != bit:
                met.append((code, other_code))
                touched[other] |= bit
                touched[place] |= other_bit
        still.append((end, place, code, bit))
        reaching[own] = still
    overlaps.update(met)
    touching.update((passage[0], mask) for passage, mask in zip(passages, touched, strict=True) if mask)


def _rolled(
    overlaps: Counter[tuple[str, str]],
    touching: Counter[tuple[str, int]],
    lineages: Mapping[str, Sequence[str]],
    codes: list[str],
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Overlaps, and codings of the first that touch the second, of every pair of codes, those above included."""
    related = _related(lineages)
    both: Counter[tuple[str, str]] = Counter()
    with_: Counter[tuple[str, str]] = Counter()
    for (mine, theirs), count in overlaps.items():
        for a in lineages[mine]:
            for b in lineages[theirs]:
                if (a, b) not in related:
                    both[a, b] += count
                    both[b, a] += count
    for (code, mask), count in touching.items():
        reached = {name for place, other in enumerate(codes) if mask >> place & 1 for name in lineages[other]}
        for a in lineages[code]:
            for b in reached:
                if (a, b) not in related:
                    with_[a, b] += count
    return both, with_
