"""`crosstab`: counts and shares against pandas, tests against scipy, from the codings that the program lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from scipy import stats

from tests.cli.running import do, ic, rows
from tests.cli.test_frequencies import codings_with_places, with_codes_above

KEYS = (
    *("code", "value", "cases", "of_cases", "share_of_cases", "codings", "transcripts", "turns", "words"),
    *("row_share", "column_share", "suppressed", "test", "p", "p_adjusted", "v", "v_corrected", "reason"),
)
COUNTS = ("cases", "codings", "transcripts", "turns", "words")


def counts(group: pd.DataFrame) -> dict[str, int]:
    transcripts = group["transcript"].nunique()
    sets = {name: len(set().union(*group[f"{name[:-1]}_set"])) for name in ("turns", "words")}
    return {"cases": transcripts, "codings": len(group), "transcripts": transcripts, **sets}


def by_value(frame: pd.DataFrame, attribute: str) -> pd.DataFrame:
    return frame.assign(value=[row.get(attribute) for row in frame["attributes"]]).dropna(subset="value")


def expected(frame: pd.DataFrame, counted: pd.DataFrame, measure: str) -> dict[tuple[str, Any], dict[str, Any]]:
    """Each code and value to its counts and shares; `frame` has each coding once, `counted` once a name of its code."""
    of_cases = frame.groupby("value")["transcript"].nunique()
    wholes = {value: counts(group)[measure] for value, group in frame.groupby("value")}
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for code, mine in counted.groupby("code"):
        cells = {value: counts(mine[mine["value"] == value]) for value in of_cases.index}
        whole = sum(cell[measure] for cell in cells.values())
        for value, cell in cells.items():
            found[code, value] = {
                **cell,
                "of_cases": of_cases[value],
                "share_of_cases": pytest.approx(cell["cases"] / of_cases[value]),
                "row_share": pytest.approx(cell[measure] / whole),
                "column_share": pytest.approx(cell[measure] / wholes[value]),
            }
    return found


def found(listed: list[dict[str, Any]]) -> dict[tuple[str, Any], dict[str, Any]]:
    assert all(tuple(row) == KEYS for row in listed)
    names = (*COUNTS, "of_cases", "share_of_cases", "row_share", "column_share")
    return {(row["code"], row["value"]): {name: row[name] for name in names} for row in listed}


@pytest.mark.parametrize("attribute", ["position", "gender", "children"])
def test_counts_and_shares_are_those_of_the_codings_listed(demo: Path, attribute: str) -> None:
    frame = by_value(codings_with_places(), attribute)
    for measure in COUNTS:
        listed = rows("crosstab", attribute, "--count", measure)
        assert found(listed) == expected(frame, frame, measure)
        rolled = rows("crosstab", attribute, "--count", measure, "--roll-up")
        assert found(rolled) == expected(frame, with_codes_above(frame), measure)


def test_each_code_is_tested_on_cases_as_scipy_does_it(demo: Path) -> None:
    tested = 0
    for attribute in ("position", "gender"):
        listed = pd.DataFrame(rows("crosstab", attribute))
        ps = {}
        for code, mine in listed.groupby("code"):
            table = [list(mine["cases"]), list(mine["of_cases"] - mine["cases"])]
            (test,), (p,) = set(mine["test"]), set(mine["p"].fillna(-1))
            if isinstance(test, str):
                ps[code] = p
                if len(mine) == 2:
                    assert test == "fisher"
                    assert p == pytest.approx(stats.fisher_exact(table).pvalue)
                else:
                    assert test == "fisher-freeman-halton"
            if all(map(sum, table)):
                v = stats.contingency.association(table, method="cramer")
                assert list(mine["v"]) == [pytest.approx(v)] * len(mine)
        adjusted = listed.drop_duplicates("code").set_index("code")["p_adjusted"].dropna()
        assert set(adjusted.index) == set(ps)
        smallest = min(ps, key=ps.__getitem__)
        assert adjusted[smallest] == pytest.approx(min(1, ps[smallest] * len(ps)))
        tested += len(ps)
    assert tested > 10


def test_a_code_that_is_not_tested_says_why(demo: Path) -> None:
    listed = rows("crosstab", "gender")
    untested = [row for row in listed if row["test"] is None]
    assert untested
    assert all(row["p"] is None and row["p_adjusted"] is None and row["reason"] for row in untested)
    assert {row["reason"] for row in listed if row["test"]} == {None}
    everywhere = {row["code"] for row in listed if row["reason"] == "Every case holds the code."}
    held = pd.DataFrame(listed).groupby("code")[["cases", "of_cases"]].sum()
    assert everywhere == set(held.index[held["cases"] == held["of_cases"]])
    few = [row["reason"] for row in listed if row["reason"] and "Tarone" in row["reason"]]
    assert few


def test_values_come_in_the_order_of_their_attribute(demo: Path) -> None:
    assert list(dict.fromkeys(row["value"] for row in rows("crosstab", "position"))) == ["worker", "client", "platform"]
    assert list(dict.fromkeys(row["value"] for row in rows("crosstab", "children"))) == [0, 1, 2, 3]
    codes = list(dict.fromkeys(row["code"] for row in rows("crosstab", "position")))
    assert codes == [row["path"] for row in rows("codebook") if row["path"] in set(codes)]


def test_numbers_are_cut_into_classes(demo: Path) -> None:
    frame = by_value(codings_with_places(), "monthly_income")
    bins = [float("-inf"), 100, 300, float("inf")]
    cut = pd.cut(frame["value"], bins, right=False, labels=["x < 100", "100 ≤ x < 300", "x ≥ 300"])
    frame = frame.assign(value=cut.astype(str))
    assert found(rows("crosstab", "monthly_income", "--bins", "100,300")) == expected(frame, frame, "cases")
    halves = {row["value"] for row in rows("crosstab", "monthly_income", "--bins", "q2")}
    assert len(halves) == 2


def test_values_are_put_together_under_one_name(demo: Path) -> None:
    frame = by_value(codings_with_places(), "position")
    frame = frame.assign(value=frame["value"].replace({"client": "buyers", "platform": "buyers"}))
    options = ("--group", "buyers=Client|platform")
    assert found(rows("crosstab", "position", *options)) == expected(frame, frame, "cases")
    assert {row["test"] for row in rows("crosstab", "position", *options)} <= {"fisher", None}
    assert "Values put together: buyers=Client|platform." in do("crosstab", "position", *options).out
    ic("crosstab", "position", "--group", "buyers=shop").refused("shop", "worker, client, platform")
    ic("crosstab", "position", "--group", "buyers").refused("buyers", "NAME=VALUE")
    ic("crosstab", "position", *options, "--group", "b=client").refused("client", "two groups")
    ic("crosstab", "position", "--group", "all=worker|client|platform").refused("nothing to compare")


def test_missing_values_and_interviews_without_codings_are_left_out_and_counted(demo: Path) -> None:
    table = do("crosstab", "engagement").out
    listed = rows("transcripts")
    coded = [row for row in listed if row["codings"]]
    missing = sum("engagement" not in row["attributes"] for row in coded)
    uncoded = sum("engagement" in row["attributes"] for row in listed if not row["codings"])
    assert missing > 0
    assert f"Cases without a value for engagement, left out: {missing}." in table
    assert (f"Cases without any coding in this selection, left out: {uncoded}" in table) == bool(uncoded)
    assert f"n = {len(coded) - missing} cases with codings" in table


def test_filters_choose_the_cases_that_are_compared(demo: Path) -> None:
    frame = by_value(codings_with_places("--where", "position=worker", "--coder", "Amina"), "gender")
    options = ("--where", "position=worker", "--coder", "Amina")
    assert found(rows("crosstab", "gender", *options)) == expected(frame, frame, "cases")
    table = do("crosstab", "gender", *options).out
    assert "position=worker" in table
    assert "Amina" in table


def test_the_share_of_a_group_does_not_change_when_one_code_is_asked_for(demo: Path) -> None:
    whole = {key: cell for key, cell in found(rows("crosstab", "position")).items() if key[0] == "pay"}
    assert found(rows("crosstab", "position", "--code", "pay")) == whole
    below = {row["code"] for row in rows("crosstab", "position", "--code", "pay", "--roll-up")}
    assert below == {row["code"] for row in rows("codings", "--code", "pay", "--roll-up")}


def test_a_query_narrows_the_codings_but_not_the_cases_that_were_read(demo: Path) -> None:
    query = ("--query", "pay WITHIN turn recognition")
    whole, narrow = rows("crosstab", "gender"), rows("crosstab", "gender", *query)
    of = {row["value"]: row["of_cases"] for row in whole}
    assert narrow
    assert {row["value"]: row["of_cases"] for row in narrow} == of
    matched = by_value(codings_with_places(*query), "gender")
    for row in narrow:
        mine = matched[(matched["code"] == row["code"]) & (matched["value"] == row["value"])]
        assert (row["cases"], row["codings"]) == (mine["transcript"].nunique(), len(mine))


def test_small_cells_are_hidden_in_every_format(demo: Path) -> None:
    open_ = found(rows("crosstab", "gender"))
    hidden = rows("crosstab", "gender", "--suppress", "4")
    for row in hidden:
        cell = open_[row["code"], row["value"]]
        assert row["suppressed"] or not 0 < cell["cases"] < 4
        assert all((row[name] is None) == row["suppressed"] for name in (*COUNTS, "share_of_cases", "column_share"))
    for code in {row["code"] for row in hidden}:
        mine = [row["suppressed"] for row in hidden if row["code"] == code]
        assert sum(mine) != 1
    assert any(row["suppressed"] for row in hidden)
    table = do("crosstab", "gender", "--suppress", "4").out
    assert "<4" in table
    assert "Cells of fewer than 4 cases are hidden" in table
    assert rows("crosstab", "gender", "--suppress") == rows("crosstab", "gender", "--suppress", "5")


def test_a_spreadsheet_gets_one_row_a_code_with_numbers(demo: Path) -> None:
    do("crosstab", "gender", "--wide", "-o", "table.xlsx")
    sheet = load_workbook("table.xlsx").worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    assert head[:5] == ("code", "woman cases", "woman share_of_cases", "man cases", "man share_of_cases")
    assert head[5:] == ("test", "p", "p_adjusted", "v", "v_corrected", "reason")
    cells = found(rows("crosstab", "gender"))
    for line in lines:
        if (line[0], "man") in cells:
            assert line[3] == cells[line[0], "man"]["cases"]
            assert line[2] == pytest.approx(cells[line[0], "woman"]["share_of_cases"])


def test_what_cannot_be_crossed_is_refused(demo: Path) -> None:
    ic("crosstab", "postion").refused("postion", "position, gender")
    ic("crosstab", "position", "--where", "position=worker").refused("worker", "nothing to compare")
    ic("crosstab", "position", "--where", "children>9").refused("No case")
    ic("crosstab", "position", "--bins", "q4").refused("not a number")
    ic("crosstab", "monthly_income", "--bins", "a few").refused("a few", "0,100,300")
    ic("crosstab", "monthly_income", "--where", "children>9").refused("No case")
    assert ic("crosstab", "position", "--rows", "--columns").code == 2
    assert ic("crosstab", "position", "--suppress", "--roll-up").code == 2
    assert ic("crosstab", "position", "--suppress", "1").code == 2


def test_a_project_without_attributes_says_how_to_get_some(here: Path) -> None:
    do("new", "empty", "--codebook", "starter")
    ic("crosstab", "position").refused("position", "attributes import")
