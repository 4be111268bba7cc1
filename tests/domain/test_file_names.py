"""Rows of a table kept by hand find their interviews: beyond doubt, or asked about, never guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.file_names import DOUBTFUL, EXACT, NONE, SURE, best_column, match_names

NAMES = ("Entretien 01 24.10.03 01_traitement_A", "Entretien 01 24.12.09ab_traitement_A", "Entretien 02_traitement_A")


@pytest.mark.parametrize(
    ("cell", "sure", "meant"),
    [
        ("Entretien 01 24.10.03 01_traitement_A", EXACT, [0]),
        ("ENTRETIEN 01 24.10.03 01_traitement_a.docx", EXACT, [0]),
        ("Entretien_01_24.10.03_01", SURE, [0]),
        ("entretien 1-24.10.3-1", SURE, [0]),
        ("Entretien_01_24.12.09a", SURE, [1]),
        ("Entretien_01_24.12.09b", SURE, [1]),
        ("Entretien_01_24.12.09c", DOUBTFUL, [1]),
        ("Entretien_01_24.12.10c", NONE, []),
        ("Entretien 01 24.12.09", DOUBTFUL, [1]),
        ("Entretien 01", DOUBTFUL, [0, 1]),
        ("Entretien_02 (suite)", DOUBTFUL, [2]),
        ("Entretein 02", DOUBTFUL, [2]),
        ("Entretien 03", NONE, []),
        ("C:\\data\\Entretien_02.docx", SURE, [2]),
        ("data/Entretien 02_traitement_A.docx", EXACT, [2]),
        ("24.12.09", DOUBTFUL, [1]),
        ("Marseille, Entretien_02, relu", DOUBTFUL, [2]),
        ("A", NONE, []),
        ("", NONE, []),
    ],
)
def test_a_cell_means_the_interview_that_a_person_would_say(cell: str, sure: str, meant: list[int]) -> None:
    (match,) = match_names([cell], NAMES)
    assert (match.sure, match.names) == (sure, tuple(NAMES[n] for n in meant))


def test_names_that_differ_only_at_their_end_are_doubtful_where_a_cell_leaves_it_out() -> None:
    names = ["Talk 2024 01_A", "Talk 2024 01_B", "Talk 2024 02_A"]
    one, other, whole = match_names(["Talk_2024_01", "Talk_2024_02", "Talk 2024 1 a"], names)
    assert (one.sure, set(one.names)) == (DOUBTFUL, set(names[:2]))
    assert (other.sure, other.names) == (SURE, (names[2],))
    assert (whole.sure, whole.names) == (SURE, (names[0],))


def test_two_interviews_that_a_cell_may_equally_mean_are_doubtful() -> None:
    (match,) = match_names(["nadia_1"], ["nadia 1", "nadia-1"])
    assert (match.sure, set(match.names)) == (DOUBTFUL, {"nadia 1", "nadia-1"})


def test_the_file_names_of_the_sample_table_are_exact(sample: Path) -> None:
    with (sample / "attributes.csv").open(encoding="utf-8") as stream:
        cells = [row["file"] for row in csv.DictReader(stream)]
    matches = match_names(cells, [Path(cell).stem for cell in cells])
    assert {match.sure for match in matches} == {EXACT}
    assert [match.names[0] for match in matches] == [Path(cell).stem for cell in cells]


def test_the_column_that_names_interviews_is_found_whatever_it_is_called() -> None:
    columns = {
        "Index": ["1", "2", "3"],
        "Nom Fichier": ["Entretien_01_24.10.03_01", "Entretien_02", "Entretien_09"],
        "Ville": ["Lyon", "Lille", "Entretien 02"],
    }
    assert best_column(columns, NAMES) == "Nom Fichier"
    assert best_column({"Index": ["1", "2"]}, NAMES) is None
    assert best_column(columns, []) is None


@given(
    st.lists(st.text(alphabet="ab1 _", max_size=8), min_size=1, max_size=6),
    st.lists(st.text(alphabet="ab1 _", min_size=1, max_size=8), min_size=1, max_size=6),
)
def test_a_name_that_holds_the_words_of_a_row_is_never_overlooked(cells: list[str], names: list[str]) -> None:
    for match in match_names(cells, names):
        words = match.cell.replace("_", " ").split()
        for name in names:
            others = name.replace("_", " ").split()
            if match.sure == NONE and all(word.isalpha() for word in (*words, *others)) and words:
                assert others[: len(words)] != words


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(min_size=1, max_size=12), max_size=6))
def test_whatever_is_matched_is_one_of_the_names(cells: list[str], names: list[str]) -> None:
    for match in match_names(cells, names):
        assert set(match.names) <= set(names)
        assert (match.sure in (EXACT, SURE)) == (len(match.names) == 1 and match.sure != DOUBTFUL)
        assert bool(match.names) == (match.sure != NONE)


def test_every_interview_of_a_real_study_gets_its_rows(data: Path) -> None:
    folder = data / "corpora" / "fr-artisans"
    names = [path.stem for path in sorted((folder / "raw").glob("*.docx"))]
    with (folder / "recap_entretien.csv").open(encoding="utf-8-sig") as stream:
        cells = [row[1] for row in list(csv.reader(stream))[1:]]
    found: dict[str, list[int]] = {}
    for number, match in enumerate(match_names(cells, names), 1):
        assert match.sure in (SURE, NONE)
        for name in match.names:
            found.setdefault(name, []).append(number)
    # Written by hand from the table and the folder: rows, without the header, of each interview.
    alone = [*range(1, 10), 12, 13, 14, 25, 26, 27, 28, 29, 30, 31]
    parts = [(10, 11), (17, 18), (19, 20), (21, 22), (23, 24)]
    expected = sorted([*([n] for n in alone), *(list(pair) for pair in parts)])
    assert sorted(found.values()) == expected
    assert set(found) == set(names)
    assert found["Entretien 01 24.12.09ab_traitement_A"] == [10, 11]
    assert found["Entretien 01 25.01.15 04_traitement_A"] == [28]
