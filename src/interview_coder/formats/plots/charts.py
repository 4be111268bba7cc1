"""What can be drawn: charts as plain values, every text in the user's language, numbers not yet spelled."""

from __future__ import annotations

from dataclasses import dataclass

Value = float | None
"""A number to draw; None: undefined, which is shown as a dash and not as zero."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a row or column; `depth` levels below the left edge. A `heading` stands above its rows, without data.

    Where it stands for a value, `at` is the place of the value among those of its chart.
    """

    text: str
    depth: int = 0
    at: int | None = None

    @property
    def heading(self) -> bool:
        """Whether nothing is drawn beside it."""
        return self.at is None


@dataclass(frozen=True, slots=True)
class Series:
    """One value a row, under a name of their own. `shares` between 0 and 1 follow the values, where there are any."""

    name: str
    values: tuple[Value, ...]
    shares: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, one for each row and series, with the value at the end of each; `axis` names the unit."""

    rows: tuple[Name, ...]
    series: tuple[Series, ...]
    axis: str
    legend: str = ""
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix whose cells hold their number on a shade of it: `values` row by row; `cells` says what they are.

    With `texts`, of the same shape, these stand in the cells instead of the values.
    """

    rows: tuple[Name, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    row_title: str
    column_title: str
    cells: str
    texts: tuple[tuple[str, ...], ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through `points` (x, y); with `low` and `high`, one y each a point, inside a band."""

    name: str
    points: tuple[tuple[float, float], ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Curves:
    """Lines over one pair of axes that start at zero; `marks` are upright lines at an x, with what they mean."""

    curves: tuple[Curve, ...]
    x_axis: str
    y_axis: str
    marks: tuple[tuple[float, str], ...] = ()
    foot: tuple[str, ...] = ()


Span = tuple[float, float, float]
"""Where something lies along a text, from and to, and which share of that it takes."""


@dataclass(frozen=True, slots=True)
class Strips:
    """Where things lie along a text of length `extent`: for each row its spans, drawn as high as their shares."""

    rows: tuple[Name, ...]
    spans: tuple[tuple[Span, ...], ...]
    extent: float
    axis: str
    foot: tuple[str, ...] = ()


Chart = Bars | Grid | Curves | Strips
