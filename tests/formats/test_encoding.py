"""Bytes from anywhere become the right letters, or are refused by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.errors import UnreadableFileError
from interview_coder.formats import registry
from interview_coder.formats.encoding import decode
from tests.formats.builders import INTERVIEW, lines

TEXT = lines(INTERVIEW)
STRAIGHT = TEXT.replace("’", "'").replace("…", "...").replace("—", "-")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_unicode_is_read_by_its_mark_and_the_mark_is_removed(codec: str) -> None:
    data = TEXT.encode(codec)
    if codec[-3:] in {"-le", "-be"}:
        data = "\ufeff".encode(codec) + data
    decoded = decode(data, "x.txt")
    assert decoded.text == TEXT
    assert decoded.encoding in codec
    assert decoded.warnings == ()


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("cp1252", TEXT, "cp1252"),
        ("latin-1", STRAIGHT, "cp1252"),
        ("mac_roman", TEXT, "mac-roman"),
        ("iso8859_15", STRAIGHT.replace("école", "cœur à 5 €"), "iso-8859-15"),
        ("cp850", STRAIGHT, "cp850"),
    ],
)
def test_a_french_interview_in_an_old_encoding_comes_out_right_with_a_warning(codec: str, text: str, name: str) -> None:
    decoded = decode(text.encode(codec), "entretien.txt")
    assert decoded.text == text
    assert decoded.encoding == name
    assert len(decoded.warnings) == 1
    assert "entretien.txt" in decoded.warnings[0]
    assert name in decoded.warnings[0]


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "utf-8", "utf-16"])
def test_every_real_interview_survives_every_encoding(data: Path, codec: str) -> None:
    for path in sorted((data / "corpora/fr-artisans/raw").glob("*.docx")):
        text = registry.read(path).text.replace("'", "’")
        text = text.encode(codec, "ignore").decode(codec)
        assert decode(text.encode(codec), path.name).text == text


def test_a_short_valid_utf8_file_stays_utf8() -> None:
    text = "ENQUÊTEUR : Où êtes-vous né, à Nîmes ?\n"
    decoded = decode(text.encode(), "court.txt")
    assert (decoded.text, decoded.encoding, decoded.warnings) == (text, "utf-8", ())


@pytest.mark.parametrize("text", ["don’t “worry” — it’s fine…", "wait… what", "a – b", "naïve café", "5 €"])
def test_english_quotes_dashes_and_ellipses_of_windows_come_out_right(text: str) -> None:
    assert decode(text.encode("cp1252"), "x.txt").text == text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "Привет, меня зовут Иван. Я работаю в компании уже пять лет, и мне нравится моя работа. "),
        ("cp1250", "Cześć, nazywam się Paweł. Pracuję w tej firmie od pięciu lat i bardzo lubię swoją pracę. "),
        ("cp1253", "Καλημέρα, με λένε Γιώργο και δουλεύω στην εταιρεία. Μου αρέσει πολύ η δουλειά μου. "),
    ],
)
def test_other_languages_are_recognised_with_a_warning(codec: str, text: str) -> None:
    decoded = decode((text * 8).encode(codec), "x.txt")
    assert decoded.text == text * 8
    assert decoded.warnings


def test_nothing_composes_or_decomposes_letters_and_newlines_become_lf() -> None:
    assert decode("e\u0301 é\r\nb\rc\n".encode(), "x.txt").text == "e\u0301 é\nb\nc\n"


@pytest.mark.parametrize("junk", [bytes(range(256)) * 20, b"\x93\x81\x8d\x8f\x90\x9d" * 50, b"\xff\xfea"])
def test_what_is_in_no_sure_encoding_is_refused_with_name_and_remedy(junk: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"^photo\.txt") as refusal:
        decode(junk, "photo.txt")
    assert refusal.value.hint


def test_utf8_with_one_broken_letter_is_refused_and_not_turned_into_garbage() -> None:
    broken = TEXT.encode()[:-1] + "é".encode()[:1] + b"\n"
    with pytest.raises(UnreadableFileError, match="line"):
        decode(broken, "coupé.txt")


def test_a_nul_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFileError, match=r"x\.txt, line 2"):
        decode(b"one\ntwo\0\nthree", "x.txt")


def test_control_characters_and_lost_letters_are_kept_and_counted() -> None:
    decoded = decode("a\x07b\x9bc � �".encode(), "x.txt")
    assert decoded.text == "a\x07b\x9bc � �"
    assert [warning.rpartition(" ")[2] for warning in decoded.warnings] == ["2.", "2."]


def test_a_page_that_declares_its_encoding_is_believed_unless_it_is_utf8() -> None:
    markup = '<html><meta charset="iso-8859-2"><p>Łódź, żółć</p></html>'
    assert decode(markup.encode("iso8859_2"), "x.html").text == markup
    assert decode(markup.encode(), "x.html").encoding == "utf-8"


@pytest.mark.parametrize("codec", ["unicode_escape", "idna", "rot13", "utf-16", "no such thing"])
def test_a_page_that_declares_nonsense_is_read_by_its_letters(codec: str) -> None:
    markup = f'<html><meta charset="{codec}"><p>J’étais à l’école, déjà. \\ud800</p></html>'
    assert decode(markup.encode("cp1252"), "x.html").text == markup


@given(st.binary(max_size=400))
def test_no_bytes_ever_give_a_replacement_character_or_a_control_that_they_do_not_hold(junk: bytes) -> None:
    try:
        decoded = decode(junk, "x.txt")
    except UnreadableFileError:
        return
    if decoded.encoding not in {"utf-8", "utf-16", "utf-32"}:
        assert not any(character == "\ufffd" or "\x80" <= character <= "\x9f" for character in decoded.text)
    decoded.text.encode()


def test_utf8_never_loads_the_library_that_guesses() -> None:
    code = (
        "import sys; from interview_coder.formats.registry import read_bytes; "
        "read_bytes('é'.encode(), 'x.txt'); "
        "print('charset_normalizer' in sys.modules, 'defusedxml' in sys.modules)"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert output.stdout.split() == ["False", "False"]
