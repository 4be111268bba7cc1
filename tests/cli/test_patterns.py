"""`cooccurrence`, `sequences`, `saturation`, `portrait`: against pandas on the codings that the program lists."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from interview_coder.domain.ids import attribute_id, case_id
from interview_coder.store.project import Project
from tests.cli.running import do, ic, rows
from tests.cli.test_frequencies import codings_with_places

PAIRS = ("a", "b", "n_a", "n_b", "n_both", "a_with_b", "b_with_a", "share_of_a", "share_of_b")


def held(frame: pd.DataFrame, level: str, *, across: bool) -> pd.DataFrame:
    """Units in rows, codes in columns: how many coders hold the code there, one column for all if `across`."""
    if level == "transcript":
        frame = frame.assign(unit=[{name} for name in frame["transcript"]])
    else:
        frame = frame.assign(unit=frame["turn_set"])
    spread = frame.explode("unit").dropna(subset="unit")
    spread = spread.assign(coder="all" if across else spread["coder"], unit=spread["unit"].astype(str))
    return pd.crosstab([spread["unit"], spread["coder"]], spread["code"]) > 0


@pytest.mark.parametrize("level", ["turn", "transcript"])
@pytest.mark.parametrize("across", [False, True])
def test_codes_in_the_same_turn_or_transcript_are_those_of_pandas(demo: Path, level: str, across: bool) -> None:
    table = held(codings_with_places(), level, across=across)
    alone = table.groupby(level="unit").any().sum()
    listed = rows("cooccurrence", "--within", level, *(["--across-coders"] if across else []))
    pairs = {}
    for a, b in combinations(table.columns, 2):
        both = int((table[a] & table[b]).groupby(level="unit").any().sum())
        if both:
            pairs[frozenset((a, b))] = both
    assert {frozenset((row["a"], row["b"])): row["n_both"] for row in listed} == pairs
    for row in listed:
        assert tuple(row) == (*PAIRS, "jaccard")
        assert (row["n_a"], row["n_b"]) == (alone[row["a"]], alone[row["b"]])
        assert row["jaccard"] == pytest.approx(row["n_both"] / (row["n_a"] + row["n_b"] - row["n_both"]))
        assert row["share_of_a"] == pytest.approx(row["n_both"] / row["n_a"])
    assert [row["n_both"] for row in listed] == sorted((row["n_both"] for row in listed), reverse=True)


def test_passages_that_overlap_are_counted_pair_by_pair(demo: Path) -> None:
    counts: Counter[frozenset[str]] = Counter()
    for one, other in combinations(rows("codings"), 2):
        same = one["transcript"] == other["transcript"] and one["coder"] == other["coder"]
        if same and one["start"] < other["end"] and other["start"] < one["end"] and one["code"] != other["code"]:
            counts[frozenset((one["code"], other["code"]))] += 1
    listed = rows("cooccurrence", "--within", "span")
    assert {frozenset((row["a"], row["b"])): row["n_both"] for row in listed} == dict(counts)
    assert all(0 < row["jaccard"] <= 1 for row in listed)


def test_rare_pairs_and_other_codes_can_be_left_out(demo: Path) -> None:
    whole = rows("cooccurrence")
    assert rows("cooccurrence", "--min", "3") == [row for row in whole if row["n_both"] >= 3]
    assert rows("cooccurrence", "--code", "pay") == [row for row in whole if "pay" in (row["a"], row["b"])]
    rolled = rows("cooccurrence", "--roll-up")
    assert all(not f"{row['b']}/".startswith(f"{row['a']}/") for row in rolled)


@pytest.mark.parametrize("name", ["dice", "inclusion", "lift"])
def test_the_coefficient_asked_for_names_its_column(demo: Path, name: str) -> None:
    listed = rows("cooccurrence", "--coefficient", name)
    assert all(tuple(row)[-1] == name for row in listed)
    assert f"{name}: " in do("cooccurrence", "--coefficient", name).out


@pytest.mark.parametrize("narrowed", [("--code", "pay"), ("--min", "4")])
def test_a_narrowed_matrix_shows_no_zero_where_codes_do_meet(demo: Path, narrowed: tuple[str, str]) -> None:
    together = {(row["a"], row["b"]): row["n_both"] for row in rows("cooccurrence")}
    matrix = pd.DataFrame(rows("cooccurrence", "--matrix", *narrowed)).set_index("code")
    assert 1 < len(matrix) < len(rows("codebook"))
    for a in matrix.index:
        for b in matrix.index:
            if a != b:
                assert matrix.loc[a, b] == together.get((a, b), together.get((b, a), 0))


def test_the_matrix_is_square_and_says_the_same_as_the_pairs(demo: Path) -> None:
    pairs = rows("cooccurrence")
    matrix = pd.DataFrame(rows("cooccurrence", "--matrix")).set_index("code")
    assert list(matrix.index) == list(matrix.columns)
    assert (matrix == matrix.T).all().all()
    assert np.triu(matrix, 1).sum() == sum(row["n_both"] for row in pairs)
    for row in pairs:
        assert matrix.loc[row["a"], row["b"]] == row["n_both"]
        assert matrix.loc[row["a"], row["a"]] == row["n_a"]
    lifts = pd.DataFrame(rows("cooccurrence", "--matrix", "--coefficient", "lift")).set_index("code")
    assert all(lifts.loc[row["a"], row["b"]] == row["lift"] for row in rows("cooccurrence", "--coefficient", "lift"))


def following(listed: list[dict[str, Any]], *, inside: bool) -> Counter[tuple[str, str]]:
    frame = pd.DataFrame(listed)
    keys = ["transcript", "coder", "turn"] if inside else ["transcript", "coder"]
    counts: Counter[tuple[str, str]] = Counter()
    for _, line in frame.groupby(keys):
        passages = [set(group["code"]) for _, group in line.groupby(["start", "end"])]
        for here, there in pairwise(passages):
            counts.update((x, y) for x in here for y in there)
    return counts


@pytest.mark.parametrize("within", ["turn", "transcript"])
def test_which_code_follows_which_is_that_of_pandas(demo: Path, within: str) -> None:
    wanted = following(rows("codings"), inside=within == "turn")
    listed = rows("sequences", "--within", within)
    assert {(row["code_1"], row["code_2"]): row["count"] for row in listed} == dict(wanted)
    whole, table = wanted.total(), pd.Series(wanted).unstack(fill_value=0)
    for row in listed:
        chance = table.loc[row["code_1"]].sum() * table[row["code_2"]].sum() / whole
        assert row["share"] == pytest.approx(row["count"] / whole)
        assert row["share_of_next"] == pytest.approx(row["count"] / table.loc[row["code_1"]].sum())
        assert (row["expected"], row["lift"]) == (pytest.approx(chance), pytest.approx(row["count"] / chance))
    assert rows("sequences", "--within", within, "--min", "4") == [row for row in listed if row["count"] >= 4]


def test_longer_sequences_have_a_column_a_code(demo: Path) -> None:
    listed = rows("sequences", "--length", "3")
    assert all(tuple(row)[:4] == ("code_1", "code_2", "code_3", "count") for row in listed)
    assert ic("sequences", "--length", "1").code == 2


def curve(order: list[str], codes: dict[str, set[str]]) -> list[int]:
    met: set[str] = set()
    return [len(met := met | codes[name]) for name in order]


@pytest.mark.parametrize("level", ["code", "top"])
def test_codes_add_up_in_the_order_of_import_and_by_chance(demo: Path, level: str) -> None:
    frame = pd.DataFrame(rows("codings"))
    frame["code"] = frame["code"].str.split("/").str[0] if level == "top" else frame["code"]
    codes = frame.groupby("transcript")["code"].agg(set).to_dict()
    listed = rows("saturation", "--level", level, "--orders", "200", "--seed", "7")
    order = [row["transcript"] for row in listed]
    assert order == sorted(codes)
    assert [row["known"] for row in listed] == curve(order, codes)
    assert [row["codes"] for row in listed] == [len(codes[name]) for name in order]
    chance = random.Random(7)
    drawn = [curve(chance.sample(order, len(order)), codes) for _ in range(200)]
    for name, part in (("low", 5), ("median", 50), ("high", 95)):
        assert [row[name] for row in listed] == list(np.percentile(drawn, part, axis=0, method="inverted_cdf"))
    known = [row["known"] for row in listed]
    for run in (2, 3):
        shares = [row[f"new_share_of_{run}"] for row in listed]
        assert shares[: 3 + run] == [None] * (3 + run)
        assert shares[3 + run :] == [
            pytest.approx((known[n] - known[n - run]) / known[3]) for n in range(3 + run, len(known))
        ]


def test_the_stopping_rules_say_after_how_many_interviews(demo: Path) -> None:
    listed = rows("saturation", "--rules")
    rules = [(row["rule"], row["base"], row["run"], row["threshold"]) for row in listed]
    assert rules == [
        *(("guest-2020", 4, run, threshold) for run in (2, 3) for threshold in (0.05, 0)),
        ("francis-2010", 10, 3, 0),
    ]
    steps = rows("saturation")
    for row in listed[:4]:
        met = [
            step["n"]
            for step in steps
            if (step[f"new_share_of_{row['run']}"] or 0) <= row["threshold"] and step["n"] >= 4 + row["run"]
        ]
        assert row["reached_at"] == (met[0] if met else None)
        assert row["notation"] == (f"{met[0] - row['run']}+{row['run']}" if met else None)
    assert listed[4]["reached_at"] is None
    assert "Guest, Namey and Chen (2020)" in do("saturation").out


def test_interviews_come_in_the_order_asked_for(demo: Path) -> None:
    names = [row["transcript"] for row in rows("saturation", "--order", "name")]
    assert names == sorted(names)
    Path("order.txt").write_text("\n".join(reversed(names[3:])) + "\n", encoding="utf-8")
    assert [row["transcript"] for row in rows("saturation", "--order", "order.txt")] == names[3:][::-1]
    assert "the order does not place, left out: 3." in do("saturation", "--order", "order.txt").out
    income = [row for row in rows("transcripts") if row["name"] in names and "monthly_income" in row["attributes"]]
    income.sort(key=lambda row: (row["attributes"]["monthly_income"], row["name"]))
    assert [row["transcript"] for row in rows("saturation", "--order", "monthly_income")] == [
        row["name"] for row in income
    ]
    ic("saturation", "--order", "date").refused("one attribute that is a date")
    day = attribute_id("day")
    days = {name: f"2025-01-{31 - n:02}" for n, name in enumerate(names)}
    with Project.open(demo) as project, project.write(project.default_coder) as writer:
        writer.add("attribute.added", day, {"name": "day", "type": "date", "choices": [], "position": 9})
        for name, value in days.items():
            writer.change("case.changed", case_id(name), {f"value.{day}": value})
    assert [row["transcript"] for row in rows("saturation", "--order", "date")] == sorted(names, key=days.__getitem__)
    ic("saturation", "--order", "gender").refused("gender", "neither a date nor a number")
    ic("saturation", "--order", "shoe size").refused("shoe size", "import, name")
    Path("order.txt").write_text("01-nadja\n", encoding="utf-8")
    ic("saturation", "--order", "order.txt").refused("01-nadja", "01-nadia")
    Path("order.txt").write_bytes(b"\xff\xfe\x00")
    ic("saturation", "--order", "order.txt").refused("order.txt", "UTF-8")


def test_an_interview_without_anything_that_a_query_finds_is_still_one_interview(demo: Path) -> None:
    listed = rows("saturation", "--query", "pay WITHIN turn recognition")
    assert [row["transcript"] for row in listed] == [row["transcript"] for row in rows("saturation")]
    codes = pd.DataFrame(rows("codings", "--query", "pay WITHIN turn recognition"))
    found = codes.groupby("transcript")["code"].agg(set).to_dict()
    assert [row["codes"] for row in listed] == [len(found.get(row["transcript"], ())) for row in listed]


@pytest.mark.parametrize("unit", ["words", "turns"])
def test_a_portrait_covers_the_words_or_turns_of_the_codings(demo: Path, unit: str) -> None:
    frame = codings_with_places("--transcript", "01-nadia")
    (size,) = (row[unit] for row in rows("transcripts") if row["name"] == "01-nadia")
    listed = pd.DataFrame(rows("portrait", "01-nadia", "--unit", unit, "--slices", "13"))
    assert list(listed.columns) == ["code", "slice", "first", "last", "covered", "share"]
    for code, mine in listed.groupby("code"):
        units = {n for found in frame.loc[frame["code"] == code, f"{unit[:-1]}_set"] for _, n in found}
        for row in mine.itertuples():
            covered = len(units & set(range(row.first - 1, row.last)))
            assert row.covered == covered
            assert row.share == pytest.approx(covered / (row.last - row.first + 1))
        assert (mine["first"].iloc[0], mine["last"].iloc[-1]) == (1, size)
    assert set(listed["code"]) == set(frame["code"])


def test_a_portrait_fits_the_terminal_whole(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    page = do("portrait", "01-nadia", terminal=True).out.splitlines()
    drawn = [line for line in page if "··" in line]
    assert drawn
    assert all(len(line) == 80 and "…" not in line for line in drawn)
    assert all(len(line.split()[-1]) == 60 for line in do("portrait", "01-nadia").out.splitlines() if "··" in line)


def test_an_unknown_transcript_is_refused_with_the_nearest(demo: Path) -> None:
    ic("portrait", "01-nadja").refused("01-nadja", "01-nadia")


@pytest.mark.parametrize(
    "command", [("cooccurrence",), ("cooccurrence", "--within", "span"), ("sequences",), ("saturation",)]
)
def test_filters_take_only_the_codings_that_the_same_filters_list(demo: Path, command: tuple[str, ...]) -> None:
    filters = ("--where", "position=worker", "--coder", "Jules")
    page = do(*command, *filters).out
    assert "position=worker" in page
    names = {row["transcript"] for row in rows("codings", *filters)}
    assert f"{len(rows('codings', *filters)) if 'span' in command else len(names)}" in page
    if command == ("saturation",):
        assert {row["transcript"] for row in rows(*command, *filters)} == names


@pytest.mark.parametrize("command", [("cooccurrence",), ("cooccurrence", "--matrix"), ("sequences",), ("saturation",)])
def test_a_project_without_codings_has_nothing_to_list(here: Path, command: tuple[str, ...]) -> None:
    do("new", "empty", "--codebook", "starter")
    assert rows(*command) == []
    do(*command)
