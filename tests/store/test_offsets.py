"""Quotes are the text between their offsets, for any text, in this program, in plain SQLite and in pandas."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.domain.text import words
from interview_coder.services.coding import code_passage
from interview_coder.services.retrieving import codings_table
from interview_coder.services.selecting import Selection
from interview_coder.store import contents, listings
from interview_coder.store.project import Project
from tests.store.builders import CODER, assert_sound, codebook, make_project, quick_folder, take_in

SPEECH = "Élève 😀 a dit « c’est l’été 𝔸𝔹 », naïve 👩\u200d👩\u200d👧 e\u0301te\u0301 ça\u00a0! ﬁn 🇫🇷 漢字 עברית"
SPECIMENS = {
    "emoji": f"Anna: {SPEECH}\n\nBruno: Oui 😀😀 voilà.\n",
    "decomposed": unicodedata.normalize("NFD", f"Anna: {SPEECH}\n\nBruno: Oui, voilà.\n"),
    "old newlines": f"Anna: {SPEECH}\r\n\r\nBruno: Oui 😀\r\nvoilà.\r\n",
    "mac newlines": f"Anna: {SPEECH}\r\rBruno: Oui 😀\rvoilà.\r",
    "byte order mark": f"\ufeffAnna: {SPEECH}\n\nBruno: \ufeffOui.\n",
    "brackets and quotes": "Anna: [rires] 'a' \"b\" ''c'' %s {x} \\n $1 --\n\nBruno: <b>oui</b> &amp; ; DROP TABLE\n",
}
VIEWS = ("v_codings", "v_codes", "v_transcripts", "v_turns", "v_history")


@contextmanager
def plainly(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as any other program opens it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def project_of(folder: Path, text: str) -> Path:
    """A project with one interview of that text."""
    path = make_project(folder, interviews=0, codings=0)
    file = folder / "interview.txt"
    file.write_bytes(text.encode())
    with Project.open(path) as project:
        outcomes = take_in(project, [file])
    assert outcomes[0].error is None
    return path


def code_every_word(path: Path) -> tuple[str, list[tuple[int, int]]]:
    """The stored text, and the spans of all its words and of the pairs that follow each other, each coded."""
    with Project.open(path) as project:
        text = next(iter(listings.texts(project)))[1]
        spans = words(text)
        pairs = [(first[0], second[1]) for first, second in pairwise(spans)]
        for span in [*spans, *pairs]:
            code_passage(project, CODER, "interview", span, "care")
        assert_sound(project)
    return text, [*spans, *pairs]


@pytest.mark.parametrize("specimen", SPECIMENS)
def test_the_quote_of_every_coding_is_the_text_between_its_offsets(place: Path, specimen: str) -> None:
    path = project_of(place, SPECIMENS[specimen])
    text, spans = code_every_word(path)
    with Project.open(path) as project:
        table = codings_table(project, Selection())
        at = [table.columns.index(name) for name in ("start", "end", "quote")]
        listed = {tuple(row[n] for n in at) for row in table.rows}
    with plainly(path) as connection:
        seen = set(connection.execute('SELECT start, "end", quote FROM v_codings'))
        turns = list(connection.execute('SELECT start, "end", speech FROM v_turns'))
        (stored, length) = connection.execute("SELECT text, characters FROM texts").fetchone()
    assert seen == listed == {(start, end, text[start:end]) for start, end in spans}
    assert [speech for *_, speech in turns] == [text[start:end] for start, end, _ in turns]
    assert (stored, length) == (text, len(text))


def test_a_text_keeps_every_character_but_the_newlines_and_the_mark(place: Path) -> None:
    for name, text in SPECIMENS.items():
        folder = place / name
        folder.mkdir()
        with Project.open(project_of(folder, text)) as project:
            stored = next(iter(listings.texts(project)))[1]
        assert stored == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def test_the_imported_file_is_kept_byte_for_byte(place: Path) -> None:
    for name, text in SPECIMENS.items():
        folder = place / name
        folder.mkdir()
        with Project.open(project_of(folder, text)) as project:
            ((original, stored),) = project.rows("SELECT original, text FROM transcripts")
            if original is None:  # the text itself is the file
                assert contents.text(project.connection, stored) == text
            else:
                assert contents.blob(project.connection, original) == text.encode()


any_letters = st.text(
    st.one_of(
        st.sampled_from("éàœ ’'-\n\t😀𝔸\u0301\u200d\u00a0\u202e漢"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufeff"),
    ),
    min_size=3,
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(any_letters, st.data())
def test_any_text_gives_the_same_quote_in_python_and_in_sqlite(text: str, data: st.DataObject) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE texts (text TEXT NOT NULL) STRICT")
    connection.execute("INSERT INTO texts VALUES (?)", (text,))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sql = "SELECT substr(text, ? + 1, ? - ?), length(text) FROM texts"
    assert connection.execute(sql, (start, end, start)).fetchone() == (text[start:end], len(text))
    connection.close()


def test_the_views_open_in_pandas(place: Path) -> None:
    path = make_project(place)
    with plainly(path) as connection:
        frames = {view: pd.read_sql(f"SELECT * FROM {view}", connection) for view in VIEWS}
        texts = pd.read_sql(
            "SELECT name, texts.text FROM transcripts JOIN texts ON hash = transcripts.text", connection
        )
    assert {view: len(frame) for view, frame in frames.items()} == {
        "v_codings": 4,
        "v_codes": 3,
        "v_transcripts": 2,
        "v_turns": 12,
        "v_history": len(frames["v_history"]),
    }
    text = texts.set_index("name")["text"]
    for row in frames["v_codings"].to_dict("records"):
        assert text[row["transcript"]][row["start"] : row["end"]] == row["quote"]
        assert (row["code"], row["coder"], row["speaker"]) == ("care", CODER, "Anna")
    assert set(frames["v_codes"]["label_fr"]) == {"CARE", "JOB", "PLATFORM"}
    assert set(frames["v_codes"]["codings"]) == {0, 4}
    assert list(frames["v_transcripts"]["codings"]) == [2, 2]
    assert set(frames["v_history"]["type"]) >= {"project.added", "codebook.added", "transcript.added", "coding.added"}


def test_codes_moved_under_each_other_by_two_coders_keep_their_codings_in_every_listing() -> None:
    with quick_folder() as folder:
        path = make_project(folder)
        with Project.open(path) as project:
            for code, parent in (("id-care", "id-job"), ("id-job", "id-care")):
                with project.write(CODER) as writer:
                    writer.change("code.changed", code, {"parent": parent})
            assert len(codings_table(project, Selection()).rows) == 4
            assert_sound(project)
        with plainly(path) as connection:
            assert len(connection.execute("SELECT * FROM v_codings").fetchall()) == 4
            assert len(connection.execute("SELECT * FROM v_codes").fetchall()) == len(codebook().codes)
