"""Under which names a coding counts: its own code, and rolled up the codes above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from interview_coder.domain.codebook import Codebook
from interview_coder.services.selecting import Selection, codes_asked_for

Lineages = dict[str, list[str]]


def lineages(codebook: Codebook | None, selection: Selection) -> Lineages:
    """Id of each code asked for, in the order of the codebook, to its path and with `roll_up` those above it.

    Codes above the one asked for have no part in it. Raises UnknownNameError for an unknown code.
    """
    if codebook is None:
        return {}
    asked = codes_asked_for(codebook, selection)
    found: Lineages = {}
    for code in codebook.codes:
        if code.id in asked:
            above = found.get(code.parent, []) if selection.roll_up and code.parent else []
            found[code.id] = [codebook.path(code.id), *above]
    return found


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """Each path to as little of its end as no other path has: `limits` for `self-organisation/limits`.

    Where pages are narrow, whole paths would be cut where they begin to differ.
    """
    listed = list(dict.fromkeys(paths))
    ends = Counter(end for path in listed for end in _ends(path))
    return {path: next((end for end in _ends(path) if ends[end] == 1), path) for path in listed}


def _ends(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[at:]) for at in range(len(names) - 1, -1, -1)]
