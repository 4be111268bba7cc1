"""Code frequencies as figures: bars for one key, groups of bars or a matrix for two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interview_coder.domain.cases import find_attribute
from interview_coder.domain.frequencies import MEASURES
from interview_coder.domain.listings import Table
from interview_coder.errors import RefusedError
from interview_coder.formats.plots.charts import Bars, Chart, Grid, Name, Series
from interview_coder.locale import t
from interview_coder.services.code_names import tree
from interview_coder.services.footing import footing
from interview_coder.services.plotting import nothing_to_draw
from interview_coder.services.selecting import Selection
from interview_coder.store import cases, listings
from interview_coder.store.project import Project

MOST_SERIES = 4
_MOST_KEYS = 2
_BUILT_IN = ("code", "coder", "transcript", "speaker", "role", "case")


def frequencies_chart(project: Project, table: Table, measure: str, selection: Selection) -> Chart:
    """The figure of a table of `counting.frequencies`. Raises RefusedError for an empty one or more than two keys."""
    keys = table.columns[: -len(MEASURES) - 1]
    if len(keys) > _MOST_KEYS or not keys:
        raise RefusedError(t("plot.too_many_keys", count=len(keys)), t("plot.too_many_keys_hint"))
    if not table.rows:
        raise nothing_to_draw()
    at = table.columns.index(measure)
    notes = (t("count.rolled_up"),) if selection.roll_up and "code" in keys else ()
    foot = (table.caption, *notes, *footing(selection))
    if len(keys) == 1:
        values = tuple(_number(row[at]) for row in table.rows)
        shares = tuple(_number(row[-1]) for row in table.rows)
        names = _names(keys[0], [row[0] for row in table.rows])
        return Bars(names, (Series("", values, shares),), t(f"plot.axis_{measure}"), foot=foot)
    return _crossed(project, table, at, measure, foot)


def _crossed(project: Project, table: Table, at: int, measure: str, foot: tuple[str, ...]) -> Chart:
    """Codes, else the key with more values, from top to bottom; the other beside one another."""
    keys = (table.columns[0], table.columns[1])
    first, second = (_in_order(project, key, (row[n] for row in table.rows)) for n, key in enumerate(keys))
    counts = {(row[0], row[1]): _number(row[at]) for row in table.rows}
    if keys[1] == "code" or (keys[0] != "code" and len(second) > len(first)):
        keys, first, second = (keys[1], keys[0]), second, first
        counts = {(one, other): value for (other, one), value in counts.items()}
    names = _names(keys[0], first)
    if len(second) <= MOST_SERIES:
        series = tuple(Series(_said(keys[1], b), tuple(counts.get((a, b), 0) for a in first)) for b in second)
        return Bars(names, series, t(f"plot.axis_{measure}"), legend=key_name(keys[1]), foot=foot)
    values = tuple(tuple(counts.get((a, b), 0) for b in second) for a in first)
    columns = tuple(_said(keys[1], value) for value in second)
    return Grid(names, columns, values, key_name(keys[0]), key_name(keys[1]), t(f"plot.cells_{measure}"), foot=foot)


def key_name(key: str) -> str:
    """A key as an axis names it: the program's own translated, attributes as they are."""
    return t(f"plot.key_{key}") if key in _BUILT_IN else key


def _names(key: str, values: Sequence[object]) -> tuple[Name, ...]:
    if key == "code":
        return tree([str(value) for value in values])
    return tuple(Name(_said(key, value), 0, at) for at, value in enumerate(values))


def _said(key: str, value: object) -> str:
    if value is None:
        return t("plot.missing")
    if isinstance(value, bool):
        return t("plot.yes" if value else "plot.no")
    if key == "role" and value in ("interviewer", "interviewee"):
        return t(f"plot.role_{value}")
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return text.replace(".", t("display.decimal_mark")) if isinstance(value, float) else text


def _number(cell: object) -> float | None:
    return cell if isinstance(cell, int | float) else None


def _in_order(project: Project, key: str, values: Iterable[object]) -> tuple[object, ...]:
    """Each of `values` once: codes as in the codebook, choices as declared, the rest by size or name."""
    declared: list[str] = []
    if key == "code":
        codebook = listings.codebook(project)
        declared = list(codebook.paths().values()) if codebook else []
    elif key not in _BUILT_IN:
        declared = list(find_attribute(cases.people(project).attributes, key).choices)
    place = {value: at for at, value in enumerate(declared)}

    def size(value: object) -> tuple[bool, int, float, str]:
        number = float(value) if isinstance(value, int | float) else 0
        return (value is None, place.get(str(value), len(place)), number, str(value))

    return tuple(sorted(set(values), key=size))
