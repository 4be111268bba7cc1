"""Bombs and traps in zipped files are refused before they hurt."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.errors import CoderError, UnreadableFileError
from interview_coder.formats import packages
from interview_coder.formats.packages import Package
from interview_coder.formats.registry import read_bytes
from tests.formats.builders import docx, odt, paragraph, relations, run, word_part, zipped

MEBIBYTE = 2**20
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FETCH = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">'


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    bomb = docx(paragraph(run("ha " * 30 * MEBIBYTE)))
    assert len(bomb) < MEBIBYTE
    tracemalloc.start()
    with pytest.raises(UnreadableFileError, match=r"bomb\.docx"):
        read_bytes(bomb, "bomb.docx")
    assert tracemalloc.get_traced_memory()[1] < 40 * MEBIBYTE  # of 90
    tracemalloc.stop()


def test_an_entry_over_50_mebibytes_is_refused_even_when_it_does_not_compress() -> None:
    package = Package(zipped({"a": bytes(51 * MEBIBYTE)}, zipfile.ZIP_STORED), "x.docx")
    with pytest.raises(UnreadableFileError, match="unpacks"):
        package.read("a")


def test_all_entries_together_have_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_TOTAL", 3 * MEBIBYTE)
    package = Package(zipped({"a": bytes(2 * MEBIBYTE), "b": bytes(2 * MEBIBYTE)}, zipfile.ZIP_STORED), "x")
    package.read("a")
    with pytest.raises(UnreadableFileError, match="unpacks"):
        package.read("b")


def test_more_than_ten_thousand_entries_are_refused() -> None:
    crowd = zipped({f"word/{n}": "" for n in range(10_001)}, zipfile.ZIP_STORED)
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read_bytes(crowd, "crowd.docx")


def test_a_header_that_lies_about_sizes_does_not_help_a_bomb() -> None:
    data = bytearray(docx(paragraph(run("ha " * 4 * MEBIBYTE))))
    at = data.rfind(b"word/document.xml") - 46  # its record in the central directory
    assert data[at : at + 4] == packages.CENTRAL_RECORD
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(UnreadableFileError):
        read_bytes(bytes(data), "liar.docx")


@pytest.mark.parametrize("trap", [LAUGHS, FETCH, ELSEWHERE])
def test_document_types_and_entities_are_refused(trap: str) -> None:
    body = word_part("document", "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>")
    body = trap + body.partition("?>")[2]
    word = zipped({"_rels/.rels": relations({"officeDocument": "word/document.xml"}), "word/document.xml": body})
    with pytest.raises(UnreadableFileError, match="document type or entities"):
        read_bytes(word, "trap.docx")
    open_text = odt("", **{"content.xml": trap + "<d>&a;</d>"})
    with pytest.raises(UnreadableFileError, match="document type or entities"):
        read_bytes(open_text, "trap.odt")


def test_a_protected_file_is_named_as_such() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFileError, match="password"):
        read_bytes(old, "secret.docx")
    manifest = "<manifest:encryption-data/>"
    with pytest.raises(UnreadableFileError, match="password"):
        read_bytes(odt("", **{"META-INF/manifest.xml": manifest}), "secret.odt")
    data = bytearray(docx(paragraph(run("a"))))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    with pytest.raises(UnreadableFileError, match="password"):
        read_bytes(bytes(data), "secret.docx")


def test_zip_features_that_documents_do_not_have_are_refused() -> None:
    for flag in (0x20, 0x40):  # patched data, strong encryption
        data = bytearray(docx(paragraph(run("a"))))
        at = data.find(b"PK\x01\x02")
        while at >= 0:
            data[at + 8] |= flag
            at = data.find(b"PK\x01\x02", at + 4)
        with pytest.raises(UnreadableFileError, match="damaged"):
            read_bytes(bytes(data), "e.docx")
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_bytes(zipped({"word/document.xml": "<a/>"}, zipfile.ZIP_LZMA), "e.docx")


def test_members_outside_the_archive_are_never_followed() -> None:
    escaping = docx(paragraph(run("a")), main="word/../../document.xml")
    with pytest.raises(UnreadableFileError):
        read_bytes(escaping, "escape.docx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_breaks_off_is_refused(share: float) -> None:
    whole = docx("".join(paragraph(run(f"Phrase {n}")) for n in range(200)))
    with pytest.raises(UnreadableFileError, match=r"half\.docx"):
        read_bytes(whole[: int(len(whole) * share)], "half.docx")


def test_very_deep_nesting_does_not_exhaust_the_stack() -> None:
    deep = "<w:sdt><w:sdtContent>" * 20_000 + paragraph(run("au fond")) + "</w:sdtContent></w:sdt>" * 20_000
    assert read_bytes(docx(deep), "deep.docx").text == "au fond"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_anywhere_is_a_refusal_or_a_reading_and_never_a_traceback(draw: st.DataObject) -> None:
    whole = bytearray(draw.draw(st.sampled_from([docx(paragraph(run("Oui, bien sûr."))), odt("<text:p>a</text:p>")])))
    for _ in range(draw.draw(st.integers(1, 6))):
        whole[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(st.integers(0, 255))
    try:
        assert read_bytes(bytes(whole), "damaged.docx").text.strip()
    except CoderError as refusal:
        assert "damaged.docx" in refusal.message
