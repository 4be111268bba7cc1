"""A Word file is read whole: what its author sees on the page, each thing once."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read, read_bytes
from tests.formats.builders import docx, paragraph, relations, run, word_part, zipped


def reading(*body: str, **parts: str) -> Reading:
    return read_bytes(docx("".join(body), **parts), "e.docx")


def test_each_paragraph_is_one_line_and_empty_ones_are_kept() -> None:
    found = reading(paragraph(run("Un")), paragraph(), "<w:p/>", paragraph(run("Deux"), run(" et demi")))
    assert found.text == "Un\n\n\nDeux et demi"
    assert (found.format, found.encoding, found.warnings) == ("docx", None, ())


def test_tabs_breaks_and_hyphens_are_characters_but_tab_stops_are_not() -> None:
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
    inner = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
    inner += "<w:softHyphen/><w:t>e</w:t><w:cr/><w:t>f</w:t></w:r>"
    assert reading(paragraph(stops, inner)).text == "a\tb\nc-de\nf"


def test_spaces_count_only_where_they_are_preserved() -> None:
    inner = '<w:r><w:t> a </w:t><w:t xml:space="preserve"> b </w:t><w:t>\n  c\n</w:t></w:r>'
    assert reading(paragraph(inner)).text == "a b c"


def test_no_letter_is_composed_or_decomposed() -> None:
    assert reading(paragraph(run("e\u0301 é \u00a0 😀 𝒳"))).text == "e\u0301 é \u00a0 😀 𝒳"


def test_a_table_is_read_row_by_row_with_tabs_between_cells() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    inside = "<w:tbl>" + row(paragraph(run("x")), paragraph(run("y"))) + "</w:tbl>"
    table = row(paragraph(run("Q")), paragraph(run("Un")) + paragraph(run("Deux")))
    table += row(paragraph(), inside + paragraph())
    text = reading(paragraph(run("Avant")), f"<w:tbl>{table}</w:tbl>", paragraph(run("Après"))).text
    assert text == "Avant\nQ\tUn\nDeux\n\tx\ty\nAprès"


def test_content_controls_links_and_smart_tags_are_seen_through_however_nested() -> None:
    inline = f"<w:sdt><w:sdtPr><w:alias w:val='z'/></w:sdtPr><w:sdtContent>{run('un ')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink><w:smartTag>{run('deux')}</w:smartTag></w:hyperlink>"
    block = f"<w:sdt><w:sdtContent>{paragraph(inline, link)}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent><w:tc>{paragraph(run('c'))}</w:tc></w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell}{cell}</w:tr></w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{block}</w:sdtContent></w:sdt><w:tbl>{row}</w:tbl>"
    assert reading(body).text == "un deux\nc\tc"


def test_a_deleted_tracked_change_is_dropped_with_a_warning_and_an_inserted_one_kept() -> None:
    deleted = "<w:del><w:r><w:delText>jamais </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('ici ')}</w:moveFrom><w:moveTo>{run('là ')}</w:moveTo>"
    undone = f"<w:ins><w:del><w:r><w:delText>ni ça</w:delText></w:r></w:del>{run('oui')}</w:ins>"
    found = reading(paragraph(run("Je dis "), deleted, moved, undone))
    assert found.text == "Je dis là oui"
    assert len(found.warnings) == 1
    assert "e.docx" in found.warnings[0]
    assert "left out: 3" in found.warnings[0]
    assert "kept: 2" in found.warnings[0]


def test_a_deleted_paragraph_mark_joins_and_a_deleted_row_goes() -> None:
    joined = paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", run("Un, "))
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('x'))}</w:tc></w:tr>"
    kept = f"<w:tr><w:trPr><w:ins/></w:trPr><w:tc>{paragraph(run('y'))}</w:tc></w:tr>"
    found = reading(joined, paragraph(run("deux")), f"<w:tbl>{gone}{kept}</w:tbl>")
    assert found.text == "Un, deux\ny"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    def box(*inner: str) -> str:
        return f"<wps:txbx><w:txbxContent>{''.join(inner)}</w:txbxContent></wps:txbx>"

    old = f"<w:pict><w:txbxContent>{paragraph(run('Encadré'))}</w:txbxContent></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box(paragraph(run('Encadré')), paragraph(run('suite')))}"
    both += f"</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    text = reading(paragraph(run("Avant "), f"<w:r>{both}</w:r>", run("après")), paragraph(run("Fin"))).text
    assert text == "Avant après\nEncadré\nsuite\nFin"
    assert reading(paragraph(f"<w:r>{old}</w:r>")).text.strip() == "Encadré"


def test_field_codes_comments_headers_and_footers_are_not_text() -> None:
    field = "<w:r><w:instrText>PAGE \\* ROMAN</w:instrText></w:r>" + run("IV")
    comment = "<w:r><w:commentReference w:id='0'/></w:r>"
    found = reading(paragraph(field, comment), header1=paragraph(run("En-tête")), comments=paragraph(run("non")))
    assert found.text == "IV"
    assert found.warnings == ("e.docx: comments left out: 1.",)


def test_notes_follow_the_interview_outside_every_turn() -> None:
    call = "<w:r><w:{0}Reference w:id='{1}'/></w:r>"
    footnotes = f"<w:footnote w:type='separator' w:id='-1'>{paragraph(run('---'))}</w:footnote>"
    footnotes += f"<w:footnote w:id='2'>{paragraph('<w:r><w:footnoteRef/></w:r>', run(' Un sigle.'))}</w:footnote>"
    endnotes = f"<w:endnote w:id='2'>{paragraph(run('Rires.'))}{paragraph(run('Longs.'))}</w:endnote>"
    found = reading(
        paragraph(run("Enquêteur : C’est quoi ?")),
        paragraph(run("Mme Roux : Le CPE"), call.format("footnote", 2), run(", donc.")),
        paragraph(run("Enquêteur : Ah."), call.format("endnote", 2)),
        footnotes=footnotes,
        endnotes=endnotes,
    )
    body = "Enquêteur : C’est quoi ?\nMme Roux : Le CPE[1], donc.\nEnquêteur : Ah.[2]"
    assert found.text == body + "\n\n[1] Un sigle.\n\n[2] Rires.\nLongs."
    assert [found.text[turn.start : turn.end] for turn in found.turns] == [
        "C’est quoi ?",
        "Le CPE[1], donc.",
        "Ah.[2]",
    ]


def test_a_smiley_of_the_symbol_font_is_a_smiley() -> None:
    inner = "<w:r><w:sym w:font='Wingdings' w:char='F04A'/><w:sym w:font='Symbol' w:char='F0FF'/></w:r>"
    assert reading(paragraph(inner)).text == "☺□"


def test_the_main_part_is_found_where_the_file_says_it_is() -> None:
    data = docx(paragraph(run("Ici")), main="word/document2.xml")
    assert read_bytes(data, "e.docx").text == "Ici"


def test_strict_office_files_are_read_as_well() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = word_part("document", f"<w:body>{paragraph(run('Oui'))}</w:body>")
    body = body.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)
    data = zipped({"_rels/.rels": relations({"officeDocument": "word/document.xml"}), "word/document.xml": body})
    assert read_bytes(data, "e.docx").text == "Oui"


def test_a_word_file_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match=r"e\.docx is empty"):
        reading(paragraph(), paragraph(run(" \u00a0")))


def test_a_word_file_made_by_python_docx_is_read_as_it_was_written(tmp_path: Path) -> None:
    library = pytest.importorskip("docx")
    document = library.Document()
    document.add_heading("Entretien", 1)
    document.add_paragraph("Enquêteur : Et après ?", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "A", "B\nC"
    document.save(str(tmp_path / "e.docx"))
    assert read(tmp_path / "e.docx").text == "Entretien\nEnquêteur : Et après ?\nA\tB\nC"
