"""One coded transcript in HTML: turns with their speakers, lines of text, stripes beside them, labels beside those.

The lines are broken here and each turn is a grid whose rows are its lines. A stripe is a cell that spans rows of that
grid, in a lane of its own, so it stays beside its lines in any browser, at any width and on paper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from interview_coder.domain.coded_pages import CodedText, Mark, Said
from interview_coder.domain.stripes import Span, lanes, rows
from interview_coder.domain.times import clock
from interview_coder.domain.transcripts import INTERVIEWER
from interview_coder.domain.wrapping import wrap
from interview_coder.formats.code_looks import Look, html, isolated, swatch
from interview_coder.formats.coded_passages import Passages, title
from interview_coder.locale import t

MEASURE = 66
_WIDE_LANES = 10
_LABEL_WIDTH, _LABELS_A_ROW = 30, 1.4
_TEXT, _LANES = 2, 3


@dataclass(frozen=True, slots=True)
class _Stripe:
    mark: Mark
    look: Look
    first: int
    last: int
    lane: int


def article(number: int, text: CodedText, look: Mapping[str, Look], *, alone: bool) -> Iterator[str]:
    """The HTML of one transcript, piece by piece; `look` has every code of its codings.

    `number` makes the addresses in the page: `#x1` for the transcript, `#x1-7` for its turn 7. A transcript that is
    `alone` on its page gets no heading.
    """
    blocks = list(_blocks(text))
    stripes = _stripes(text, [line for _, own in blocks for line in own], look)
    most = 1 + max((stripe.lane for stripe in stripes), default=0)
    many = "" if alone else " many"
    narrow = " narrow" if most > _WIDE_LANES else ""
    yield f'<article id="x{number}" class="text{narrow}{many}" style="--lanes: {most}">\n'
    if not alone:
        yield f'<h2 dir="auto">{html(text.name)}</h2>\n'
    yield from _facts(text)
    block = _Block(number, text, look, most)
    at = waiting = 0
    running: list[_Stripe] = []
    for said, own in blocks:
        while waiting < len(stripes) and stripes[waiting].first < at + len(own):
            running.append(stripes[waiting])
            waiting += 1
        yield from block.grid(said, own, at, running)
        at += len(own)
        running = [stripe for stripe in running if stripe.last > at]
    yield "</article>\n"


def _stripes(text: CodedText, lines: Sequence[Span], look: Mapping[str, Look]) -> list[_Stripe]:
    """The stripes by their first lines."""
    marks = sorted(text.marks, key=lambda mark: (mark.start, -mark.end)) if lines else []
    spans = [rows(lines, mark.start, mark.end) for mark in marks]
    found = zip(marks, spans, lanes(spans), strict=True)
    return sorted(
        (_Stripe(mark, look[mark.code], *span, lane) for mark, span, lane in found), key=lambda one: one.first
    )


def _facts(text: CodedText) -> Iterator[str]:
    """Case, attributes, coders and counts of a transcript."""
    coders = sorted({mark.coder for mark in text.marks})
    facts = [(t("page.case"), text.case or ""), *text.attributes.items()]
    facts += [(t("page.coders"), ", ".join(coders)), (t("page.codings"), str(len(text.marks)))]
    yield '<dl class="facts">'
    for name, value in facts:
        if value:
            yield f"<div><dt>{isolated(name)}</dt><dd>{isolated(value)}</dd></div>"
    yield "</dl>\n"


def _blocks(text: CodedText) -> Iterator[tuple[Said | None, list[Span]]]:
    """Each turn, and None for what stands outside all turns, with its lines; blank stretches are left out."""
    at = 0
    for said in text.turns:
        before = said.header[0] if said.header else said.start
        if lines := _lines(text.text, at, before):
            yield None, lines
        if lines := _lines(text.text, said.start, said.end):
            yield said, lines
        at = max(at, said.end)
    if lines := _lines(text.text, at, len(text.text)):
        yield None, lines


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a stretch, without blank ones at its ends."""
    found = list(wrap(text, start, end, MEASURE))
    filled = [n for n, (first, last) in enumerate(found) if text[first:last].strip()]
    return found[filled[0] : filled[-1] + 1] if filled else []


