"""Codings from tables of spreadsheets and other programs: guessed columns, quotes, several codes in a cell."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from interview_coder.domain.listings import Table
from interview_coder.formats.table_file import write
from tests.cli.running import do, ic, rows

TALK = "Q : Et le soir ?\nR : Je clique, je clique jusqu’à minuit.\nR : Oui, « encore cinq minutes ».\n"


@pytest.fixture
def talk(here: Path) -> Path:
    """A project with one short talk and three codes."""
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    do("new", "study", "--as", "Ann", "--language", "fr")
    do("import", "talk.txt")
    for path in ("soir", "soir/minuit", "travail"):
        do("codebook", "add", path)
    return here / "study.icoder"


def table(name: str, columns: tuple[str, ...], *cells: tuple[object, ...]) -> str:
    write(Table(columns, cells), Path(name))
    return name


def coded() -> set[tuple[str, str, str]]:
    return {(row["quote"], row["code"], row["coder"]) for row in rows("codings")}


def bad_rows(*arguments: object) -> list[str]:
    """The bad rows that a refused bulk coding names; it must change nothing."""
    before = Path("study.icoder").read_bytes()
    answer = ic("code", "--from", *arguments)
    assert answer.code == 1
    assert Path("study.icoder").read_bytes() == before
    return [line.strip() for line in answer.err.splitlines()[1:]]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_french_columns_are_guessed_and_the_guesses_are_shown(talk: Path, suffix: str) -> None:
    columns = ("N°", "Fichier", "Début", "FIN", "Thème", "Codeuse", "Commentaire")
    file = table(f"grille.{suffix}", columns, (1, "talk.txt", 21, 29, "Minuit", "Zoé", "à revoir"))
    out = do("code", "--from", file).out
    assert "transcript = Fichier, start = Début, end = FIN, code = Thème, coder = Codeuse, memo = Commentaire" in out
    assert "Columns not read: N°." in out
    (row,) = rows("codings")
    assert (row["quote"], row["code"], row["coder"], row["memo"]) == (TALK[21:29], "soir/minuit", "Zoé", "à revoir")


def test_own_names_go_before_guessed_ones(talk: Path) -> None:
    columns = ("document", "transcript", "start", "end", "theme", "code", "notes")
    file = table("many.csv", columns, ("x", "talk", 0, 1, "nothing", "soir", ""))
    assert ic("code", "--from", file).code == 0
    assert [row["code"] for row in rows("codings")] == ["soir"]


def test_several_codes_in_a_cell_are_split_only_when_asked(talk: Path) -> None:
    file = table("many.csv", ("document", "start", "end", "codes"), ("talk", 0, 5, "soir ; travail;"))
    (line,) = bad_rows(file)
    assert line.startswith("line 2: There is no code `soir ; travail;`")
    do("code", "--from", file, "--split-codes", ";")
    assert {code for _, code, _ in coded()} == {"soir", "travail"}


def test_a_quote_is_looked_up_in_its_transcript(talk: Path) -> None:
    file = table(
        "quotes.xlsx",
        ("entretien", "citation", "code"),
        ("talk", "jusqu'à  minuit", "minuit"),
        ("talk", '"encore cinq\nminutes"', "travail"),
    )
    do("code", "--from", file)
    assert coded() == {("jusqu’à minuit", "soir/minuit", "Ann"), ("« encore cinq minutes »", "travail", "Ann")}


def test_a_quote_that_stands_nowhere_or_in_several_places_is_a_bad_row(talk: Path) -> None:
    columns = ("transcript", "start", "end", "quote", "code")
    file = table("quotes.csv", columns, ("talk", "", "", "je clique", "soir"), ("talk", "", "", "demain", "soir"))
    assert bad_rows(file) == [
        "line 3: talk does not hold this quote. Copy it from the transcript as it is, or give start and end."
    ]
    file = table("quotes.csv", columns, ("talk", "", "", "clique", "soir"), ("talk", 24, 30, "minuit", "soir"))
    several, other = bad_rows(file)
    starts = [n for n in range(len(TALK)) if TALK.startswith("clique", n)]
    assert f"2 times: {starts[0]}-{starts[0] + 6}, {starts[1]}-{starts[1] + 6}" in several
    assert "another passage than the quote stands at 24 to 30" in other


def test_a_table_in_which_nothing_says_where_is_refused(talk: Path) -> None:
    ic("code", "--from", table("many.csv", ("transcript", "code"), ("talk", "soir"))).refused("start, end", "quote")
    ic("code", "--from", table("many.csv", ("transcript", "start", "end"), ("talk", 1, 2))).refused("code")
    file = table("many.csv", ("transcript", "start", "code", "quote"), ("talk", 1, "soir", "Je clique"))
    assert bad_rows(file) == ["line 2: end missing"]


def test_a_slip_in_a_code_gets_the_nearest_names(talk: Path) -> None:
    file = table("many.xlsx", ("transcript", "start", "end", "code"), ("talk", 0, 5, "travial"), ("talk", 0, 5, "soir"))
    (line,) = bad_rows(file)
    assert line.startswith("line 2: ")
    assert "Did you mean travail?" in line


def test_a_dry_run_shows_what_would_come_in(talk: Path) -> None:
    do("code", "talk", 0, 5, "soir")
    before = talk.read_bytes()
    columns = ("Document", "start", "end", "code", "quote")
    file = table("many.csv", columns, ("talk", 0, 5, "soir", ""), ("talk", "", "", "travail", "minuit"))
    found: list[dict[str, Any]] = rows("code", "--from", file, "--dry-run")
    assert [(row["start"], row["quote"], row["code"], row["new"]) for row in found] == [
        (0, TALK[:5], "soir", False),
        (TALK.index("minuit"), "minuit", "travail", True),
    ]
    out = do("code", "--from", file, "--dry-run").out
    assert "2 codings, 1 of them new; nothing was changed." in out
    assert "transcript = Document" in out
    assert talk.read_bytes() == before
    assert ic("code", "talk", 0, 5, "soir", "--dry-run").code == 2
    assert "2 codages, dont 1 nouveaux" in do("--lang", "fr", "code", "--from", file, "--dry-run").out


def test_a_list_in_json_lines_holds_several_codes(talk: Path) -> None:
    Path("many.jsonl").write_text('{"doc": "talk", "text": "minuit", "codes": ["soir", "travail"], "seg": "1"}\n')
    assert len(rows("code", "--from", "many.jsonl")) == 2
    assert {code for _, code, _ in coded()} == {"soir", "travail"}


def test_the_coded_answers_of_data_labelling_workers_come_in_from_a_table(here: Path, data: Path) -> None:
    folder = data / "corpora" / "en-microwork"
    with (folder / "coded_answers.csv").open(encoding="utf-8-sig", newline="") as stream:
        answers = list(csv.DictReader(stream))
    (here / "interviews").mkdir()
    people: dict[str, list[str]] = {}
    for row in answers:
        people.setdefault(row["PID"], []).append(row["Text"].strip())
    for name, said in people.items():
        (here / "interviews" / f"{name}.txt").write_text("\n\n".join(dict.fromkeys(said)), encoding="utf-8")
    codes = sorted({code.strip() for row in answers for code in row["Codes"].split(";") if code.strip()})
    Path("codes.csv").write_text("Code\n" + "\n".join(codes), encoding="utf-8")
    do("new", "study", "--codebook", "codes.csv")
    assert ic("import", "interviews").code == 0
    kept = [(row["PID"], row["Text"], row["Codes"]) for row in answers if row["Codes"].strip()]
    file = table("answers.xlsx", ("Interview", "Text", "Codes"), *kept)
    do("code", "--from", file, "--split-codes", ";")
    wanted = {(pid, text.strip(), code.strip()) for pid, text, cell in kept for code in cell.split(";") if code.strip()}
    assert {(row["transcript"], row["quote"], row["code"]) for row in rows("codings")} == wanted
