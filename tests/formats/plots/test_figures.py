"""Figures as SVG and PNG: everything is said, stays on the page, and is told apart in grey."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from PIL import Image, ImageStat

from interview_coder.errors import CoderError, RefusedError
from interview_coder.formats.plots.charts import Bars, Chart, Curve, Curves, Grid, Name, Series
from interview_coder.formats.plots.files import MOST_ROWS, write
from interview_coder.formats.plots.grid import draw_grid
from interview_coder.formats.plots.loading import drawing
from interview_coder.formats.plots.palette import BAND, PAPER, QUIET, SIGNS, contrast, lightness, text_on
from interview_coder.formats.plots.sheet import LANDSCAPE, folded, measured
from interview_coder.locale import set_language
from tests.formats.plots.figures import CHARTS, FOOT, Figure, drawn

HOSTILE = (
    "<script>alert(1)</script>",
    "a & b ]]> &lt;",
    "$\\frac{1}{0}$",
    "_first",
    "\x1b[31mred\x00",
    "\ufffe\ud800",
    "",
)


def bars(names: list[str], value: float = 3) -> Bars:
    rows = tuple(Name(name, 0, at) for at, name in enumerate(names))
    return Bars(rows, (Series("", (value,) * len(names)),), "Number of codings", foot=FOOT)


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in combinations(figure.texts, 2)
        if min(one.right, other.right) - max(one.left, other.left) > 0.5
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 2.2
    ]


def outside(figure: Figure) -> list[str]:
    return [
        text.text
        for text in figure.texts
        if text.left < 0 or text.top < 0 or text.right > figure.width or text.bottom > figure.height
    ]


@pytest.mark.parametrize("kind", CHARTS)
def test_a_figure_says_its_names_unit_n_filters_and_date_inside_the_page(kind: str, tmp_path: Path) -> None:
    figure = drawn(CHARTS[kind](), tmp_path)
    assert [line for line in FOOT if line not in figure.words] == []
    if kind != "curves":
        assert {"AI", "preparation", "working time", "pay"} <= set(figure.words)
    assert outside(figure) == []
    assert overlapping(figure) == []
    assert figure.width * 25.4 / 72 in (pytest.approx(88, abs=0.01), pytest.approx(180, abs=0.01))


def test_values_stand_at_the_end_of_their_bars_and_zero_and_unknown_are_told_apart(tmp_path: Path) -> None:
    words = drawn(CHARTS["bars"](), tmp_path).words
    assert {"38", "(84%)", "0", "(0%)", "7", "(16%)", "Number of codings"} <= {word.strip() for word in words}
    groups = drawn(CHARTS["groups"](), tmp_path).words
    assert groups.count("–") == 5
    assert {f"coder {n}" for n in range(5)} | {"Coder"} <= set(groups)


def test_no_text_counts_on_spaces_that_viewers_leave_out(tmp_path: Path) -> None:
    for kind in CHARTS:
        assert [word for word in drawn(CHARTS[kind](), tmp_path).words if word != word.strip(" ") or "  " in word] == []
    assert "two spaces" in drawn(bars(["  two   spaces "]), tmp_path).words


def test_every_cell_of_a_matrix_shows_its_number(tmp_path: Path) -> None:
    words = drawn(CHARTS["grid"](), tmp_path).words
    assert [word for word in ("1", "0", "40", "–", "2", "3", "17", "20", "24") if word not in words] == []
    assert {"women", "men", "not known", "Code", "Gender", "In the cells: number of codings."} <= set(words)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_png_has_300_dots_an_inch_and_is_no_blank(kind: str, tmp_path: Path) -> None:
    write(CHARTS[kind](), tmp_path / "figure.PNG")
    figure = drawn(CHARTS[kind](), tmp_path)
    with Image.open(tmp_path / "figure.PNG") as picture:
        assert picture.size == pytest.approx((figure.width * 300 / 72, figure.height * 300 / 72), abs=1)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        grey = picture.convert("L")
    assert grey.getextrema() == (pytest.approx(0, abs=30), 255)
    assert 0.5 < ImageStat.Stat(grey).mean[0] / 255 < 0.995


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_same_figure_has_the_same_bytes(kind: str, suffix: str, tmp_path: Path) -> None:
    one, other = (tmp_path / f"{name}.{suffix}" for name in ("one", "other"))
    write(CHARTS[kind](), one)
    write(CHARTS[kind](), other)
    assert one.read_bytes() == other.read_bytes()


def test_neighbouring_series_differ_in_grey_by_a_fifth_of_the_way_from_black_to_white() -> None:
    assert all(abs(lightness(a.colour) - lightness(b.colour)) > 20 for a, b in pairwise(SIGNS[:4]))
    hatched = [(one, other) for one, other in combinations(SIGNS, 2) if one.hatch == other.hatch]
    assert all(abs(lightness(one.colour) - lightness(other.colour)) > 40 for one, other in hatched)
    assert len({(sign.marker, sign.dash) for sign in SIGNS}) == len(SIGNS)
    assert all(contrast(sign.line, PAPER) >= 3 for sign in SIGNS)
    assert all(contrast(sign.line, BAND) >= 2.3 for sign in SIGNS[:4])
    assert contrast(QUIET, PAPER) >= 7
    assert (lightness("#000000"), lightness("#ffffff")) == (pytest.approx(0), pytest.approx(100))


def test_in_a_grey_print_bars_side_by_side_are_different_greys(tmp_path: Path) -> None:
    series = tuple(Series(str(n), (10,)) for n in range(4))
    write(Bars((Name("a", 0, 0),), series, "n"), tmp_path / "grey.png")
    with Image.open(tmp_path / "grey.png") as picture:
        grey = picture.convert("L")
    middle = grey.crop((grey.width // 3, 0, grey.width // 2, grey.height))
    means = [ImageStat.Stat(middle.crop((0, y, middle.width, y + 1))).mean[0] for y in range(middle.height)]
    plateaus = [round(mean) for mean, below in pairwise(means) if abs(mean - below) < 3 and mean < 240]
    levels = sorted({plateau // 25 for plateau in plateaus})
    assert len(levels) >= 4, levels


def test_shades_grow_darker_with_the_number_and_carry_readable_numbers() -> None:
    values = tuple(float(n) for n in range(1, 21))
    chart = Grid((Name("row", 0, 0),), tuple(str(n) for n in range(1, 21)), (values,), "r", "c", "cells")
    with drawing():
        boxes = [artist for artist in draw_grid(chart).figure.artists if artist.__class__.__name__ == "Rectangle"]
        fills = [to_hex(box.get_facecolor()) for box in boxes]
    lights = [lightness(fill) for fill in fills]
    assert len(lights) == 20
    assert all(one > next_one for one, next_one in pairwise(lights))
    assert lights[0] > 90
    assert lights[-1] < 25
    assert all(contrast(fill, text_on(fill)) >= 4.5 for fill in fills)


def test_hostile_names_stay_texts(tmp_path: Path) -> None:
    figure = drawn(bars(list(HOSTILE)), tmp_path)
    assert {"<script>alert(1)</script>", "a & b ]]> &lt;", "$\\frac{1}{0}$", "_first", "␛[31mred␀"} <= set(figure.words)
    assert b"<script" not in (tmp_path / "figure.svg").read_bytes()
    groups = Bars((Name("row", 0, 0),), tuple(Series(name, (1,)) for name in HOSTILE[:5]), "n", legend="$x$")
    assert {"_first", "$\\frac{1}{0}$", "$x$"} <= set(drawn(groups, tmp_path).words)
    write(bars(list(HOSTILE)), tmp_path / "hostile.png")


TEXTS = st.text(max_size=90)
NUMBERS = st.one_of(st.none(), st.integers(0, 10**9), st.floats(0, 1e6))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Bars, matrices and curves with any names and numbers."""
    names = draw(st.lists(TEXTS, min_size=1, max_size=5))
    rows = tuple(Name(name, draw(st.integers(0, 3)), at) for at, name in enumerate(names))
    others = draw(st.lists(TEXTS, min_size=1, max_size=5))
    title, other_title, foot = draw(TEXTS), draw(TEXTS), (draw(TEXTS),)
    numbers = [tuple(draw(NUMBERS) for _ in names) for _ in others]
    kind = draw(st.sampled_from(["bars", "grid", "curves"]))
    if kind == "bars":
        series = tuple(Series(name, values) for name, values in zip(others, numbers, strict=True))
        return Bars(rows, series, title, legend=other_title, foot=foot)
    if kind == "grid":
        return Grid(rows, tuple(others), tuple(zip(*numbers, strict=True)), title, other_title, title, foot=foot)
    curves = tuple(
        Curve(name, tuple((x, y or 0) for x, y in enumerate(values, 1)))
        for name, values in zip(others, numbers, strict=True)
    )
    return Curves(curves, title, other_title, ((1, names[0]),), foot)


