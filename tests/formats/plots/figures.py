"""Reading figures back: what an SVG says and where, what a PNG shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interview_coder.formats.plots.charts import Bars, Chart, Curve, Curves, Grid, Name, Series, Strips
from interview_coder.formats.plots.files import write
from interview_coder.formats.plots.loading import drawing
from interview_coder.formats.plots.sheet import measured

SVG = "{http://www.w3.org/2000/svg}"
FOOT = ("Unit: coding. n = 85 codings in 11 transcripts.", "Only: coder Amina.", "As of 2026-11-25.")
ROWS = (Name("AI"), Name("preparation", 1, 0), Name("working time", 0, 1), Name("pay", 0, 2))

CHARTS: dict[str, Callable[[], Chart]] = {
    "bars": lambda: Bars(ROWS, (Series("", (38, 0, 7), (0.84, 0.0, 0.16)),), "Number of codings", foot=FOOT),
    "groups": lambda: Bars(
        ROWS,
        tuple(Series(f"coder {n}", (n, 12 - n, None)) for n in range(5)),
        "Number of codings",
        legend="Coder",
        foot=FOOT,
    ),
    "grid": lambda: Grid(
        ROWS,
        ("women", "men", "not known"),
        ((1, 0, 40), (None, 2, 3), (17, 20, 24)),
        "Code",
        "Gender",
        "In the cells: number of codings.",
        foot=FOOT,
    ),
    "curves": lambda: Curves(
        (
            Curve("as interviewed", ((0, 0), (1, 8), (2, 11))),
            Curve("at random", ((0, 0), (1, 7.5), (2, 10)), (0, 6, 9), (0, 9, 12)),
        ),
        "Interviews",
        "Codes met",
        marks=((2, "few new ones"),),
        foot=FOOT,
    ),
    "strips": lambda: Strips(
        ROWS, (((0, 30, 1.0), (400, 402, 0.5)), (), ((1999, 2000, 0.01),)), 2000, "Place, in words", foot=FOOT
    ),
}


@dataclass(frozen=True)
class Text:
    """A text of a figure with the box it takes, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    upwards: bool = False


@dataclass(frozen=True)
class Figure:
    """A parsed SVG."""

    width: float
    height: float
    texts: list[Text]

    @property
    def words(self) -> list[str]:
        return [text.text for text in self.texts]


def drawn(chart: Chart, folder: Path) -> Figure:
    path = folder / "figure.svg"
    write(chart, path)
    return read(path)


def read(path: Path) -> Figure:
    root = ET.fromstring(path.read_bytes())
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    with drawing():
        texts = [_placed(text) for text in root.iter(f"{SVG}text")]
    return Figure(width, height, texts)


def _placed(element: ET.Element) -> Text:
    style = dict(part.strip().split(": ", 1) for part in element.attrib["style"].split(";") if part.strip())
    text = element.text or ""
    size = float(style["font-size"].removesuffix("px"))
    length = measured(text, size, bold=style.get("font-weight") == "700")
    turn, x, y = map(float, re.findall(r"-?[\d.]+", element.attrib["transform"]))
    before = {"start": 0.0, "middle": length / 2, "end": length}[style["text-anchor"]]
    if turn == 0:
        return Text(text, x - before, y - 0.75 * size, x - before + length, y + 0.24 * size)
    assert turn in (-90, 270), element.attrib["transform"]
    return Text(text, x - 0.75 * size, y + before - length, x + 0.24 * size, y + before, True)


def boxes(path: Path) -> list[Text]:
    """The filled boxes of an SVG without hatches, the page among them."""
    found = []
    for element in ET.fromstring(path.read_bytes()).iter(f"{SVG}path"):
        if "fill: #" in element.attrib.get("style", ""):
            numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", element.attrib["d"])]
            xs, ys = numbers[::2], numbers[1::2]
            found.append(Text("", min(xs), min(ys), max(xs), max(ys)))
    return found
