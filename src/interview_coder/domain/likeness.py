"""Interviews that are nearly the same: copies, corrected versions, one interview in two formats.

Each text is sampled at the words that begin with certain letters, which any copy of it has too, wherever it differs
otherwise. What two texts share is the part of the smaller sample that is in the other (containment; Broder 1997,
On the resemblance and containment of documents).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

# Words with pr are one in sixty of French and English; a shorter text is sampled at more words, the shortest at all.
_SAMPLED = (" pr", " p", " ")
_ENOUGH = 40
# As many letters are six or seven words, which two people hardly say alike.
_LETTERS = 32
_FEWEST = 8
_ALIKE = 0.5
# What more texts begin, ask or greet with says nothing about two of them.
_MOST_TEXTS = 6


class Likeness:
    """Texts, each compared with those before it. Costs some 0.03 s for a million words."""

    def __init__(self) -> None:
        self._holders: defaultdict[int, list[str]] = defaultdict(list)
        self._sizes: dict[str, list[int]] = {}

    def add(self, name: str, text: str) -> tuple[str, float] | None:
        """Take in a text under a name of its own; the one before that it resembles most, and the share in common.

        None when no earlier one shares half of its sample, or of this one's, or when there is too little text.
        """
        sample, sizes = _sample(text)
        shared: Counter[str] = Counter()
        for piece in sample:
            holders = self._holders[piece]
            if len(holders) < _MOST_TEXTS:
                shared.update(holders)
                holders.append(name)
        self._sizes[name] = sizes
        found = []
        for other, count in shared.items():
            # Where one is sampled at more words than the other, only the words at which both are can be shared.
            both = min(len(sizes), len(self._sizes[other])) - 1
            smaller = min(sizes[both], self._sizes[other][both])
            if smaller >= _FEWEST and count >= _ALIKE * smaller:
                found.append((min(1.0, count / smaller), other))
        share, other = max(found, default=(0.0, ""))
        return (other, share) if found else None


def _sample(text: str) -> tuple[set[int], list[int]]:
    """The pieces of a text, and how many there were after each of the beginnings at which it is sampled."""
    sample: set[int] = set()
    sizes: list[int] = []
    for beginning in _SAMPLED:
        if len(sample) < _ENOUGH:
            sample.update(_pieces(text, beginning))
            sizes.append(len(sample))
    return sample, sizes


def _pieces(text: str, beginning: str) -> Iterator[int]:
    """The letters after each place where `beginning` stands, without case and white space, as numbers."""
    at = text.find(beginning)
    while at >= 0:
        letters = "".join(text[at : at + 2 * _LETTERS].lower().split())
        if len(letters) >= _LETTERS:
            yield hash(letters[:_LETTERS])
        at = text.find(beginning, at + 1)