@given(chart=charts())
@settings(max_examples=40)
def test_whatever_the_names_and_numbers_no_text_leaves_the_page_or_lies_on_another(chart: Chart) -> None:
    with TemporaryDirectory() as folder:
        figure = drawn(chart, Path(folder))
    assert outside(figure) == []
    assert overlapping(figure) == []


def test_long_names_are_folded_and_what_is_cut_says_so(tmp_path: Path) -> None:
    long = "the organisation of working time between platforms and employers, and its consequences for families"
    words = drawn(bars([long, "x" * 1000]), tmp_path).words
    assert long in " ".join(words)
    with drawing():
        cut = folded("word " * 200, 100)
        assert len(cut) == 3
        assert cut[-1].endswith("…")
        assert all(measured(line) <= 100 for line in cut)
        assert folded("Un très long titre : deux mots", 60, lines=None) == ("Un très long", "titre : deux", "mots")


def test_long_names_of_columns_stay_apart(tmp_path: Path) -> None:
    dated = tuple(f"Entretien 01 24.12.{day:02}_traitement_A" for day in range(1, 25))
    grid = Grid((Name("row", 0, 0),), dated, ((1,) * 24,), "Code", "Transcription", "cells")
    assert set(dated) <= set(drawn(grid, tmp_path).words)
    alike = tuple(f"{'the same beginning ' * 9}{n}" for n in range(24))
    grid = Grid((Name("row", 0, 0),), alike, ((1,) * 24,), "Code", "Transcription", "cells")
    assert {f"…{n}" for n in range(24)} <= set(drawn(grid, tmp_path).words)
    with drawing():
        (cut,) = folded("Entretien 24.12.09ab_traitement", 90, lines=1)
        assert cut.startswith("Entretien 24.12")
        assert cut.endswith("…")
        assert measured(cut) <= 90


