"""The codebook as an annex in a Word document: real headings, styles and a table that can be restyled at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

from interview_coder.domain.annex import QUOTED, RUN_IN, Annex, Entry, Section
from interview_coder.domain.display import MARK
from interview_coder.locale import t

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, Char
_TAGS = {"fr": "fr-FR", "en": "en-GB"}
_DEEPEST = 9
_FACTS, _FIELD, _TEXT = "Code Facts", "Code Field", "Code Text"
_SANS, _INK, _QUIET = "Calibri", (0x1D, 0x1F, 0x21), (0x5A, 0x5E, 0x63)


def write_docx(annex: Annex, stream: BinaryIO) -> None:
    """Write the annex: title, notes, an overview of all codes with counts, and a heading for each code."""
    from docx import Document as new_document  # noqa: PLC0415, N813 (0.2 s, needed by this format only)

    document = new_document()
    _set_up(document, annex)
    document.add_paragraph(_legal(annex.title), style="Title")
    for note in annex.notes:
        document.add_paragraph(_legal(note), style=_FACTS)
    _overview(document, annex.entries)
    for entry in annex.entries:
        _entry(document, entry)
    document.save(stream)


def _legal(text: str) -> str:
    """`text` with what XML cannot hold made visible."""
    return _ILLEGAL.sub(MARK, text)


def _set_up(document: Document, annex: Annex) -> None:
    """Page, styles, page numbers, and no trace of the template's author."""
    from docx.shared import Cm  # noqa: PLC0415

    facts = document.core_properties
    facts.title, facts.author, facts.comments, facts.language = _legal(annex.title), "", "", annex.language
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.2)
    _styles(document)
    _number_pages(page.footer.paragraphs[0])


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    styles: Any = document.styles
    body = styles["Normal"]
    body.font.name, body.font.size = _SANS, Pt(10.5)
    body.paragraph_format.space_after = Pt(4)
    body.paragraph_format.line_spacing = 1.12
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11.5)):
        style = styles[name]
        _typeface(style, _SANS)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(*_INK)
    for name, size, bold, colour in ((_FACTS, 9, False, _QUIET), (_FIELD, 9.5, True, _INK), (_TEXT, 10.5, False, _INK)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = body
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor(*colour)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = name != _TEXT
    styles[_FIELD].paragraph_format.space_before = Pt(4)
    styles[_FIELD].paragraph_format.space_after = Pt(1)
    bullets = styles["List Bullet"].paragraph_format
    bullets.space_after, bullets.left_indent = Pt(1.5), Cm(0.6)


def _typeface(style: Any, name: str) -> None:  # noqa: ANN401 (python-docx's styles)
    """Set a typeface where the template's theme would win otherwise."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    style.font.name = name
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _number_pages(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _overview(document: Document, entries: Sequence[Entry]) -> None:
    """A table of all codes with their counts; its header is repeated on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    table = document.add_table(rows=1, cols=4, style="Light Shading")
    table.autofit = False
    heads = [t(f"annex.{name}") for name in ("code", "label", "codings", "transcripts")]
    properties: Any = table._tbl.tblPr
    for name, value in (("noHBand", "1"), ("val", "06A0")):  # the same said twice: readers heed one or the other
        properties.find(qn("w:tblLook")).set(qn(f"w:{name}"), value)
    header: Any = table.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))
    rows = [heads, *map(_row, entries)]
    for _ in entries:
        table.add_row()
    widths = (Cm(5.4), Cm(4.9), Cm(2.3), Cm(3.4))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # The cells of a table are found anew at each call: asked once, rows are laid out in a tenth of the time.
    for line, texts in zip(table.rows, rows, strict=True):
        whole: Any = line._tr.get_or_add_trPr()
        whole.insert(0, OxmlElement("w:cantSplit"))
        for at, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.text = _legal(text)
            paragraph.paragraph_format.space_after = 0
            cell.width = widths[at]
            if at > 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row(entry: Entry) -> list[str]:
    retired = f" ({t('annex.retired')})" if entry.retired else ""
    return [entry.path + retired, " / ".join(entry.labels.values()), str(entry.codings), str(entry.transcripts)]


def _entry(document: Document, entry: Entry) -> None:
    retired = f" ({t('annex.retired')})" if entry.retired else ""
    document.add_heading(_legal(entry.heading) + retired, min(entry.depth + 1, _DEEPEST))
    counted = t("annex.counted", codings=entry.codings, transcripts=entry.transcripts)
    facts = " · ".join([entry.path, *list(entry.labels.values())[1:], counted])
    document.add_paragraph(_legal(facts), style=_FACTS)
    for before, section in pairwise([None, *entry.sections]):
        if before and section and before.language != section.language:
            document.add_paragraph(t(f"annex.language_{section.language}"), style=_FACTS)
        if section:
            _section(document, section)


def _section(document: Document, section: Section) -> None:
    name = t(f"annex.{section.kind}")
    if section.kind in RUN_IN:
        paragraph = document.add_paragraph(style=_TEXT)
        paragraph.add_run(f"{name} ").bold = True
        _say(paragraph, ", ".join(section.texts), section)
        return
    document.add_paragraph(name, style=_FIELD)
    for text in section.texts:
        _say(document.add_paragraph(style="List Bullet"), text, section)


def _say(paragraph: Paragraph, text: str, section: Section) -> None:
    """A run of text in the language of its section, so that word processors check its spelling by that."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    run = paragraph.add_run(_legal(text))
    run.italic = True if section.kind == QUOTED else None
    spoken: Any = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _TAGS.get(section.language, section.language))
    run._r.get_or_add_rPr().append(spoken)
