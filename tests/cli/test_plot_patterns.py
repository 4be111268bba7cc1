"""`--plot` of crosstab, cooccurrence, sequences, saturation and portrait: the figures say what the listings say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import do, ic, rows
from tests.formats.plots.figures import Figure, boxes, read

LISTINGS = (
    ("crosstab", "position"),
    ("cooccurrence",),
    ("cooccurrence", "--code", "pay"),
    ("sequences",),
    ("sequences", "--length", "3"),
    ("saturation",),
    ("portrait", "01-nadia"),
)


def figure(*command: object) -> Figure:
    do(*command, "--plot", "figure.svg")
    return read(Path("figure.svg"))


def end(path: str) -> str:
    return path.rpartition("/")[2]


def lines(shown: Figure, names: list[str]) -> dict[str, list[str]]:
    """What stands beside each of `names`, from left to right; the names begin lines of a matrix."""
    beside = {}
    for name in names:
        (label,) = (text for text in shown.texts if text.text == name and not text.upwards)
        middle = (label.top + label.bottom) / 2
        others = [
            text
            for text in shown.texts
            if text.top < middle < text.bottom and not text.upwards and text.left > label.right
        ]
        beside[name] = [text.text for text in sorted(others, key=lambda text: text.left)]
    return beside


@pytest.mark.parametrize("command", LISTINGS, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_figure_has_unit_n_and_day_inside_its_page_beside_the_same_listing(
    demo: Path, command: tuple[str, ...], language: str
) -> None:
    plain = do("--lang", language, *command).out
    assert do("--lang", language, *command, "--plot", "figure.svg").out == plain
    shown = read(Path("figure.svg"))
    (unit,) = (line for line in plain.splitlines() if {"en": "Unit: ", "fr": "Unité\u202f: "}[language] in line)
    said = " ".join(shown.words)
    assert unit in said
    assert plain.splitlines()[-1] in said
    assert [
        text.text
        for text in shown.texts
        if min(text.left, text.top) < 0 or text.right > shown.width or text.bottom > shown.height
    ] == []


def test_a_crosstab_shows_count_and_share_of_every_group(demo: Path) -> None:
    shown = figure("crosstab", "position")
    cells: dict[str, dict[str, Any]] = {}
    for row in rows("crosstab", "position"):
        cells.setdefault(row["code"], {})[row["value"]] = row
    drawn = lines(shown, [end(path) for path in cells])
    for path, groups in cells.items():
        expected = [
            f"{one['cases']} ({100 * one['share_of_cases']:.0f}%)"
            for one in (groups[value] for value in ("worker", "client", "platform"))
        ]
        assert drawn[end(path)] == expected


def test_a_crosstab_hides_in_the_figure_what_it_hides_in_the_table(demo: Path) -> None:
    shown = figure("crosstab", "gender", "--suppress", "--count", "codings")
    listed = rows("crosstab", "gender", "--suppress", "--count", "codings")
    hidden = [row for row in listed if row["suppressed"]]
    assert hidden
    assert shown.words.count("<5") + shown.words.count("hidden") == len(hidden)
    shaded = [box for box in boxes(Path("figure.svg")) if box.right - box.left < shown.width - 1]
    assert len(shaded) == sum(not row["suppressed"] and row["codings"] > 0 for row in listed)


def test_half_a_matrix_shows_each_pair_once_and_each_code_with_itself(demo: Path) -> None:
    shown = figure("cooccurrence")
    pairs = {frozenset((row["a"], row["b"])): row for row in rows("cooccurrence")}
    alone = {row[side]: row[f"n_{side}"] for row in pairs.values() for side in "ab"}
    order = [row["path"] for row in rows("codebook") if row["path"] in alone]
    drawn = lines(shown, [end(path) for path in order])
    for place, path in enumerate(order):
        before = [pairs.get(frozenset((path, other)), {"n_both": 0})["n_both"] for other in order[:place]]
        assert drawn[end(path)] == [str(number) for number in (*before, alone[path])]


def test_where_rare_pairs_are_left_out_their_cells_are_empty_and_not_zero(demo: Path) -> None:
    shown = figure("cooccurrence", "--min", 5)
    assert "0" not in shown.words
    assert "Asked for: pairs that occur at least 5 times." in " ".join(shown.words)


def test_the_pairs_of_one_code_are_bars_from_the_largest_down(demo: Path) -> None:
    shown = figure("cooccurrence", "--code", "pay", "--coefficient", "dice")
    listed = rows("cooccurrence", "--code", "pay", "--coefficient", "dice")
    drawn = [text.text for text in shown.texts if text.text.startswith("pay + ")]
    assert sorted(drawn) == sorted(f"pay + {end(row['b'] if row['a'] == 'pay' else row['a'])}" for row in listed)
    values = [float(value) for name in drawn for value in lines(shown, [name])[name]]
    assert values == sorted(values, reverse=True)
    assert sorted(values) == pytest.approx(sorted(row["dice"] for row in listed), abs=0.006)


def test_transitions_go_from_the_row_to_the_column(demo: Path) -> None:
    shown = figure("sequences")
    counts = {(row["code_1"], row["code_2"]): row["count"] for row in rows("sequences")}
    paths = [row["path"] for row in rows("codebook")]
    before, after = ([path for path in paths if any(codes[at] == path for codes in counts)] for at in (0, 1))
    drawn = lines(shown, [end(path) for path in before])
    for path in before:
        assert drawn[end(path)] == [str(counts.get((path, then), 0)) for then in after]


def test_longer_sequences_are_the_forty_most_frequent_as_bars(demo: Path) -> None:
    shown = figure("sequences", "--length", 3)
    listed = rows("sequences", "--length", 3)
    assert len(listed) > 40
    drawn = [text.text for text in shown.texts if text.text.count(" → ") == 2]
    assert drawn == [" → ".join(end(row[f"code_{n}"]) for n in (1, 2, 3)) for row in listed[:40]]
    assert f"The 40 largest of {len(listed)}." in shown.words


def test_a_saturation_curve_rises_as_its_table(demo: Path) -> None:
    shown = figure("saturation")
    said = " ".join(shown.words)
    (rule,) = (
        row
        for row in rows("saturation", "--rules")
        if (row["rule"], row["run"], row["threshold"]) == ("guest-2020", 2, 0.05)
    )
    assert f"after {rule['reached_at']} interviews the last 2 had brought at most 5%" in said
    assert f"{rule['notation']} interviews" in shown.words
    assert {"Interviews", "Codes met so far", "in the order of the interviews", "median of random orders"} <= set(
        shown.words
    )


def test_a_portrait_has_a_mark_where_a_slice_has_some_of_a_code(demo: Path) -> None:
    shown = figure("portrait", "01-nadia")
    listed = rows("portrait", "01-nadia")
    marks = [box for box in boxes(Path("figure.svg")) if box.right - box.left < shown.width - 1]
    assert len(marks) == sum(row["covered"] > 0 for row in listed)
    tallest = max(marks, key=lambda mark: mark.bottom - mark.top)
    assert max(row["share"] for row in listed) == pytest.approx((tallest.bottom - tallest.top) / 9, abs=0.01)
    assert {end(row["code"]) for row in listed} <= set(shown.words)


@pytest.mark.parametrize(
    "command", [("cooccurrence",), ("sequences",), ("saturation",), ("frequencies", "--by", "role")], ids=" ".join
)
def test_nothing_to_draw_is_said(here: Path, command: tuple[str, ...]) -> None:
    do("new", "empty", "--codebook", "starter")
    answer = ic(*command, "--plot", "figure.png")
    answer.refused("nothing to draw")
    assert answer.out == do(*command).out
    assert not Path("figure.png").exists()


def test_a_transcript_without_codings_has_no_portrait_to_draw(demo: Path) -> None:
    ic("portrait", "06-aurelie", "--plot", "figure.svg").refused("nothing to draw")
    assert not Path("figure.svg").exists()


def test_figures_of_patterns_are_the_same_twice(demo: Path) -> None:
    for command in LISTINGS[::3]:
        contents: list[bytes] = []
        for name in ("one.svg", "other.svg"):
            do(*command, "--plot", name)
            contents.append(Path(name).read_bytes())
        assert all(one == other for one, other in pairwise(contents)), command


def test_another_kind_of_file_is_refused_by_each(demo: Path) -> None:
    check: Callable[..., str] = ic("portrait", "01-nadia", "--plot", "figure.gif").refused
    check("figure.gif", ".svg or .png")
    for command in LISTINGS:
        ic(*command, "--plot", "figure.jpg").refused("figure.jpg")