def test_a_matrix_is_no_wider_than_its_numbers_ask_for(tmp_path: Path) -> None:
    for columns, text, millimetres in ((3, "1 (3%)", 88), (5, "1201 (21%)", 140), (8, "1201 (21%)", 180)):
        grid = Grid(
            (Name("no negotiation", 0, 0),),
            tuple(f"group {n}" for n in range(columns)),
            ((0.2,) * columns,),
            "Code",
            "Group",
            "cells",
            ((text,) * columns,),
        )
        assert drawn(grid, tmp_path).width * 25.4 / 72 == pytest.approx(millimetres, abs=0.01)


def test_sixty_codes_are_readable_in_bars_and_as_a_matrix(tmp_path: Path) -> None:
    names = [f"code number {n}" for n in range(60)]
    tall = drawn(bars(names), tmp_path)
    assert set(names) <= set(tall.words)
    assert overlapping(tall) == outside(tall) == []
    rows = tuple(Name(name, 0, at) for at, name in enumerate(names))
    grid = Grid(rows, tuple(names), ((12.0,) * 60,) * 60, "Code", "Code", "cells")
    wide = drawn(grid, tmp_path)
    assert wide.width == pytest.approx(LANDSCAPE, abs=0.01)
    assert wide.words.count("12") == 3600
    assert outside(wide) == []
    names_and_one_row = [text for number, text in enumerate(wide.texts) if text.text != "12" or number % 59 == 0]
    assert overlapping(Figure(wide.width, wide.height, names_and_one_row)) == []


