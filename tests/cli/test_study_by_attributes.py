"""A whole study with its table of attributes: whatever is counted, found or written can be asked of some cases only."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.running import do, ic, rows

CODES = ("work", "money", "time", "feelings")
TEACHERS = ("Enseignant", "Enseignant/pro")


@pytest.fixture
def artisans(here: Path, data: Path) -> pd.DataFrame:
    """The craftspeople with their attributes and 25 codings in each interview; the codings, made apart."""
    corpus = data / "corpora" / "fr-artisans"
    do("new", "artisans", "--codebook", "starter", "--language", "fr", "--as", "Ada")
    answer = ic("import", corpus / "raw", "--attributes", corpus / "recap_entretien.csv")
    assert answer.code == 1
    assert answer.err.count("Observation") == 1
    chance = random.Random(5)
    made = [
        {"transcript": row["name"], "start": start, "end": start + 80, "code": chance.choice(CODES)}
        for row in rows("transcripts")
        for start in sorted(chance.sample(range(4000), 25))
    ]
    pd.DataFrame(made).to_csv("codes.csv", index=False)
    do("code", "--from", "codes.csv")
    known = pd.read_csv(corpus / "recap_entretien.csv", encoding="utf-8-sig")
    known["key"] = known["Nom Fichier"].str.replace("_", " ").str.replace(r"[ab]$", "", regex=True)
    of_case = known.groupby("key")[["Statut", "Matériau", "Etape choisie"]].first()
    codings = pd.DataFrame(made).drop_duplicates()
    codings["key"] = codings["transcript"].str.split("_traitement").str[0].str.replace(r"ab$", "", regex=True)
    return codings.join(of_case, on="key")


def test_every_count_is_that_of_pandas_missing_values_apart(artisans: pd.DataFrame) -> None:
    for name in ("Statut", "Matériau", "Etape choisie"):
        found = {(row[name], row["code"]): row["codings"] for row in rows("frequencies", "--by", f"{name},code")}
        expected = Counter(
            (None if pd.isna(value) else " ".join(value.split()), code)
            for value, code in zip(artisans[name], artisans["code"], strict=True)
        )
        assert found == expected
    assert artisans["Etape choisie"].isna().any()


def test_a_user_asks_about_teachers_and_glass_workers(artisans: pd.DataFrame) -> None:
    teach = artisans["Statut"].isin(TEACHERS)
    glass = artisans["Matériau"] == "Verre"
    where = ("--where", f"Statut={'|'.join(TEACHERS)}", "--where", "materiau=verre")
    assert len(rows("codings", *where)) == len(artisans[teach & glass]) > 0
    holding = {row["code"]: row for row in rows("crosstab", "Statut", "--group", f"teachers={'|'.join(TEACHERS)}")}
    assert set(CODES) <= set(holding)
    near = rows("codings", "--query", "work NEAR/1 turns money", "--where", "Matériau=Verre")
    assert near
    assert {row["attributes"]["Matériau"] for row in near} == {"Verre"}
    assert rows("cooccurrence", "--within", "turn", "--where", "Matériau=Verre")
    do("export", "verre.csv", "--where", "Matériau=Verre")
    assert set(pd.read_csv("verre.csv")["attributes.Matériau"]) == {"Verre"}
    do("export", "corpus.txt", "--where", "Matériau=Verre")
    starred = [line for line in Path("corpus.txt").read_text(encoding="utf-8").splitlines() if line.startswith("****")]
    assert len(starred) == artisans[glass]["transcript"].nunique()
    assert all("*Materiau_Verre" in line for line in starred)
    do("export", "matrix.csv", "--what", "matrix")
    assert len(pd.read_csv("matrix.csv")) == artisans["transcript"].nunique()


def test_a_row_that_contradicts_another_is_settled_afterwards(artisans: pd.DataFrame, data: Path) -> None:
    table = data / "corpora" / "fr-artisans" / "recap_entretien.csv"
    name = next(one for one in artisans["transcript"] if "24.12.09ab" in one)
    values = {row["name"]: row["attributes"] for row in rows("transcripts")}
    assert "Observation" not in values[name]
    assert values[name]["Statut"] == TEACHERS[1]
    do("attributes", "import", table, "--only", "Observation", "--prefer", "last")
    values = {row["name"]: row["attributes"] for row in rows("transcripts")}
    assert str(values[name]["Observation"]).startswith("rassemblé")
