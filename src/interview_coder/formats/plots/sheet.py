"""A sheet of paper to draw on: places in points (1/72 inch) from its upper left corner, texts that can be measured."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from interview_coder import __version__
from interview_coder.domain.display import MARK, safe
from interview_coder.domain.wrapping import wrap
from interview_coder.formats.plots.palette import INK, QUIET, RULE, Dash

if TYPE_CHECKING:
    from matplotlib.artist import Artist

# Widths of a column, of a column and a half, of a page, and of a page on its side: what journals print.
COLUMN, MIDDLE, PAGE, LANDSCAPE = WIDTHS = tuple(width * 72 / 25.4 for width in (88, 140, 180, 257))
MARGIN = 4.0
TEXT, NUMBERS, SMALL = 8.0, 7.0, 7.0
_ABOVE_FOOT = 5.0
LEADING = 1.2
DPI = 300
_MARKER = 3.2
_CAP_HEIGHT = 0.73  # of DejaVu Sans
_NO_XML = re.compile("[\ufffe\uffff]")  # noncharacters that XML 1.0 cannot hold and `safe` lets pass
_LONGEST = 400
_NARROW = 0.27  # of the font size: no run of letters is narrower


class Sheet:
    """A figure of `width` × `height` points. Only inside `loading.drawing`."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415
        from matplotlib.transforms import Affine2D  # noqa: PLC0415

        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72))
        self._points = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + self.figure.transFigure

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT,
        align: str = "left",
        colour: str = INK,
        bold: bool = False,
        upwards: bool = False,
    ) -> None:
        """One line of text whose capitals are centred on `y`, or with `upwards` on `x`."""
        lower = _CAP_HEIGHT * size / 2
        self.figure.text(
            *((x + lower, y) if upwards else (x, y + lower)),
            printable(text),
            transform=self._points,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="baseline",
            rotation=90 if upwards else 0,
            rotation_mode="anchor",
        )

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, *, hatch: str = "", edge: str = ""
    ) -> None:
        """A rectangle by its upper left corner."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        self._add(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill,
                edgecolor=edge or "none",
                hatch=hatch or None,
                linewidth=0.5 if edge else 0,
            )
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = RULE,
        weight: float = 0.6,
        dash: Dash = None,
    ) -> None:
        """A line through points."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        self._add(Line2D(xs, ys, color=colour, linewidth=weight, linestyle=dash))

    def dots(self, xs: Sequence[float], ys: Sequence[float], *, colour: str, marker: str) -> None:
        """A marker at each point."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        self._add(Line2D(xs, ys, color=colour, linestyle="", marker=marker, markersize=_MARKER))

    def area(self, corners: Sequence[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""
        from matplotlib.patches import Polygon  # noqa: PLC0415

        self._add(Polygon(corners, closed=True, facecolor=fill, edgecolor="none"))

    def foot(self, top: float, lines: Sequence[str]) -> None:
        """Small lines under a figure that ends at `top`."""
        for number, line in enumerate(lines):
            self.text(MARGIN, top + _ABOVE_FOOT + (number + 0.5) * SMALL * LEADING, line, size=SMALL, colour=QUIET)

    def write(self, stream: BinaryIO, kind: str, title: str) -> None:
        """Write the figure as `svg` or `png`; the same figure gives the same bytes."""
        maker = f"interview-coder {__version__}"
        metadata = (
            {"Date": None, "Creator": maker, "Title": printable(title)}
            if kind == "svg"
            else {"Software": maker, "Title": printable(title)}
        )
        with warnings.catch_warnings():
            # A letter that the font lacks is shown as the mark for it, and as itself where a viewer of the SVG can.
            warnings.filterwarnings("ignore", message="Glyph ")
            self.figure.savefig(stream, format=kind, dpi=DPI, metadata=metadata)

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._points)
        # What is drawn later lies above, whatever it is.
        artist.set_zorder(1)
        self.figure.add_artist(artist)


def printable(text: str) -> str:
    """`text` on one line, without anything that acts, hides or cannot stand in XML."""
    return _NO_XML.sub(MARK, safe(text))


@cache
def _advance(character: str, bold: bool) -> float:
    """How far a character moves the next one, in a font of one point."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415
    from matplotlib.textpath import text_to_path  # noqa: PLC0415

    font = FontProperties(size=100, weight="bold" if bold else "normal")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph ")
        # Between two letters, because a space alone has no width.
        with_it, without = (
            text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] for text in (f"n{character}n", "nn")
        )
    return max(0.0, float(with_it - without) / 100)


def measured(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """The width of `text` in points; kerning aside, which makes it no wider."""
    return size * sum(_advance(character, bold) for character in printable(text))


def folded(
    text: str, width: float, *, size: float = TEXT, bold: bool = False, lines: int | None = 3
) -> tuple[str, ...]:
    """`text` in at most `lines` lines no wider than `width` points; `…` where something had to be left out."""
    # Viewers of an SVG show one space for many and none at the ends.
    text = re.sub(" +", " ", printable(text)).strip(" ")
    if lines is not None and len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    if measured(text, size, bold=bold) <= width:
        return (text,)
    found = _lines(text, width, size, bold)
    if lines is None or len(found) <= lines:
        return tuple(text[start:end].rstrip(" ") for start, end in found)
    last = text[found[lines - 1][0] :]
    while last and measured(f"{last}…", size, bold=bold) > width:
        last = last[:-1]
    return (*(text[start:end].rstrip(" ") for start, end in found[: lines - 1]), f"{last.rstrip(' ')}…")


def _lines(text: str, width: float, size: float, bold: bool) -> list[tuple[int, int]]:
    """Spans of lines of as many characters as fit, whichever they are."""
    found = [(0, len(text))]
    for characters in range(max(1, min(len(text), int(width / (_NARROW * size)))), 0, -1):
        found = list(wrap(text, 0, len(text), characters))
        if all(measured(text[start:end].rstrip(" "), size, bold=bold) <= width for start, end in found):
            break
    return found


def foot_height(lines: Sequence[str]) -> float:
    """The height of the lines under a figure, with the gap above and the margin below."""
    return (_ABOVE_FOOT + len(lines) * SMALL * LEADING if lines else 0) + MARGIN


def foot_lines(foot: Sequence[str], width: float) -> list[str]:
    """The sentences under a figure of this width, folded and never cut."""
    return [
        line for sentence in foot if sentence for line in folded(sentence, width - 2 * MARGIN, size=SMALL, lines=None)
    ]
