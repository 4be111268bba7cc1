"""Contents beside the log, each under the SHA-256 of its bytes: texts, layouts, original files, sentences, lemmas."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from interview_coder.domain.ids import content_hash
from interview_coder.domain.text import count_words
from interview_coder.domain.transcripts import Turn

_TURN_BITS = 20


def keep_text(connection: sqlite3.Connection, text: str) -> str:
    """Store `text` once; its hash."""
    key = content_hash(text.encode())
    if connection.execute("SELECT 1 FROM texts WHERE hash = ?", (key,)).fetchone() is None:
        connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (key, text, len(text), count_words(text)))
    return key


def keep_blob(connection: sqlite3.Connection, kind: str, data: bytes) -> str:
    """Store `data` once, compressed; the hash of the uncompressed bytes."""
    key = content_hash(data)
    connection.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?, ?)", (key, kind, zlib.compress(data, 1)))
    return key


def keep_layout(connection: sqlite3.Connection, turns: Sequence[Turn]) -> str:
    """Store the turns of a text; the hash of the layout."""
    rows = [[t.speaker, t.start, t.end, list(t.header) if t.header else None, t.start_ms, t.end_ms] for t in turns]
    return keep_blob(connection, "layout", json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def keep_json(connection: sqlite3.Connection, kind: str, value: object) -> str:
    """Store any JSON value; its hash."""
    return keep_blob(connection, kind, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def blob(connection: sqlite3.Connection, key: str) -> bytes:
    """The uncompressed bytes of a content."""
    row = connection.execute("SELECT data FROM blobs WHERE hash = ?", (key,)).fetchone()
    return zlib.decompress(row[0])


def text(connection: sqlite3.Connection, key: str) -> str:
    """A stored text."""
    return str(connection.execute("SELECT text FROM texts WHERE hash = ?", (key,)).fetchone()[0])


def has_contents(connection: sqlite3.Connection, text_hash: object, *blobs: object) -> bool:
    """Whether a text and all these blobs are in the file (they may arrive after the events that name them)."""
    if connection.execute("SELECT 1 FROM texts WHERE hash = ?", (text_hash,)).fetchone() is None:
        return False
    return all(connection.execute("SELECT 1 FROM blobs WHERE hash = ?", (key,)).fetchone() for key in blobs)


def layout(connection: sqlite3.Connection, key: str) -> tuple[Turn, ...]:
    """The turns of a stored layout."""
    return _turns(blob(connection, key))


@lru_cache(maxsize=8)
def _turns(data: bytes) -> tuple[Turn, ...]:
    return tuple(
        Turn(speaker, start, end, tuple(header) if header else None, start_ms, end_ms)
        for speaker, start, end, header, start_ms, end_ms in json.loads(data)
    )


def index_turns(connection: sqlite3.Connection, layout_hash: str, text_hash: str, turns: Sequence[Turn]) -> None:
    """Make a text findable: one entry a turn, header included, and one for what stands before the first.

    The entry of turn n has the row number `number << 20 | n`; entry 0 is the text before the first turn.
    """
    known = "SELECT number FROM indexed WHERE layout = ? AND text = ?"
    if connection.execute(known, (layout_hash, text_hash)).fetchone():
        return
    number = connection.execute(
        "INSERT INTO indexed (layout, text) VALUES (?, ?) RETURNING number", (layout_hash, text_hash)
    ).fetchone()[0]
    whole = text(connection, text_hash)
    rows = [(number << _TURN_BITS | n, whole[start:end]) for n, (start, end) in enumerate(blocks(turns, len(whole)))]
    connection.executemany("INSERT INTO turn_index (rowid, body) VALUES (?, ?)", rows)


def blocks(turns: Sequence[Turn], length: int) -> list[tuple[int, int]]:
    """Spans that cover a text of `length` code points: before the first turn, then one a turn up to the next."""
    starts = [0, *(turn.header[0] if turn.header else turn.start for turn in turns), length]
    return list(pairwise(starts))


def split_row_number(row: int) -> tuple[int, int]:
    """The number of the indexed text and the number of the block in it."""
    return row >> _TURN_BITS, row & ((1 << _TURN_BITS) - 1)
