"""Hiding small cells of a table, so that nobody can be recognised in it, not even by subtraction."""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT = 5

Key = tuple[str, ...]


def suppressed(cells: Mapping[Key, int], least: int) -> frozenset[Key]:
    """Keys of the cells to hide: those from 1 to `least` - 1, and others that would give them away.

    A line is all cells that differ in one part of their key only; its total is taken to be known. A line with
    something hidden hides at least two cells that together hold at least `least`, as far as it has them: the smallest
    of the others are hidden too (complementary suppression; Willenborg and de Waal 2001, Elements of Statistical
    Disclosure Control, ch. 6). Cells of 0 are hidden only for that, when nothing else is left in their line.
    """
    hidden = {key for key, count in cells.items() if 0 < count < least}
    lines = _lines(cells)
    changed = bool(hidden)
    while changed:
        changed = False
        for line in lines:
            inside = [key for key in line if key in hidden]
            visible = sorted((key for key in line if key not in hidden), key=lambda key: (cells[key] == 0, cells[key]))
            while inside and visible and (len(inside) == 1 or sum(map(cells.__getitem__, inside)) < least):
                inside.append(visible.pop(0))
                changed = True
            hidden.update(inside)
    return frozenset(hidden)


def _lines(cells: Mapping[Key, int]) -> list[list[Key]]:
    """The lines of a table of any number of dimensions, each of cells in the order of the table."""
    lines: dict[tuple[int, Key], list[Key]] = {}
    for key in cells:
        for place in range(len(key)):
            lines.setdefault((place, (*key[:place], *key[place + 1 :])), []).append(key)
    return list(lines.values())
