"""Running the command line in tests: the real entry point, in this process or as an own one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from interview_coder.cli.main import run as entry_point
from interview_coder.locale import set_language

COMMAND = (sys.executable, "-m", "interview_coder")


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        """The listing that was printed; fails unless the command succeeded."""
        assert self.code == 0, self.err
        rows = json.loads(self.out)
        assert isinstance(rows, list)
        assert all(isinstance(row, dict) for row in rows)
        return rows

    def refused(self, *parts: str) -> str:
        """The one sentence with which the command refused (exit 1), which must hold all `parts`."""
        assert self.code == 1, self
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("error: ")
        assert all(part in lines[0] for part in parts), lines[0]
        return lines[0]


class _Screen(io.BytesIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def ic(*arguments: object, terminal: bool = False) -> Answer:
    """Run one command in this process, in the current folder, as if from a shell; on a `terminal` if wished."""
    out, err = (
        io.TextIOWrapper(_Screen(terminal=terminal), encoding="utf-8", newline="", write_through=True) for _ in "oe"
    )
    words = ["interview-coder", *map(str, arguments)]
    code = 0
    try:
        with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", words):
            entry_point()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        set_language(None)
    return Answer(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def do(*arguments: object, terminal: bool = False) -> Answer:
    """Run one command, which must succeed without complaint; it may say that a coder is new to the project."""
    answer = ic(*arguments, terminal=terminal)
    assert answer.code == 0, answer
    assert answer.err == "" or answer.err.startswith("First step of "), answer
    return answer


def rows(*arguments: object) -> list[dict[str, Any]]:
    """The JSON rows of a listing."""
    return ic("--format", "json", *arguments).json


def own_process(
    *arguments: object, environment: Mapping[str, str] | None = None, command: tuple[str, ...] = COMMAND
) -> Answer:
    """Run one command as a process of its own, in the current folder."""
    process = started(*arguments, environment=environment, command=command)
    out, err = process.communicate(timeout=60)
    return Answer(process.returncode, out.decode(), err.decode())


def started(
    *arguments: object, environment: Mapping[str, str] | None = None, command: tuple[str, ...] = COMMAND
) -> subprocess.Popen[bytes]:
    """A command that runs as a process of its own, with pipes for what it says."""
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **(environment or {})},
    )
