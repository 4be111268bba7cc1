"""The codebook as an annex, read back from Word and Markdown."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile

import docx
import pytest

from interview_coder.domain.annex import Annex, Entry, Section
from interview_coder.formats.annex_docx import write_docx
from interview_coder.formats.annex_markdown import plain, write_markdown

HOSTILE = "*bold* _it_ [x](http://e.org) <script>alert(1)</script> `code` # no | cell \\ & &amp; $x$ ~y~ ^z^\n\n# head"
CARE = Entry(
    "work/care",
    1,
    {"en": "Care", "fr": "Soin"},
    (
        Section("definition", "en", ("Looking after people.",)),
        Section("include", "en", ("Children", "Elders")),
        Section("examples", "en", ("I feed them.",)),
        Section("keywords", "en", ("feed", "nurse")),
        Section("definition", "fr", ("S'occuper des gens.",)),
    ),
    3,
    2,
    retired=True,
)
WORK = Entry("work", 0, {}, (), 0, 0, retired=False)


def word(*entries: Entry) -> docx.document.Document:
    stream = io.BytesIO()
    write_docx(Annex("Codebook: study", "en", entries, ("As of today.",)), stream)
    return docx.Document(stream)


def markdown(*entries: Entry) -> str:
    stream = io.StringIO()
    write_markdown(Annex("Codebook: study", "en", entries, ("As of today.",)), stream)
    return stream.getvalue()


def test_word_gets_the_tree_as_headings_and_each_code_with_its_counts() -> None:
    document = word(WORK, CARE)
    shown = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert shown == [
        ("Title", "Codebook: study"),
        ("Code Facts", "As of today."),
        ("Heading 1", "work"),
        ("Code Facts", "work · Codings: 0; transcripts: 0"),
        ("Heading 2", "Care (retired)"),
        ("Code Facts", "work/care · Soin · Codings: 3; transcripts: 2"),
        ("Code Text", "Definition Looking after people."),
        ("Code Field", "Include"),
        ("List Bullet", "Children"),
        ("List Bullet", "Elders"),
        ("Code Field", "Examples"),
        ("List Bullet", "I feed them."),
        ("Code Text", "Keywords feed, nurse"),
        ("Code Facts", "In French"),
        ("Code Text", "Definition S'occuper des gens."),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Code", "Label", "Codings", "Transcripts"],
        ["work", "", "0", "0"],
        ["work/care (retired)", "Care / Soin", "3", "2"],
    ]


def test_word_checks_the_spelling_of_each_text_in_its_language_and_names_no_author() -> None:
    document = word(CARE)
    spoken = {
        run.text: run._r.rPr.find(docx.oxml.ns.qn("w:lang")).get(docx.oxml.ns.qn("w:val"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.find(docx.oxml.ns.qn("w:lang")) is not None
    }
    assert spoken["S'occuper des gens."] == "fr-FR"
    assert spoken["Looking after people."] == "en-GB"
    assert (document.core_properties.author, document.core_properties.comments) == ("", "")


def test_a_codebook_may_be_deeper_than_headings_go_and_hold_anything() -> None:
    deep = [Entry(f"a{n}\x00\ud800", n, {"en": HOSTILE + "\x0b"}, (), 0, 0, retired=False) for n in range(14)]
    document = word(*deep)
    assert document.paragraphs[-2].style.name == "Heading 9"
    assert "<script>" in document.paragraphs[-2].text
    assert markdown(*deep).count("\n###### ") == 10


def test_nothing_in_the_word_file_points_outside() -> None:
    stream = io.BytesIO()
    write_docx(Annex(HOSTILE, "en", (CARE,), (HOSTILE,)), stream)
    with zipfile.ZipFile(stream) as package:
        assert not any(b'TargetMode="External"' in package.read(name) for name in package.namelist())


def test_markdown_has_headings_lists_and_a_table() -> None:
    lines = markdown(WORK, CARE).split("\n")
    assert lines[0] == "# Codebook: study"
    assert "| work/care (retired) | Care / Soin | 3 | 2 |" in lines
    assert "## work" in lines
    assert "### Care (retired)" in lines
    assert "**Definition** Looking after people." in lines
    assert "- *I feed them.*" in lines


@pytest.mark.parametrize("start", ["# x", "- x", "+ x", "1. x", "12) x", "= x", "> x", "    x", "| x", ": x", "\tx"])
def test_a_text_of_a_codebook_is_no_markup(start: str) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not on this machine (Debian: apt-get install pandoc)")
    text = f"{start} {HOSTILE}"
    read = subprocess.run(
        ["pandoc", "--from", "markdown", "--to", "json"],
        input=f"{plain(text)}\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    (block,) = json.loads(read.stdout)["blocks"]
    assert block["t"] == "Para"
    assert {inline["t"] for inline in block["c"]} <= {"Str", "Space", "Quoted"}
    assert "".join(inline.get("c", "") for inline in block["c"]) == "".join(text.split())
