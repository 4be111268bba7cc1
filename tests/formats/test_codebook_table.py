"""Codebooks as spreadsheets have them: written and read back, French and English headers, trees from columns."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_diff import diff
from interview_coder.domain.codebook_rules import build_codebook
from interview_coder.domain.listings import Table
from interview_coder.errors import CodebookError
from interview_coder.formats.codebook_table import codebook_rows, read_codebook_table
from interview_coder.formats.table_file import write
from tests.domain.codebooks import codebooks, patient
from tests.store.builders import quick_folder

FRENCH = """\
Domaine;Sous-thème;Code;Définition;Exemples;Couleur
Rémunération & frais;Retenues;TVA;Ce qui est retenu à la source.;« J'ai payé »\x20
Rémunération & frais;Retenues;Commission;La part de la plateforme. | Elle varie.;un | deux;0072B2
Rémunération & frais;;;Tout ce qui touche à la paie.;;
Relations;;Clients;Ce que disent les clients.;;
"""


def saved(folder: Path, text: str, name: str = "grille.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, current: Codebook | None = None, taken: tuple[str, ...] = (), language: str = "en") -> Codebook:
    return read_codebook_table(path, current, taken, language).codebook


def paths(book: Codebook) -> list[str]:
    return list(book.paths().values())


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@patient
@given(codebooks())
def test_any_codebook_comes_back_from_a_table_as_it_was(suffix: str, book: Codebook) -> None:
    if not book.codes:
        return
    with quick_folder() as folder:
        for french in (False, True):
            path = folder / f"book-{french}.{suffix}"
            write(codebook_rows(book), path, excel_fr=french)
            alone = read(path)
            assert (alone.id, alone.codes) == (book.id, book.codes)
            assert diff(book, read(path, book)) == []


def test_a_french_table_becomes_a_tree(tmp_path: Path) -> None:
    found = read_codebook_table(saved(tmp_path, FRENCH), None, (), "en")
    book = found.codebook
    assert paths(book) == [
        "Rémunération frais",
        "Rémunération frais/Retenues",
        "Rémunération frais/Retenues/TVA",
        "Rémunération frais/Retenues/Commission",
        "Relations",
        "Relations/Clients",
    ]
    top, _, tva, commission, *_ = book.codes
    assert top.label == {"fr": "Rémunération & frais"}
    assert top.definition == {"fr": "Tout ce qui touche à la paie."}
    assert tva.examples == {"fr": ("« J'ai payé »",)}
    assert (commission.colour, commission.examples) == ("#0072B2", {"fr": ("un", "deux")})
    assert commission.definition == {"fr": "La part de la plateforme. | Elle varie."}
    assert any("level1 = Domaine, level2 = Sous-thème, name = Code" in note for note in found.notes)
    assert any("French" in note for note in found.notes)


def test_two_people_who_take_the_same_table_in_get_the_same_codebook(tmp_path: Path) -> None:
    one = read(saved(tmp_path, FRENCH))
    other = read(saved(tmp_path, FRENCH.replace("Ce que disent", "Ce que pensent"), "other.csv"))
    assert one.id == other.id
    assert [code.id for code in one.codes] == [code.id for code in other.codes]


def test_a_parent_column_makes_a_tree_too(tmp_path: Path) -> None:
    text = "name,parent,label (fr),English label,keywords\nfees,pay,Frais,Fees,tax | levy\npay,money,,Pay,\n"
    text += "lost,nowhere/far,,,\n"
    book = read(saved(tmp_path, text))
    assert paths(book) == ["money", "money/pay", "money/pay/fees", "nowhere", "nowhere/far", "nowhere/far/lost"]
    fees = next(code for code in book.codes if code.name == "fees")
    assert (fees.label, fees.keywords) == ({"fr": "Frais", "en": "Fees"}, {"en": ("tax", "levy")})
    assert "a" in paths(read(saved(tmp_path, "name,parent\na,b\nb,a\n")))[0]


BOOK = build_codebook(
    "book",
    {"en": "Book"},
    [
        Code("P", "pay", label={"en": "Pay"}, colour="#0072B2", shortcut="p", definition={"fr": "La paie."}),
        Code("F", "fees", "P"),
        Code("M", "money"),
    ],
)


def test_codes_are_recognised_by_id_or_path_and_keep_what_the_table_does_not_speak_of(tmp_path: Path) -> None:
    text = "id,path,definition_en\nP,wages,All that is paid.\n,PAY/Fees,\n,money,\n,pay/new,\n"
    book = read(saved(tmp_path, text), BOOK)
    assert book.paths() == {"P": "wages", "F": "wages/Fees", "M": "money", book.codes[2].id: "wages/new"}
    wages = book.code("P")
    assert (wages.label, wages.colour, wages.shortcut) == ({"en": "Pay"}, "#0072B2", "p")
    assert wages.definition == {"fr": "La paie.", "en": "All that is paid."}
    assert (book.id, book.name) == (BOOK.id, BOOK.name)


def test_an_empty_cell_takes_a_text_away_when_its_column_is_there(tmp_path: Path) -> None:
    book = read(saved(tmp_path, "path,label_en,definition_fr,colour\npay,,,\npay/fees,x,y,\nmoney,,,\n"), BOOK)
    assert (book.code("P").label, book.code("P").definition, book.code("P").colour) == ({}, {}, None)
    assert book.code("P").shortcut == "p"


def test_a_new_code_does_not_get_the_id_of_one_that_was_moved_or_merged_away(tmp_path: Path) -> None:
    first = read(saved(tmp_path, "path\npay\npay/fees\n"))
    pay, fees = first.codes
    moved = build_codebook(first.id, first.name, [pay, Code(fees.id, "levies", pay.id)])
    text = f"id,path\n{pay.id},pay\n{fees.id},pay/levies\n,pay/fees\n"
    again = read(saved(tmp_path, text), moved)
    assert [code.name for code in again.codes] == ["pay", "levies", "fees"]
    assert again.codes[2].id not in (pay.id, fees.id)
    alone = build_codebook(first.id, first.name, [pay])
    assert read(saved(tmp_path, "path\npay\npay/fees\n"), alone).codes[1].id == fees.id
    assert read(saved(tmp_path, "path\npay\npay/fees\n"), alone, (fees.id,)).codes[1].id != fees.id


def test_a_path_that_a_renamed_code_has_left_is_free_again(tmp_path: Path) -> None:
    for text in ("id,path\nM,cash\n,money\n", "id,path\n,money\nM,cash\n"):
        book = read(saved(tmp_path, text), BOOK)
        assert book.path("M") == "cash"
        assert [code.id for code in book.codes if code.name == "money"] != ["M"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("definition\nx\n", ("no column names the codes", "definition")),
        ("path\npay\nPAY\n", ("line 3", "PAY", "second time")),
        ("path,shortcut\npay,pp\n", ("line 2", "`pp`")),
        ("path,colour\na,\npay,red\n", ("line 3", "#red")),
        ("id,path\na b,pay\n", ("line 2", "`a b`")),
        ("id,path\nx,pay\ny,Pay\n", ("line 3",)),
        ("path\n***\n", ("line 2",)),
        ("path,label\npay,{oops\n", ("line 2", "JSON")),
        ("path,label_fr\npay,x,y\n", ("line 2",)),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(CodebookError) as refusal:
        read(saved(tmp_path, text))
    assert all(part in str(refusal.value) for part in ("grille.csv", *parts)), str(refusal.value)


def test_the_codebook_of_the_workers_answers_becomes_a_tree_of_six_domains(data: Path) -> None:
    path = data / "corpora" / "en-microwork" / "codebook.csv"
    book = read(path, language="fr")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    leaves = [code for code in book.codes if not book.children(code.id)]
    assert len(book.children(None)) == 6
    assert len(leaves) == len(rows)
    assert {code.name for code in leaves} == {row["Code"] for row in rows}
    assert all(set(code.definition) == {"en"} for code in leaves)
    assert book.children(None)[0].label == {"en": "Compensation & Economic Security"}


def test_a_listing_written_to_a_file_is_read_too(tmp_path: Path) -> None:
    columns = ("id", "path", "label", "definition", "include", "codings")
    rows = (("P", "pay", {"en": "Pay", "fr": "Paie"}, {}, {"fr": ["un", "deux | trois"]}, 3),)
    write(Table(columns, rows), tmp_path / "list.csv")
    (code,) = read(tmp_path / "list.csv").codes
    assert (code.label, code.include) == ({"en": "Pay", "fr": "Paie"}, {"fr": ("un", "deux | trois")})
