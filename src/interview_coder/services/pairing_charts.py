"""What goes with what, and what follows what, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview_coder.domain.cooccurrence import Pair
from interview_coder.formats.plots.charts import Bars, Chart, Grid, Name, Series, Value
from interview_coder.formats.plots.numbers import spelled
from interview_coder.locale import t
from interview_coder.services.code_names import tree
from interview_coder.services.footing import footing
from interview_coder.services.lineages import short_names
from interview_coder.services.pairing import Following, Pairing
from interview_coder.services.plotting import nothing_to_draw
from interview_coder.services.selecting import Selection
from interview_coder.store import listings
from interview_coder.store.project import Project

MOST_BARS = 40
_PAIR = 2
_Cell = tuple[Value, str]


def cooccurrence_chart(pairing: Pairing, selection: Selection, *, coefficients: bool, least: int) -> Chart:
    """The figure of pairs of codes: half a matrix of counts or coefficients, or bars for those of the code selected.

    Raises RefusedError when no codes occur together.
    """
    if not pairing.pairs:
        raise nothing_to_draw()
    foot = (pairing.caption, *_pair_notes(pairing, selection, coefficients, least), *footing(selection))
    if selection.code:
        return _pair_bars(pairing, coefficients, foot)
    found = pairing.together
    codes = [code for code in found.alone if any(code in (one.a, one.b) for one in pairing.pairs)]
    values = {frozenset((one.a, one.b)): _of(pairing, one, coefficients) for one in pairing.pairs}
    rest: _Cell = (0, "0") if least == 1 else (None, "")

    def cell(row: int, column: int) -> _Cell:
        one, other = codes[row], codes[column]
        if row == column and not coefficients:
            return (None, str(found.alone[one]))
        if column >= row or (selection.roll_up and _related(one, other)):
            return (None, "")
        value = values.get(frozenset((one, other)))
        return rest if value is None else (value, spelled(value))

    places = range(len(codes))
    return _matrix(
        (codes, codes),
        [[cell(row, column) for column in places] for row in places],
        (t("plot.key_code"), t("plot.key_code")),
        t(f"plot.cells_{pairing.coefficient if coefficients else 'both'}"),
        foot,
    )


def _matrix(
    codes: tuple[Sequence[str], Sequence[str]],
    cells: Sequence[Sequence[_Cell]],
    titles: tuple[str, str],
    said: str,
    foot: tuple[str, ...],
) -> Grid:
    """Codes of the rows as a tree, those of the columns by their short names; a cell is a value and its text."""
    names = short_names(codes[1])
    return Grid(
        tree(codes[0]),
        tuple(names[code] for code in codes[1]),
        tuple(tuple(value for value, _ in row) for row in cells),
        *titles,
        said,
        texts=tuple(tuple(text for _, text in row) for row in cells),
        foot=foot,
    )


def _of(pairing: Pairing, pair: Pair, coefficients: bool) -> float:
    return pairing.together.coefficient(pair, pairing.coefficient) if coefficients else pair.both


def _related(one: str, other: str) -> bool:
    """Whether one of two paths lies under the other."""
    return f"{other}/".startswith(f"{one}/") or f"{one}/".startswith(f"{other}/")


def _pair_notes(pairing: Pairing, selection: Selection, coefficients: bool, least: int) -> Iterator[str]:
    if coefficients:
        yield t(f"pairing.coefficient_{pairing.coefficient}")
    if selection.roll_up:
        yield t("pairing.rolled_up")
    if least > 1:
        yield t("pairing.least", least=least)


def _pair_bars(pairing: Pairing, coefficients: bool, foot: tuple[str, ...]) -> Bars:
    names = short_names(code for one in pairing.pairs for code in (one.a, one.b))
    shared = set.intersection(*({one.a, one.b} for one in pairing.pairs))
    sides = [(one.b, one.a) if one.b in shared else (one.a, one.b) for one in pairing.pairs]
    labels = [f"{names[a]} + {names[b]}" for a, b in sides]
    values = [_of(pairing, one, coefficients) for one in pairing.pairs]
    axis = t(f"plot.axis_{pairing.coefficient if coefficients else f'both_{pairing.together.level}'}")
    return _ranked(labels, values, axis, foot)


def _ranked(labels: Sequence[str], values: Sequence[float], axis: str, foot: tuple[str, ...]) -> Bars:
    """Bars from the largest down, the first MOST_BARS of them."""
    order = sorted(range(len(values)), key=lambda at: -values[at])[:MOST_BARS]
    rows = tuple(Name(labels[at].replace("/", " / "), 0, place) for place, at in enumerate(order))
    left_out = (t("plot.most", shown=MOST_BARS, count=len(values)),) if len(values) > MOST_BARS else ()
    return Bars(rows, (Series("", tuple(values[at] for at in order)),), axis, foot=(*left_out, *foot))


def sequences_chart(project: Project, following: Following, selection: Selection, *, least: int) -> Chart:
    """The figure of sequences: for two codes a matrix from the first to the next, for more bars of the most frequent.

    Raises RefusedError when nothing follows anything.
    """
    found = following.successions.found
    if not found:
        raise nothing_to_draw()
    notes = (
        *([t("count.rolled_up")] if selection.roll_up else []),
        *([t("sequences.least", least=least)] if least > 1 else []),
    )
    foot = (following.caption, *notes, *footing(selection))
    if following.length > _PAIR:
        names = short_names(code for one in found for code in one.codes)
        labels = [" → ".join(names[code] for code in one.codes) for one in found]
        return _ranked(labels, [one.count for one in found], t("plot.axis_sequences"), foot)
    known = listings.codebook(project)
    paths = list(known.paths().values()) if known else []
    before, after = ([path for path in paths if any(one.codes[at] == path for one in found)] for at in range(_PAIR))
    counts = {one.codes: one.count for one in found}
    rest: _Cell = (0, "0") if least == 1 else (None, "")
    cells = [
        [(count, str(count)) if (count := counts.get((first, then))) else rest for then in after] for first in before
    ]
    titles = (t("plot.first"), t("plot.then"))
    return _matrix((before, after), cells, titles, t("plot.cells_sequences"), foot)
