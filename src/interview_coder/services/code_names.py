"""Names of codes as figures show them: as a tree, or as short as they can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interview_coder.formats.plots.charts import Name

SEPARATOR = " / "


def tree(paths: Sequence[str]) -> tuple[Name, ...]:
    """One name a path, `at` its place, indented by level; a heading stands for a code that has a place below only.

    `paths` are in the order of the codebook.
    """
    given, headed = set(paths), set[str]()
    names = []
    for at, path in enumerate(paths):
        parts = path.split("/")
        for depth in range(len(parts) - 1):
            above = "/".join(parts[: depth + 1])
            if above not in given and above not in headed:
                headed.add(above)
                names.append(Name(parts[depth], depth))
        names.append(Name(parts[-1], len(parts) - 1, at))
    return tuple(names)


def short(paths: Sequence[str]) -> tuple[str, ...]:
    """The last part of each path, with the parts above where another path ends in the same."""
    ends = Counter(path.rpartition("/")[2] for path in paths)
    return tuple(end if ends[end := path.rpartition("/")[2]] == 1 else path.replace("/", SEPARATOR) for path in paths)
