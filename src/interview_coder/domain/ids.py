"""Ids: random for what a person makes, derived for what two people must agree on."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from uuid import UUID, uuid4, uuid5

from interview_coder.domain.text import fold

_NAMESPACE = UUID("6f2c1d2e-6d0b-5a53-9a55-2f6f9f3a1c10")


def new_id() -> str:
    """A fresh random UUID."""
    return str(uuid4())


def content_hash(data: bytes) -> str:
    """SHA-256 of `data` as 64 hexadecimal digits: the address of a content."""
    return hashlib.sha256(data).hexdigest()


def transcript_id(text_hash: str) -> str:
    """The id of the transcript whose first version has this text: the same for everybody who imports it."""
    return str(uuid5(_NAMESPACE, f"transcript {text_hash}"))


def speaker_id(transcript: str, name: str) -> str:
    """The id of the speaker spelled `name` in a transcript."""
    return str(uuid5(_NAMESPACE, f"speaker {transcript} {name}"))


def case_id(name: str) -> str:
    """The id of the case called `name`, accents and case aside: the same for everybody who takes in the same list."""
    return _named("case", name)


def attribute_id(name: str) -> str:
    """The id of the attribute called `name`, accents and case aside."""
    return _named("attribute", name)


def query_id(name: str) -> str:
    """The id of the saved query called `name`, accents and case aside."""
    return _named("query", name)


def _named(kind: str, name: str) -> str:
    return str(uuid5(_NAMESPACE, f"{kind} {fold(unicodedata.normalize('NFC', name))}"))


def code_id(path: str) -> str:
    """The id of a code that a table without ids brings at `path`: the same for everybody who takes the table in.

    It is given once: the code keeps it when it is moved or renamed afterwards.
    """
    return _named("code", path)


def codebook_id(paths: Iterable[str]) -> str:
    """The id of a codebook from a table without ids, by the paths of its codes."""
    return _named("codebook", "\n".join(paths))