class _Block:
    """Sets the turns of one transcript, in order: a row of space, then a row a line."""

    def __init__(self, number: int, text: CodedText, look: Mapping[str, Look], most: int) -> None:
        self._page = f"x{number}"
        self._text = text.text
        self._passages = Passages(text.text, text.marks, look)
        self._language = f' lang="{html(text.language)}"' if text.language else ""
        self._labels_at = _LANES + most

    def grid(self, said: Said | None, lines: Sequence[Span], at: int, stripes: Sequence[_Stripe]) -> Iterator[str]:
        """One turn, whose first line is number `at` of the transcript, with the stripes that touch it."""
        role = " asked" if said and said.role == INTERVIEWER else ""
        place = f' id="{self._page}-{said.n}"' if said else ""
        yield f'<section class="turn{role}"{place}>\n'
        if said:
            time = f" <time>{clock(said.start_ms)}</time>" if said.start_ms is not None else ""
            yield f'<div class="who" style="grid-row: 2 / span {len(lines)}"><b>{isolated(said.speaker or "")}</b>'
            yield f" <small>{said.n}</small>{time}</div>\n"
        attributes = self._language + _direction(self._text, lines)
        for row, span in enumerate(lines, 2):
            yield f'<div class="l"{attributes} style="grid-area: {row} / {_TEXT}">{self._passages.line(*span)}</div>\n'
        yield from self._beside(len(lines), at, stripes)
        yield "</section>\n"

    def _beside(self, count: int, at: int, stripes: Sequence[_Stripe]) -> Iterator[str]:
        """The pieces of the stripes beside `count` lines, and the labels where they begin."""
        starting: dict[int, list[_Stripe]] = {}
        for stripe in stripes:
            if stripe.first >= at:
                starting.setdefault(stripe.first - at + 2, []).append(stripe)
        boxes = list(_boxes(starting))
        bottom = max([count + 2, *(below for _, below, _ in boxes)])
        for stripe in stripes:
            begins, ends = stripe.first >= at, stripe.last <= at + count
            top, below = stripe.first - at + 2 if begins else 1, stripe.last - at + 2 if ends else bottom
            look = stripe.look
            edges = f"{' b' if begins else ''}{' e' if ends else ''}"
            area = f"{top} / {_LANES + stripe.lane} / {below}"
            yield f'<i class="s p{look.pattern} k{look.number}{edges}" style="grid-area: {area}"'
            yield f' title="{html(title(stripe.mark, look))}">{f"<b>{look.number}</b>" if begins else ""}</i>'
        for top, below, labels in boxes:
            area = f"{top} / {self._labels_at} / {below}"
            yield f'\n<ul class="labels" style="grid-area: {area}">{"".join(labels)}</ul>\n'


def _boxes(starting: Mapping[int, Sequence[_Stripe]]) -> Iterator[tuple[int, int, list[str]]]:
    """First row, row after the last, and labels of each box: beside its stripes' beginning, or below the box before.

    A box takes as many rows as its labels are likely to need, so that they do not push the lines apart.
    """
    free = 0
    for row, stripes in sorted(starting.items()):
        top = max(row, free)
        free = top + max(1, ceil(sum(map(_height, stripes)) / _LABELS_A_ROW - 0.05))
        yield top, free, [_label(stripe) for stripe in stripes]


def _height(stripe: _Stripe) -> int:
    """About how many lines a label takes."""
    name, memo = len(stripe.look.path) + len(stripe.mark.coder), len(stripe.mark.memo)
    return ceil(name / _LABEL_WIDTH) + ceil(memo / _LABEL_WIDTH)


def _label(stripe: _Stripe) -> str:
    """Code and coder, and the memo."""
    memo = f' <q dir="auto">{html(stripe.mark.memo)}</q>' if stripe.mark.memo else ""
    coder = f"<small>{isolated(stripe.mark.coder)}</small>"
    return f"<li>{swatch(stripe.look)} {isolated(stripe.look.path)} {coder}{memo}</li>"


def _direction(text: str, lines: Sequence[Span]) -> str:
    """The attribute for a turn whose first letter is written from right to left, else nothing."""
    for start, end in lines:
        for sign in text[start:end]:
            strong = unicodedata.bidirectional(sign)
            if strong in ("L", "R", "AL"):
                return "" if strong == "L" else ' dir="rtl"'
    return ""
