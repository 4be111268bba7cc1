"""Small projects for tests, made by the program itself, and what must hold of any project file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.events import Event
from interview_coder.domain.search import Term
from interview_coder.errors import CoderError
from interview_coder.services.codebooks import apply_codebook
from interview_coder.services.coding import code_passage
from interview_coder.services.importing import Corrections, Outcome, import_files
from interview_coder.store import checks, contents, log
from interview_coder.store.fold import FOLDED_TABLES
from interview_coder.store.project import Project
from interview_coder.store.search import candidate_blocks

CODER = "alice"
MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - only a folder in memory, where writing to disk costs nothing
SPEECH = (
    "Bonjour, vous pouvez me raconter votre journée ?",
    "Oui 😀 ben le matin je clique, l'après-midi aussi.",
    "Et le soir ?",
    "Le soir je recommence, c'est la troisième journée 𝔸, voilà.",
)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder that does not wait for a disk, for tests that do many writes and cut no power."""
    with tempfile.TemporaryDirectory(dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None) as folder:
        yield Path(folder)


def interview(number: int, turns: int = 6) -> str:
    """The text of an interview: Anna asks, B answers; each number gives another text."""
    lines = [f"{'Anna' if n % 2 == 0 else 'Bruno'}: {SPEECH[n % 4]} {mark(number, n)}" for n in range(turns)]
    return "\n\n".join(lines) + "\n"


def mark(number: int, turn: int) -> str:
    """A word that stands in one turn of one interview only."""
    return f"mark{number}x{turn}"


def write_interviews(folder: Path, numbers: Sequence[int]) -> list[Path]:
    """Text files `interview-N.txt` in `folder`."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"interview-{number}.txt" for number in numbers]
    for path, number in zip(paths, numbers, strict=True):
        path.write_text(interview(number), encoding="utf-8")
    return paths


def codebook(names: Sequence[str] = ("care", "job", "platform")) -> Codebook:
    """A flat codebook whose ids are its names, marked."""
    codes = tuple(Code(f"id-{name}", name, label={"fr": name.upper()}) for name in names)
    return Codebook("book", {"fr": "Travail", "en": "Work"}, codes)


def batches(project: Project, paths: Sequence[Path], coder: str = CODER) -> Iterator[list[Outcome]]:
    """Import files; the outcomes of each batch once it is saved."""
    return import_files(project, coder, paths, corrections=Corrections(), progress=lambda _done, _all: None)


def take_in(project: Project, paths: Sequence[Path], coder: str = CODER) -> list[Outcome]:
    """Import files and give all outcomes."""
    return [outcome for batch in batches(project, paths, coder) for outcome in batch]


def make_project(folder: Path, *, interviews: int = 2, codings: int = 4, coder: str = CODER) -> Path:
    """A project file in `folder` with a codebook, some interviews and some codings of `coder`."""
    path = folder / "study.icoder"
    with Project.create(path, name="study", language="fr", coder=coder) as project:
        apply_codebook(project, codebook(), coder)
        outcomes = take_in(project, write_interviews(folder / "interviews", range(1, interviews + 1)), coder)
        assert [outcome.error for outcome in outcomes if outcome.error] == []
        for n in range(codings):
            code_passage(project, coder, f"interview-{n % interviews + 1}", (6 + n, 20 + n), "care")
    return path


def tables(project: Project) -> dict[str, set[tuple[object, ...]]]:
    """What every folded table holds."""
    return {table: set(project.rows(f"SELECT * FROM {table}")) for table in FOLDED_TABLES}


def work(project: Project) -> dict[str, set[tuple[object, ...]]]:
    """What every folded table holds, but for the bookkeeping of steps and replicas."""
    return {name: rows for name, rows in tables(project).items() if name not in ("steps", "replicas")}


def coding_ids(project: Project) -> set[str]:
    """The ids of all codings."""
    return {str(row[0]) for row in project.rows("SELECT id FROM codings")}


def names(project: Project) -> set[str]:
    """The names of all transcripts."""
    return {str(row[0]) for row in project.rows("SELECT name FROM transcripts")}


def assert_sound(project: Project) -> None:
    """Pages, schema and chains are whole, the tables equal the fold, every transcript is complete and findable."""
    assert checks.integrity_problems(project) == []
    assert checks.schema_problems(project) == []
    assert checks.chain_problems(project) == []
    assert checks.content_problems(project) == []
    assert checks.fold_problems(project) == []
    for identifier, layout, turns in project.rows("SELECT id, layout, turns FROM transcripts"):
        spans = contents.layout(project.connection, layout)
        speakers = {turn.speaker for turn in spans}
        assert count(project, "SELECT count(*) FROM turns WHERE transcript = ?", identifier) == len(spans) == turns
        assert count(project, "SELECT count(*) FROM speakers WHERE transcript = ?", identifier) == len(speakers)
    for identifier, turn, speech in project.rows(
        "SELECT transcripts.id, n, speech FROM v_turns JOIN transcripts ON transcripts.name = v_turns.transcript"
    ):
        for word in re.findall(r"mark\d+x\d+", speech):
            found = candidate_blocks(project, ((Term((word,), prefix=False),),))
            assert [(block.transcript, block.turn) for block in found] == [(identifier, turn)]


def count(project: Project, sql: str, *values: object) -> int:
    """The one number that a query gives."""
    return int(project.rows(sql, values)[0][0])


def assert_plain(error: CoderError, *parts: object) -> None:
    """One sentence and its remedy, of one line each, in words of a user, naming `parts`."""
    assert error.message
    assert error.hint
    assert "\n" not in str(error)
    assert not re.search(r"Error|Traceback|errno|sqlite3?\b(?!.* project)|None|\{|\}", str(error)), str(error)
    for part in parts:
        assert str(part) in str(error)


@contextmanager
def refused(*parts: object) -> Iterator[None]:
    """The block is refused with one plain sentence and its remedy, naming `parts`."""
    with pytest.raises(CoderError) as caught:
        yield
    assert_plain(caught.value, *parts)


def command(*words: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line, really run; its errors are one line and never a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "interview_coder", *map(str, words)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode == 1
        assert done.stderr.startswith("error: ")
    return done


def replicas(project: Project, coder: str = CODER) -> list[tuple[str, str | None]]:
    """(replica, the one it follows) of a coder in the file, the newest first."""
    sql = "SELECT replica, follows FROM replicas WHERE coder = ? ORDER BY hlc DESC"
    return [(str(replica), follows) for replica, follows in project.rows(sql, (coder,))]


def events(project: Project) -> list[Event]:
    """The whole log."""
    return list(log.read(project.connection))
