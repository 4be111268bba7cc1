"""Printed interviews: what was said comes out as it was said, without what the page adds."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_bytes
from tests.formats import printed

if TYPE_CHECKING:
    from fpdf import FPDF

SENTENCES = (
    "Well, the plots that we use are drawn with a tool of our own.",
    "I would not say that everybody likes them, but they do help when something looks odd.",
    "We began in two thousand and nine, with three people and a borrowed camera.",
    "Nobody had told us what the work would be like in the winter.",
    "So you learn to wait for the glass, and the glass does not wait for you.",
)
TALK = tuple(
    (("Anna", "Interviewer")[n % 2], " ".join(SENTENCES[(n + k) % 5] for k in range(1 + n * 7 % 9))) for n in range(60)
)


def reading(document: FPDF) -> Reading:
    return read_bytes(printed.data(document), "e.pdf")


def spoken(found: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


@pytest.mark.parametrize("gap", [0.0, 9.0])
@pytest.mark.parametrize("align", ["L", "J"])
def test_turns_are_joined_over_lines_and_pages_and_page_furniture_is_gone(gap: float, align: str) -> None:
    document = printed.with_furniture(lambda _: "Interview 12, confidential", lambda n: f"page {n} of 9")
    printed.say(document, TALK, gap, align)
    assert document.page_no() > 4
    found = reading(document)
    assert spoken(found) == list(TALK)
    assert found.warnings == ()


def test_odd_and_even_pages_may_have_heads_of_their_own() -> None:
    document = printed.with_furniture(lambda n: f"{n}   Glass" if n % 2 else f"A study of work   {n}", lambda _: "")
    printed.say(document, TALK)
    assert spoken(reading(document)) == list(TALK)


def test_a_speaker_who_answers_alike_on_top_of_two_pages_is_no_running_head() -> None:
    document = printed.sheet()
    for answer in ("Yes.", "Yes."):
        document.add_page()
        printed.say(document, [("Anna", answer), ("Bo", "And then? " * 30)])
    assert [said for who, said in spoken(reading(document)) if who == "Anna"] == ["Yes.", "Yes."]


def test_names_in_a_column_of_their_own_are_speakers() -> None:
    document = printed.sheet()
    document.add_page()
    for n, (who, said) in enumerate((("Anna", " ".join(SENTENCES)), ("Bo", "Why?")) * 4):
        y = document.get_y()
        document.cell(80, 14, who)
        document.set_xy(120, y)
        document.multi_cell(400, 14, f"{said} {n}.", new_x="LMARGIN", new_y="NEXT")
    found = reading(document)
    assert [who for who, _ in spoken(found)] == ["Anna", "Bo"] * 4
    assert spoken(found)[0][1] == " ".join(SENTENCES) + " 0."


def test_names_alone_on_their_lines_keep_them() -> None:
    document = printed.sheet()
    document.add_page()
    for n in range(3):
        for who in ("ANNA", "BOB"):
            document.multi_cell(0, 14, who, new_x="LMARGIN", new_y="NEXT")
            document.multi_cell(0, 14, f"{' '.join(SENTENCES)} {n}.", new_x="LMARGIN", new_y="NEXT")
    found = reading(document)
    assert [who for who, _ in spoken(found)] == ["ANNA", "BOB"] * 3
    assert spoken(found)[1][1] == " ".join(SENTENCES) + " 0."


def test_numbers_of_lines_in_the_margin_are_not_said() -> None:
    document = printed.sheet()
    document.add_page()
    for n, (who, said) in enumerate((("Anna", SENTENCES[0]), ("Bo", SENTENCES[2])) * 10):
        y = document.get_y()
        document.set_x(8)
        document.cell(16, 14, str(n + 1))
        document.set_xy(40, y)
        document.cell(0, 14, f"{who}: {said}", new_x="LMARGIN", new_y="NEXT")
    assert spoken(reading(document)) == [("Anna", SENTENCES[0]), ("Bo", SENTENCES[2])] * 10


def test_words_broken_at_a_line_end_are_mended_where_it_is_sure() -> None:
    document = printed.sheet()
    document.add_page()
    lines = (
        *("Anna: we work in a workshop, it is the tran-", "scription that takes long, not the two-"),
        *("way talk; a transcription takes a day, the two-way radio", "less, and the work-"),
        *("shop is cold. Two people went a way.",),
    )
    for line in lines:
        document.cell(0, 14, line, new_x="LMARGIN", new_y="NEXT")
    text = reading(document).text.replace("\n", " ")
    assert "the transcription that takes long" in text
    assert "not the two-way talk" in text
    assert "and the workshop is cold" in text


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    document = printed.sheet()
    document.add_page()
    with document.text_columns(ncols=2, gutter=20) as columns:
        columns.write("\n".join(f"{who}: {said}" for who, said in TALK[:16]))
    found = reading(document)
    assert [who for who, _ in spoken(found)] == [who for who, _ in TALK[:16]]
    assert "".join(said for _, said in spoken(found)).split() == "".join(said for _, said in TALK[:16]).split()


@pytest.mark.parametrize("matrix", ["1 0 0 1 50 {0}", "0 1 -1 0 {0} 50", "-1 0 0 -1 550 {0}", "0 -1 1 0 {0} 750"])
def test_a_page_that_lies_turned_is_read_upright(matrix: str) -> None:
    lines = [f"{who}: {said}" for who, said in (("Anna", SENTENCES[4]), ("Bo", SENTENCES[3])) * 3]
    downwards = matrix[0] == "1" or matrix.startswith("0 -1")
    places = [(700 - 20 * n) if downwards else (100 + 20 * n) for n in range(len(lines))]
    if matrix.startswith("0 -1"):
        places = [500 - 20 * n for n in range(len(lines))]
    shown = " ".join(f"{matrix.format(at)} Tm ({line}) Tj" for at, line in zip(places, lines, strict=True))
    assert read_bytes(by_hand(shown), "e.pdf").text.split("\n") == lines


def test_french_letters_ligatures_and_no_break_spaces_come_out_as_characters() -> None:
    document = printed.sheet()
    document.add_page()
    printed.say(document, [("Mme Roux", "Ça va, l'été à Nîmes ?"), ("Enquêteur", "D'où ?")] * 2)
    assert spoken(reading(document))[0] == ("Mme Roux", "Ça va, l'été à Nîmes ?")


def test_a_scan_is_refused_with_the_remedy() -> None:
    from PIL import Image  # noqa: PLC0415

    document = printed.sheet()
    document.add_page()
    document.image(Image.new("L", (600, 800), 200), 0, 0, 300)
    with pytest.raises(UnreadableFileError, match=r"^e\.pdf holds pictures of pages and no text") as refusal:
        reading(document)
    assert "OCR" in refusal.value.hint


def test_a_stamp_across_the_page_is_left_out_and_counted() -> None:
    document = printed.sheet()
    document.add_page()
    printed.say(document, TALK[:6])
    with document.rotation(52, 300, 300):
        document.text(200, 300, "CONFIDENTIAL")
    found = reading(document)
    assert spoken(found) == list(TALK[:6])
    assert found.warnings == ("e.pdf: letters that run across the page, such as a stamp, are left out: 12.",)


def test_a_ligature_is_read_as_its_letters() -> None:
    show = "50 700 Td (Anna: an o) Tj (\\256) Tj (ice) Tj 0 -20 Td (Bo: yes) Tj"  # in the standard encoding 256 is fi
    assert read_bytes(by_hand(show), "e.pdf").text.split("\n")[0] == "Anna: an ofiice"


def test_a_title_that_comes_back_at_the_start_of_another_part_is_text() -> None:
    document = printed.sheet()
    for part in range(2):
        document.add_page()
        document.multi_cell(0, 14, "The glass workers", new_x="LMARGIN", new_y="NEXT")
        printed.say(document, [(who, f"{said} {part}.") for who, said in TALK[:40]])
    assert document.page_no() > 5
    assert reading(document).text.count("The glass workers") == 2


def test_a_page_without_text_among_others_is_named() -> None:
    document = printed.sheet()
    document.add_page()
    printed.say(document, TALK[:3])
    document.add_page()
    assert "on these pages, perhaps pictures: 2" in reading(document).warnings[0]


def test_a_protected_pdf_is_refused() -> None:
    document = printed.sheet()
    document.set_encryption(owner_password="o", user_password="u")  # noqa: S106
    document.add_page()
    printed.say(document, TALK[:3])
    with pytest.raises(UnreadableFileError, match=r"^e\.pdf is protected by a password"):
        reading(document)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>"])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.pdf is damaged"):
        read_bytes(data, "e.pdf")


def test_a_stream_that_unpacks_to_far_too_much_is_refused() -> None:
    packed = zlib.compress(bytes(60 * 2**20), 9)
    for stream in (packed, zlib.compress(packed, 9)):
        with pytest.raises(UnreadableFileError, match="larger"):
            read_bytes(b"%PDF-1.4\n1 0 obj\n<< >>\nstream\n" + stream + b"\nendstream", "e.pdf")


def test_control_characters_of_a_pdf_never_reach_the_text() -> None:
    found = read_bytes(by_hand("50 700 Td (Anna: \\033[31mred\\033]0;x\\007) Tj"), "e.pdf")
    assert found.text.startswith("Anna:")
    assert not set(found.text) & set(map(chr, range(32))) - {"\n", "\t"}


def by_hand(shown: str) -> bytes:
    """A PDF of one page with this content."""
    content = f"BT /F1 12 Tf {shown} ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 %s >> >> >>"
        % b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return body + b"trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF"
