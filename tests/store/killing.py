"""Ending work without warning, anywhere in it: in a forked child that kills itself, and tells what it did by then."""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Say = Callable[[Any], None]
Work = Callable[[Say], None]

FILE_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.link")
WRITING = ("COMMIT", "VACUUM", "fsync", "os.rename", "os.remove", "INSERT", "DELETE")
MICROSECONDS = 600
PATIENCE = 60


@dataclass(frozen=True)
class Moment:
    """When to die: when the call with this number begins, or so many microseconds later, deep inside SQLite."""

    call: int
    later: int = 0


@dataclass(frozen=True)
class Run:
    """What a child said before its end, its calls by name, and whether it was killed."""

    said: list[Any]
    calls: list[str]
    killed: bool


def run(work: Work, moment: Moment | None = None) -> Run:
    """Run `work` in a child process that dies at `moment`; None lets it end and gives the calls that it made."""
    return _wait_for(*_start(work, moment))


def together(*works: Work, meanwhile: Callable[[], object] = lambda: None) -> list[Run]:
    """Run each work in a child process of its own, all at once, and `meanwhile` in this one."""
    children = [_start(work, None) for work in works]
    try:
        meanwhile()
    finally:
        found = [_wait_for(*child) for child in children]
    return found


def _start(work: Work, moment: Moment | None) -> tuple[int, int]:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child touches no thread of its parent
        child = os.fork()
    if child == 0:
        os.close(reading)
        _live(work, moment, writing)
    os.close(writing)
    return child, reading


def _wait_for(child: int, reading: int) -> Run:
    with os.fdopen(reading) as pipe:
        lines = list(_lines(pipe.fileno(), child))
    _, status = os.waitpid(child, 0)
    messages = [json.loads(line) for line in lines]
    failed = [value for kind, value in messages if kind == "error"]
    assert not failed, failed[0]
    calls = [value for kind, value in messages if kind == "calls"]
    said = [value for kind, value in messages if kind == "said"]
    return Run(said, calls[0] if calls else [], os.WIFSIGNALED(status))


def _lines(pipe: int, child: int) -> Iterator[str]:
    received = b""
    while True:
        if not select.select([pipe], [], [], PATIENCE)[0]:
            os.kill(child, signal.SIGKILL)
            raise AssertionError("the child hangs")
        chunk = os.read(pipe, 1 << 16)
        if not chunk:
            break
        received += chunk
    yield from received.decode().splitlines()


def _live(work: Work, moment: Moment | None, pipe: int) -> None:
    """The child's whole life."""
    calls: list[str] = []

    def call(name: str) -> None:
        calls.append(name)
        if moment is None or len(calls) != moment.call:
            return
        if moment.later:
            # The alarm's default effect ends the process at once, wherever it is, as SIGKILL does.
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, moment.later / 1e6)
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(kind: str, value: object) -> None:
        os.write(pipe, json.dumps([kind, value]).encode() + b"\n")

    try:
        _count_calls(call)
        work(lambda value: tell("said", value))
        tell("calls", calls)
    except BaseException:
        tell("error", traceback.format_exc())
    finally:
        os._exit(0)


def _count_calls(call: Callable[[str], None]) -> None:
    real_connect, real_fsync = sqlite3.connect, os.fsync

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        connection = real_connect(*args, **options)
        connection.set_trace_callback(lambda sql: call((sql.split() or [""])[0]))
        return connection

    def fsync(descriptor: int) -> None:
        call("fsync")
        real_fsync(descriptor)

    def audit(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in FILE_EVENTS:
            call(event)

    sqlite3.connect, os.fsync = connect, fsync  # type: ignore[assignment]
    sys.addaudithook(audit)


def moments(calls: list[str], how_many: int) -> list[Moment]:
    """So many moments to die: half as some call begins, half while one that writes is under way."""
    chance = random.Random(how_many)
    writing = [number for number, name in enumerate(calls, 1) if name in WRITING]
    commits = [number for number, name in enumerate(calls, 1) if name in ("COMMIT", "VACUUM")]
    found = [Moment(1 + n * len(calls) // (how_many // 2)) for n in range(how_many // 2)]
    while len(found) < how_many:
        number = chance.choice(commits if commits and len(found) % 2 else writing)
        found.append(Moment(number, chance.randint(1, MICROSECONDS)))
    return found


class Scene:
    """Folders as they were, to begin each killing from the same state at the same place."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._kept = [folder.with_name(folder.name + ".kept") for folder in folders]
        for folder, kept in zip(folders, self._kept, strict=True):
            shutil.copytree(folder, kept)

    def reset(self) -> None:
        """Put everything back."""
        for folder, kept in zip(self._folders, self._kept, strict=True):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(kept, folder)


def kill_everywhere(place: Path, what: Work, check: Callable[[Run], None], how_many: int) -> None:
    """Check what is left after each of `how_many` deaths during `what`, each from the same state of `place`."""
    scene = Scene(place, place.with_name("state"))
    # Once in this process, so that it has loaded what is needed: loading modules is no work that a death can spoil.
    what(lambda _: None)
    scene.reset()
    whole = run(what)
    check(whole)
    killed = 0
    for moment in moments(whole.calls, how_many):
        scene.reset()
        found = run(what, moment)
        killed += found.killed
        try:
            check(found)
        except BaseException as error:
            name = whole.calls[moment.call - 1]
            error.add_note(f"{moment} ({name}) of {len(whole.calls)} calls, said {found.said}")
            raise
    assert killed > how_many * 0.7
