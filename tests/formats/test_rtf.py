"""Rich Text Format: the interview as it stands on the page, whatever program wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_bytes

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Times;}{\f1\fcharset2 Wingdings;}{\f2\fcharset204 Arial;}}\uc1 "
)


def reading(body: str, head: str = HEAD) -> Reading:
    return read_bytes(f"{head}{body}}}".encode("latin-1"), "e.rtf")


def test_letters_come_from_the_code_page_from_u_and_from_the_font() -> None:
    assert (
        reading(r"\'c9t\'e9 \u8217'\u233\'e9 \u-10179?\u-8694? {\f2\'cf\'f0\'e8} {\f1\'4a}\par").text
        == "Été ’é 😊 При ☺"
    )


def test_as_many_characters_as_uc_says_replace_a_u() -> None:
    assert reading(r"a{\uc2\u233\'3f?b}\u233?c{\uc0\u233 d}").text == "aébécéd"


def test_a_mac_and_a_utf8_file_are_read_in_their_own_encoding() -> None:
    assert reading(r"\'8et\'8e", r"{\rtf1\mac ").text == "été"
    assert reading(r"\'c3\'a9t\'c3\'a9", r"{\rtf1\ansi\ansicpg65001 ").text == "été"


def test_paragraphs_lines_tabs_and_signs_are_kept() -> None:
    body = r"Enqu\'eateur\~: o\u249 ?\par l\rquote an\emdash fin\line suite\tab x\par" + "\\\n" + r"\{a\\b\}\_c\-d"
    assert reading(body).text == "Enquêteur\u00a0: où\nl’an—fin\nsuite\tx\n\n{a\\b}-cd"


def test_speakers_are_found() -> None:
    found = reading(r"{\b Anna :} oui\par Bo : non\par {\b Anna :} si\par Bo : ah\par")
    assert [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns] == [
        *(("Anna", "oui"), ("Bo", "non"), ("Anna", "si"), ("Bo", "ah"))
    ]


def test_tables_are_lines_of_cells() -> None:
    row = r"\trowd\cellx100\cellx200\pard\intbl {}\cell {}\cell\row"
    assert reading(r"a\par " + row.replace("{}", "A", 1).replace("{}", r"B\par C") + r"\pard b\par").text == (
        "a\nA\tB\nC\nb"
    )


def test_what_is_no_text_is_passed_over_and_what_is_left_out_is_counted() -> None:
    body = (
        r"{\*\generator x;}{\info{\title T}}{\stylesheet{\s0 Normal;}}{\header En-t\'eate\par}"
        r"a{\pict\pngblip 89504e47}{\field{\*\fldinst HYPERLINK x}{\fldrslt lien}}{\*\unknown zz}"
        r"{\deleted non}{\revised oui}{\*\annotation remarque}\bin3 }}}b\par"
    )
    found = reading(body)
    assert found.text == "alienouib"
    assert [warning.partition("e.rtf")[2] for warning in found.warnings] == [
        " has tracked changes, read as if all were accepted. Deletions left out: 1. Insertions kept: 1.",
        ": comments left out: 1.",
        ": page headers and footers are left out.",
    ]


def test_footnotes_follow_the_interview_numbered_where_they_are_called() -> None:
    found = reading(r"Anna : le CPE{\footnote \chftn  Un sigle.\par} donc\par Bo : oui\par")
    assert found.text == "Anna : le CPE[1] donc\nBo : oui\n\n[1] Un sigle."
    assert [turn.end for turn in found.turns][-1] <= found.text.index("\n\n[1]")


def test_a_text_box_follows_its_paragraph() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Bo\'eete\par}}}"
    assert reading(rf"a{box}b\par c\par").text == "ab\nBoîte\nc"


def test_a_file_that_breaks_off_is_read_with_a_warning() -> None:
    found = read_bytes(b"{\\rtf1\\ansi{\\b Anna : oui\\par", "e.rtf")
    assert found.text == "Anna : oui"
    assert "breaks off" in found.warnings[0]


def test_text_after_the_end_is_not_of_the_file() -> None:
    assert read_bytes(b"{\\rtf1 a}{b}c", "e.rtf").text == "a"


@pytest.mark.parametrize("data", [b"{\\rtf1" + b"{" * 200_000, b"{\\rtf1 " + b"{a" * 2000 + b"}" * 2001])
def test_groups_that_nest_without_end_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.rtf is larger"):
        read_bytes(data, "e.rtf")


def test_the_text_is_what_striprtf_sees() -> None:
    library = pytest.importorskip("striprtf.striprtf")
    body = HEAD + "".join(rf"{{\b Anna\~:}} \'e9t\u233\'e9 n\'b0{n}, l\u8217'an\par " for n in range(50)) + "}"
    assert read_bytes(body.encode("latin-1"), "e.rtf").text == library.rtf_to_text(body).strip("\n")


PIECES = st.sampled_from(
    [
        *("{", "}", r"\par ", r"\cell ", r"\row ", r"\trowd ", r"\intbl ", r"\u233?", r"\u-10179 ", r"\'e9", "a b"),
        *(r"{\footnote ", r"{\*\shpinst ", r"{\shptxt ", r"{\header ", r"\deleted ", r"\f1 ", r"\uc3 ", r"\bin2 "),
        *(r"{\*\annotation ", r"{\fonttbl ", r"\fcharset2 ", "\\", r"\*", "\n", r"\sect ", r"\plain "),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_text_makes_the_reader_fail_other_than_by_a_refusal(body: str) -> None:
    try:
        found = reading(body)
    except UnreadableFileError as refusal:
        assert "e.rtf" in refusal.message
    else:
        assert all(found.text[turn.start : turn.end].strip() for turn in found.turns)
