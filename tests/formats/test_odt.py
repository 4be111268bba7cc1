"""An OpenDocument text is read whole, with white space as the format defines it."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read, read_bytes
from tests.formats.builders import odt


def reading(inner: str) -> Reading:
    return read_bytes(odt(inner), "e.odt")


def test_headings_paragraphs_and_lists_are_lines() -> None:
    listed = "<text:list><text:list-item><text:p>un</text:p></text:list-item></text:list>"
    found = reading(f"<text:h>Titre</text:h><text:p/>{listed}<text:section><text:p>fin</text:p></text:section>")
    assert found.text == "Titre\n\nun\nfin"
    assert (found.format, found.encoding) == ("odt", None)


def test_white_space_collapses_except_where_the_format_spells_it_out() -> None:
    inner = '<text:p>\n  a <text:span> b</text:span><text:s text:c="3"/>c<text:tab/>d<text:line-break/>e\n f</text:p>'
    assert reading(inner).text == "a b   c\td\ne f"


def test_a_table_is_read_row_by_row() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('a')}{cell.format('b')}</table:table-row>"
    merged = f"<table:table-row>{cell.format('c')}<table:covered-table-cell/></table:table-row>"
    table = f"<table:table><table:table-header-rows>{row}</table:table-header-rows>{merged}</table:table>"
    assert reading(f"<text:p>Avant</text:p>{table}<text:p>Après</text:p>").text == "Avant\na\tb\nc\t\nAprès"


def test_tracked_deletions_and_comments_are_dropped_with_warnings_that_count_them() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>jamais</text:p></text:deletion>"
        "</text:changed-region><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
    )
    comment = "<office:annotation><dc:creator>X</dc:creator><text:p>bof</text:p></office:annotation>"
    found = reading(f"{changes}<text:p>J’ai {comment}dit <text:change-start/>oui<text:change-end/>.</text:p>")
    assert found.text == "J’ai dit oui."
    assert len(found.warnings) == 2
    assert "left out: 1" in found.warnings[0]
    assert "kept: 1" in found.warnings[0]
    assert found.warnings[1] == "e.odt: comments left out: 1."


def test_notes_follow_the_interview_and_text_boxes_their_paragraph() -> None:
    note = (
        "<text:note><text:note-citation>i</text:note-citation>"
        "<text:note-body><text:p>Un sigle.</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box><svg:desc>photo</svg:desc></draw:frame>"
    found = reading(f"<text:p>Le CPE{note}, {box}donc</text:p><text:p>fin</text:p>")
    assert found.text == "Le CPE[1], donc\nEncadré\nfin\n\n[1] Un sigle."


def test_a_text_that_calls_itself_a_spreadsheet_is_refused() -> None:
    data = odt("<text:p>a</text:p>", mimetype="application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableFileError, match=r"^e\.odt "):
        read_bytes(data, "e.odt")


def test_an_open_document_made_by_odfpy_is_read_as_it_was_written(tmp_path: Path) -> None:
    pytest.importorskip("odf")
    from odf import opendocument, text  # noqa: PLC0415

    document = opendocument.OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text="Entretien"))
    document.text.addElement(text.P(text="Enquêteur : Et après ?"))
    document.save(str(tmp_path / "e.odt"))
    assert read(tmp_path / "e.odt").text == "Entretien\nEnquêteur : Et après ?"


def test_text_in_a_drawn_shape_is_a_box_of_its_paragraph() -> None:
    shape = "<draw:custom-shape><text:p>Bulle</text:p></draw:custom-shape>"
    assert reading(f"<text:p>avant {shape}après</text:p><text:p>fin</text:p>").text == "avant après\nBulle\nfin"