@pytest.mark.parametrize(
    "chart",
    [
        bars(["a"] * (MOST_ROWS + 1)),
        Grid(tuple(Name("a", 0, at) for at in range(100)), ("c",) * 41, ((1,) * 41,) * 100, "r", "c", "cells"),
        Grid((Name("a", 0, 0),), ("c",) * 200, ((1,) * 200,), "r", "c", "cells"),
        Grid((Name("a", 0, 0),), ("c",) * 60, ((123456,) * 60,), "r", "c", "cells"),
    ],
)
def test_what_nobody_could_read_is_refused(chart: Chart, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be read in one figure"):
        write(chart, tmp_path / "figure.svg")
    assert list(tmp_path.iterdir()) == []


def test_one_bar_of_nothing_has_an_axis(tmp_path: Path) -> None:
    figure = drawn(bars(["alone"], 0), tmp_path)
    assert {"alone", "0", "Number of codings"} <= set(figure.words)
    assert outside(figure) == []


def test_small_numbers_are_not_called_zero(tmp_path: Path) -> None:
    values = (0.0, 0.0001, 0.004, 0.04, 0.4, 4.5, 1234567.0)
    chart = Bars(tuple(Name(f"row {n}", 0, n) for n in range(7)), (Series("", values),), "Lift")
    words = drawn(chart, tmp_path).words
    assert {"0", "<0.001", "0.004", "0.040", "0.40", "4.50", "1234567"} <= set(words)
    assert {"0", "0.01", "0.02"} <= set(drawn(bars(["a"], 0.025), tmp_path).words)


def test_numbers_are_french_in_french(tmp_path: Path) -> None:
    set_language("fr")
    try:
        words = drawn(
            Bars((Name("enquêté·e", 0, 0),), (Series("", (0.5,), (0.004,)),), "Décimales", foot=("Œuvre : « été ».",)),
            tmp_path,
        ).words
    finally:
        set_language(None)
    stripped = [word.strip(" ") for word in words]
    assert {"enquêté·e", "0,50", "(<\u202f1\u202f%)", "Œuvre : « été »."} <= {
        w.replace("\u00a0", "\u202f") for w in stripped
    }


def test_another_suffix_and_a_folder_that_is_not_there_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.svg, \.png"):
        write(bars(["a"]), tmp_path / "figure.pdf")
    with pytest.raises(CoderError, match="absent"):
        write(bars(["a"]), tmp_path / "absent" / "figure.svg")
    assert list(tmp_path.iterdir()) == []


DRAW = """
import sys
from pathlib import Path
from interview_coder.formats.plots.charts import Bars, Name, Series
from interview_coder.formats.plots.files import write
write(Bars((Name("été", 0, 0),), (Series("", (3,)),), "n"), Path(sys.argv[1]))
import matplotlib.font_manager as fonts
print(*sorted({entry.fname.rpartition("/")[2] for entry in fonts.fontManager.ttflist}))
print("matplotlib.pyplot" in sys.modules)
"""


def test_drawing_leaves_nothing_behind_reads_no_settings_and_looks_at_no_other_font(tmp_path: Path) -> None:
    home, temporary, here = (tmp_path / name for name in ("home", "temporary", "here"))
    for folder in (home, temporary, here):
        folder.mkdir()
    (here / "matplotlibrc").write_text("font.family: serif\nsavefig.bbox: tight\nsvg.fonttype: path\n")
    home.chmod(0o500)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)}
    for name in ("MPLCONFIGDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", DRAW, tmp_path / "figure.svg"],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.split("\n")[:2] == ["DejaVuSans-Bold.ttf DejaVuSans.ttf", "False"]
    assert list(home.iterdir()) == list(temporary.iterdir()) == []
    assert [path.name for path in here.iterdir()] == ["matplotlibrc"]
    own = tmp_path / "own.svg"
    write(Bars((Name("été", 0, 0),), (Series("", (3,)),), "n"), own)
    assert (tmp_path / "figure.svg").read_bytes() == own.read_bytes()


def test_the_picture_is_complete_before_the_file_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figure.svg"
    path.write_text("the figure of yesterday")

    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("interview_coder.formats.plots.sheet.Sheet.write", fail)
    with pytest.raises(MemoryError):
        write(bars(["a"]), path)
    assert path.read_text() == "the figure of yesterday"
    assert io.BytesIO(path.read_bytes()).read()
