"""Spreadsheets as transcripts: the sheet that holds one, its times as cells, and refusals of what would hurt."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_all, read_bytes
from tests.formats.builders import INTERVIEW, sheet, zipped

openpyxl = pytest.importorskip("openpyxl")
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def spoken(found: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


def book(**sheets: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_row_an_utterance() -> None:
    assert spoken(read_bytes(sheet(INTERVIEW), "e.xlsx")) == list(INTERVIEW)


def test_times_may_be_clock_times_durations_or_seconds() -> None:
    rows = [
        ["Début", "Fin", "Locuteur", "Texte"],
        [datetime.time(0, 0, 1), datetime.timedelta(seconds=2.5), "A", "oui"],
        ["00:00:03", "4,5", "B", "non"],
    ]
    found = read_bytes(book(Feuille=rows), "e.xlsx")
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1000, 2500), (3000, 4500)]


def test_the_sheet_that_holds_the_transcript_is_read_and_the_others_are_named() -> None:
    data = book(Notes=[["à faire"], ["rien"]], Entretien=[[], ["speaker", "text"], ["A", "oui"], ["B", "non"]], Vide=[])
    found = read_bytes(data, "e.xlsx")
    assert spoken(found) == [("A", "oui"), ("B", "non")]
    assert found.warnings == ("e.xlsx: only these sheets hold a transcript: Entretien. Left out: Notes.",)


def test_each_sheet_of_a_book_can_be_an_interview_and_names_it() -> None:
    sheets = {name: [["locuteur", "texte"], ["A", f"oui {name}"], ["B", "non"]] for name in ("Anna", "Bo")}
    found = read_all(book(Index=[["entretien", "date"], ["Anna", "3 mai"]], **sheets), "e.xlsx")
    assert [(reading.name, spoken(reading)) for reading in found] == [
        ("Anna", [("A", "oui Anna"), ("B", "non")]),
        ("Bo", [("A", "oui Bo"), ("B", "non")]),
    ]
    assert found[0].warnings == ("e.xlsx: only these sheets hold a transcript: Anna, Bo. Left out: Index.",)


def test_numbers_and_truth_values_are_read_as_they_are_shown() -> None:
    found = read_bytes(book(F=[["speaker", "text"], ["A", 12.0], ["B", 1.5], ["A", True]]), "e.xlsx")
    assert [said for _, said in spoken(found)] == ["12", "1.5", "true"]


def test_another_table_is_refused_with_what_was_looked_for() -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.xlsx is no table of transcripts.* “nom de famille, âge”"):
        read_bytes(book(F=[["nom de famille", "âge"], ["Roux", 40]]), "e.xlsx")


def test_a_spreadsheet_without_cells_is_empty() -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.xlsx is empty"):
        read_bytes(book(F=[]), "e.xlsx")


def test_an_open_document_spreadsheet_is_read_too() -> None:
    pytest.importorskip("odf")
    from odf import opendocument, table, text  # noqa: PLC0415

    document = opendocument.OpenDocumentSpreadsheet()
    page = table.Table(name="Feuille")
    for row in (("Locuteur", "Texte"), *INTERVIEW):
        line = table.TableRow()
        for cell in row:
            made = table.TableCell(valuetype="string")
            made.addElement(text.P(text=cell))
            line.addElement(made)
        page.addElement(line)
    page.addElement(table.TableRow(numberrowsrepeated=1_048_000))
    document.spreadsheet.addElement(page)
    stream = BytesIO()
    document.save(stream)
    found = read_bytes(stream.getvalue(), "e.ods")
    assert (spoken(found), found.format) == (list(INTERVIEW), "ods")


def excel(cells: str, prologue: str = "", **members: bytes | str) -> bytes:
    page = f'<?xml version="1.0"?>{prologue}<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>'
    with_one = dict.fromkeys(("xl/workbook.xml", "[Content_Types].xml"), "<a/>")
    return zipped({**with_one, "xl/worksheets/sheet1.xml": page, **members})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (excel('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row>'), "is larger"),
        (excel("", **{"xl/sharedStrings.xml": bytes(30 * 2**20)}), "is larger"),
        (excel("", prologue='<!DOCTYPE a [<!ENTITY b "c">]>'), "declares a document type"),
        (excel("<row>"), "is damaged"),
        (excel(""), "is damaged"),
        (sheet(INTERVIEW)[:-400], "is damaged"),
    ],
)
def test_bombs_entities_and_damage_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^e\.xlsx {sentence}"):
        read_bytes(data, "e.xlsx")


def test_repeated_cells_of_an_open_document_are_counted_before_they_are_laid_out() -> None:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<o:document-content xmlns:o="{name}:office:1.0" xmlns:t="{name}:table:1.0"><t:table-row '
        f't:number-rows-repeated="1000000"><t:table-cell o:value-type="float" t:number-columns-repeated="16000"/>'
        "</t:table-row></o:document-content>"
    )
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    with pytest.raises(UnreadableFileError, match=r"^e\.ods is larger"):
        read_bytes(data, "e.ods")
