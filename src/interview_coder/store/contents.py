"""Contents beside the log, each under the SHA-256 of its bytes: texts, layouts, original files, sentences, lemmas."""

from __future__ import annotations

import json
import sqlite3
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

from interview_coder.domain.ids import content_hash
from interview_coder.domain.transcripts import Turn
from interview_coder.store.connection import DamagedContentsError

_TURN_BITS = 20


def keep_text(connection: sqlite3.Connection, text: str, starts: array[int]) -> str:
    """Store `text` once, with where its words start; its hash."""
    key = content_hash(text.encode())
    connection.execute(
        "INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?, ?)",
        (key, text, len(text), len(starts), _little_endian(starts).tobytes()),
    )
    return key


def text_and_words(connection: sqlite3.Connection, key: str) -> tuple[str, array[int]]:
    """A stored text and where its words start."""
    text_, data = _row(connection, "SELECT text, word_starts FROM texts WHERE hash = ?", key)
    if not isinstance(data, bytes) or len(data) % array("I").itemsize:
        raise DamagedContentsError(key)
    return str(text_), _little_endian(array("I", data))


def _little_endian(starts: array[int]) -> array[int]:
    """A copy with its bytes turned where the machine's order is another: files are the same everywhere."""
    if sys.byteorder == "little":
        return starts
    turned = array("I", starts)
    turned.byteswap()
    return turned


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
    """The uncompressed bytes of a content. Raises DamagedContentsError when they are not those of its address."""
    (compressed,) = _row(connection, "SELECT data FROM blobs WHERE hash = ?", key)
    try:
        data = zlib.decompress(compressed)
    except (TypeError, zlib.error) as error:
        raise DamagedContentsError(key) from error
    if content_hash(data) != key:
        raise DamagedContentsError(key)
    return data


def text(connection: sqlite3.Connection, key: str) -> str:
    """A stored text."""
    return str(_row(connection, "SELECT text FROM texts WHERE hash = ?", key)[0])


def _row(connection: sqlite3.Connection, sql: str, key: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(sql, (key,)).fetchone()
    if row is None:
        raise DamagedContentsError(key)
    return row


def damaged(connection: sqlite3.Connection) -> Iterator[str]:
    """Addresses of texts and blobs whose bytes are no longer those that were stored."""
    sql = "SELECT hash, text, characters, words * ?, length(word_starts) FROM texts"
    for key, text_, characters, bytes_of_words, stored in connection.execute(sql, (array("I").itemsize,)):
        sound = isinstance(text_, str) and content_hash(text_.encode()) == key
        if not sound or (len(text_), bytes_of_words) != (characters, stored):
            yield str(key)
    for (key,) in connection.execute("SELECT hash FROM blobs").fetchall():
        try:
            blob(connection, key)
        except DamagedContentsError:
            yield str(key)


def has_contents(connection: sqlite3.Connection, text_hash: object, *blobs: object) -> bool:
    """Whether a text and all these blobs but None are in the file: they may arrive after the events that name them."""
    if connection.execute("SELECT 1 FROM texts WHERE hash = ?", (text_hash,)).fetchone() is None:
        return False
    return all(connection.execute("SELECT 1 FROM blobs WHERE hash = ?", (key,)).fetchone() for key in blobs if key)


def layout(connection: sqlite3.Connection, key: str) -> tuple[Turn, ...]:
    """The turns of a stored layout."""
    return _turns(blob(connection, key))


@lru_cache(maxsize=64)
def _turns(data: bytes) -> tuple[Turn, ...]:
    return tuple(
        Turn(speaker, start, end, tuple(header) if header else None, start_ms, end_ms)
        for speaker, start, end, header, start_ms, end_ms in json.loads(data)
    )


def index_texts(connection: sqlite3.Connection, wanted: Iterable[tuple[str, str]]) -> None:
    """Make texts findable, given as (layout, text) hashes: one entry a turn and one for what precedes the first.

    The entry of turn n, which goes from its header to the next one's, has the row number `number << 20 | n`.
    """
    new: list[tuple[int, str, str]] = []
    for layout_hash, text_hash in wanted:
        added = connection.execute(
            "INSERT OR IGNORE INTO indexed (layout, text) VALUES (?, ?)", (layout_hash, text_hash)
        )
        if added.rowcount:
            new.append((added.lastrowid or 0, layout_hash, text_hash))
    # All entries at once: the full-text index writes out what it gathered whenever another table changes.
    connection.executemany(
        "INSERT INTO turn_index (rowid, body) VALUES (?, ?)",
        (entry for number, *hashes in new for entry in _entries(connection, number, *hashes)),
    )


def _entries(
    connection: sqlite3.Connection, number: int, layout_hash: str, text_hash: str
) -> Iterator[tuple[int, str]]:
    whole = text(connection, text_hash)
    for n, (start, end) in enumerate(blocks(layout(connection, layout_hash), len(whole))):
        yield number << _TURN_BITS | n, whole[start:end]


def empty_index(connection: sqlite3.Connection) -> None:
    """Forget which texts are findable, however damaged the index is; folding transcripts indexes them again."""
    connection.execute("INSERT INTO turn_index (turn_index) VALUES ('delete-all')")
    connection.execute("DELETE FROM indexed")


class Placed(Protocol):
    """A turn: where its header is, if it has one, and where what was said starts."""

    @property
    def header(self) -> tuple[int, int] | None:
        """The span of the header."""

    @property
    def start(self) -> int:
        """Where what was said starts."""


def blocks(turns: Sequence[Placed], length: int) -> list[tuple[int, int]]:
    """Spans that cover a text of `length` code points: before the first turn, then one a turn up to the next."""
    starts = [0, *(turn.header[0] if turn.header else turn.start for turn in turns), length]
    return list(pairwise(starts))


def split_row_number(row: int) -> tuple[int, int]:
    """The number of the indexed text and the number of the block in it."""
    return row >> _TURN_BITS, row & ((1 << _TURN_BITS) - 1)
