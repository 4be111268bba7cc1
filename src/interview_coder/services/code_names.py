"""Names of codes as figures show them."""

from __future__ import annotations

from collections.abc import Sequence

from interview_coder.formats.plots.charts import Name


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
