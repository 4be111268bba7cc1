"""Replicas: which chain of events this coder may continue in this very file.

A replica's head (last number and hash) and the place of its file are noted in a state folder outside the project,
just before each commit. Only a file in that place with exactly that head goes on as the replica; a copy, a restored
backup or a file whose commit was cut off does not match, and the coder gets a new replica that follows the old one.
Two files can thus never continue the same chain.
"""

from __future__ import annotations

import errno
import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_state_path

from interview_coder.errors import ProjectFileError, UnknownNameError
from interview_coder.locale import t
from interview_coder.store.connection import plain_system_errors


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a replica: its number and hash."""

    seq: int
    hash: str


def state_folder() -> Path:
    """The folder of tokens on this machine: $INTERVIEW_CODER_STATE, else the system's state folder."""
    chosen = os.environ.get("INTERVIEW_CODER_STATE")
    return Path(chosen) if chosen else user_state_path("interview-coder", appauthor=False)


def holds_token(replica: str, head: Head, project: Path) -> bool:
    """Whether this machine's token says that the file `project` with this head is where `replica` goes on."""
    token = _read(_token(replica))
    same_head = (token.get("seq"), token.get("hash")) == (head.seq, head.hash)
    return same_head and (str(project.resolve()) == token.get("path") or _identity(project) == token.get("file"))


def note_token(replica: str, head: Head, project: Path) -> None:
    """Write the token for `head`; called inside the transaction that appends it, before its commit."""
    token = {"seq": head.seq, "hash": head.hash, "path": str(project.resolve()), "file": _identity(project)}
    _write(_token(replica), token)


def forget_token(replica: str) -> None:
    """Make sure that no file continues `replica` on this machine."""
    with _plain_errors(state_folder()):
        _token(replica).unlink(missing_ok=True)


def default_coder(project_id: str) -> str:
    """Who acts in this project on this machine unless told otherwise: noted at creation, else the login name."""
    noted = _read(_project(project_id)).get("coder")
    return str(noted) if noted else login_name()


def login_name() -> str:
    """The name under which the user is logged in. Raises UnknownNameError when the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UnknownNameError(t("store.no_login_name"), t("store.no_login_name_hint")) from error


def note_default_coder(project_id: str, coder: str) -> None:
    """Remember `coder` as this machine's coder of the project."""
    _write(_project(project_id), {"coder": coder})


def _token(replica: str) -> Path:
    return state_folder() / "replicas" / f"{quote(replica, safe='')}.json"


def _project(project_id: str) -> Path:
    return state_folder() / "projects" / f"{quote(project_id, safe='')}.json"


def _identity(path: Path) -> list[int]:
    with plain_system_errors(path):
        status = path.stat()
    return [status.st_dev, status.st_ino]


def _read(path: Path) -> dict[str, object]:
    """What a note of ours says; nothing when it is missing or is not one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, value: object) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with _plain_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(value), encoding="utf-8")
        temporary.replace(path)


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        key = "full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "state_folder"
        raise ProjectFileError(t(f"store.{key}", path=folder), t(f"store.{key}_hint")) from error
