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

    `contents.blocks` gives the spans of all blocks of a transcript.
    """

    transcript: str
    turn: int


def candidate_blocks(project: Project, alternatives: Alternatives) -> Iterator[Block]:
    """Blocks that hold all terms of one of the alternatives, transcript by transcript, in order."""
    query = " OR ".join(f"({' '.join(map(_matching, terms))})" for terms in alternatives)
    found: dict[int, list[int]] = {}
    for (row,) in project.rows("SELECT rowid FROM turn_index WHERE turn_index MATCH ? ORDER BY rowid", (query,)):
        number, turn = contents.split_row_number(int(row))
        found.setdefault(number, []).append(turn)
    for number, transcript in project.rows(
        """SELECT number, transcripts.id FROM indexed
        JOIN transcripts ON transcripts.layout = indexed.layout AND transcripts.text = indexed.text"""
    ):
        yield from (Block(transcript, turn) for turn in found.get(int(number), []))


def _matching(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'
