"""Which column of a table is which, by the names that people and programs give to columns, French and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from interview_coder.domain.text import fold
from interview_coder.formats.table_csv import rearm

Synonyms = Mapping[str, Sequence[str]]
"""For a column, the other names it is known by, the likeliest first."""
_BETWEEN = re.compile(r"[\s_\-]+")


def folded(name: str) -> str:
    """A column's own name as it is compared: without case."""
    return rearm(name).strip().casefold()


def plain(name: str) -> str:
    """Another name of a column as it is compared: without accents, case and signs between words."""
    return _BETWEEN.sub(" ", fold(unicodedata.normalize("NFC", rearm(name)))).strip()


def known_names(asked: Iterable[str], synonyms: Synonyms) -> set[str]:
    """Every spelling, folded, by which a header names one of the columns."""
    return {folded(name) for name in asked} | {folded(other) for others in synonyms.values() for other in others}


def guess(header: Sequence[str], asked: Iterable[str], synonyms: Synonyms) -> dict[str, list[int]]:
    """Where in `header` each column stands that is asked for; several places when its name comes several times.

    A column's own name goes before its other ones, and each place serves one column.
    """
    own, other = [folded(cell) for cell in header], [plain(cell) for cell in header]
    found: dict[str, list[int]] = {}
    for name in asked:
        if places := [at for at, cell in enumerate(own) if cell == folded(name)]:
            found[name] = places
    taken = {at for places in found.values() for at in places}
    for name in asked:
        for wanted in map(plain, synonyms.get(name, ()) if name not in found else ()):
            places = [at for at, cell in enumerate(other) if cell == wanted and at not in taken]
            if places:
                found[name] = places
                taken.update(places)
                break
    return found
