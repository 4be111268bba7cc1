"""Full-text search: which turns may hold the words, accents and case folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview_coder.domain.search import Alternatives, Term
from interview_coder.store import contents
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a transcript's text that may hold a match: a turn with its header, or (turn 0) what precedes all.

    `text` is the hash of the transcript's text; the span is in code points of it, half-open.
    """

    transcript: str
    text: str
    turn: int
    start: int
    end: int


def candidate_blocks(project: Project, alternatives: Alternatives) -> Iterator[Block]:
    """Blocks that hold all terms of one of the alternatives, transcript by transcript."""
    query = " OR ".join(f"({' '.join(map(_matching, terms))})" for terms in alternatives)
    found: dict[int, list[int]] = {}
    for (row,) in project.rows("SELECT rowid FROM turn_index WHERE turn_index MATCH ? ORDER BY rowid", (query,)):
        number, turn = contents.split_row_number(int(row))
        found.setdefault(number, []).append(turn)
    for number, identifier, text_hash, layout, length in project.rows(
        """SELECT number, transcripts.id, transcripts.text, transcripts.layout, characters FROM indexed
        JOIN transcripts ON transcripts.layout = indexed.layout AND transcripts.text = indexed.text
        JOIN texts ON texts.hash = transcripts.text"""
    ):
        turns = found.get(int(number), [])
        if turns:
            spans = contents.blocks(contents.layout(project.connection, str(layout)), int(length))
            yield from (Block(identifier, text_hash, turn, *spans[turn]) for turn in turns)


def _matching(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'
