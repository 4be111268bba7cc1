"""PDF files made from scratch with fpdf2, set as transcripts are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fpdf import FPDF

Turns = Sequence[tuple[str, str]]
FONT = "Helvetica"


def sheet() -> FPDF:
    """An empty document with a font chosen; the test is skipped without fpdf2."""
    fpdf = pytest.importorskip("fpdf")
    document = fpdf.FPDF(format="A4", unit="pt")
    document.set_font(FONT, size=11)
    document.set_auto_page_break(auto=True, margin=70)
    return document


def data(document: FPDF) -> bytes:
    """The bytes of a document."""
    return bytes(document.output())


def with_furniture(head: Callable[[int], str], foot: Callable[[int], str]) -> FPDF:
    """An empty document whose pages have a head and a foot, told by their number."""
    fpdf = pytest.importorskip("fpdf")

    class Furnished(fpdf.FPDF):
        def header(self) -> None:
            self.set_font(FONT, size=9)
            self.cell(0, 12, head(self.page_no()), new_x="LMARGIN", new_y="NEXT")
            self.ln(20)
            self.set_font(FONT, size=11)

        def footer(self) -> None:
            self.set_y(-40)
            self.set_font(FONT, size=9)
            self.cell(0, 12, foot(self.page_no()), align="C")
            self.set_font(FONT, size=11)

    document = Furnished(format="A4", unit="pt")
    document.set_font(FONT, size=11)
    document.set_auto_page_break(auto=True, margin=70)
    document.add_page()
    return document


def say(document: FPDF, turns: Turns, gap: float = 0.0, align: str = "L") -> None:
    """Print turns as paragraphs `Name: speech`, with a gap between them."""
    for who, said in turns:
        document.multi_cell(0, 14, f"{who}: {said}", align=align, new_x="LMARGIN", new_y="NEXT")
        document.ln(gap)
