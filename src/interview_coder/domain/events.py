"""Events: the append-only, hash-chained truth from which everything else is folded.

An event says that one step of one coder changed one object. Payloads hold ids, hashes and offsets, never
transcript text, so that a log can travel and a text can be erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

JsonValue = object
"""Any value that JSON can hold; named because `Event` has a field called object."""

GENESIS = "0" * 64
COUNTER_BITS = 16


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class Event(NamedTuple):
    """One entry of the log of one replica.

    `seq` counts from 1 without gaps in each replica; `hlc` is a hybrid logical clock (see `next_hlc`);
    `coder` is whose work it is and `actor` who did it; `step` groups what undo takes back together;
    `type` is "family.verb"; `object` is the id of what changes; `payload` is canonical JSON;
    `hash` is the SHA-256 of everything else, `prev_hash` included.
    """

    replica: str
    seq: int
    hlc: int
    coder: str
    actor: str
    step: str
    type: str
    object: str
    payload: str
    prev_hash: str
    hash: str

    @property
    def family(self) -> str:
        """What kind of object changes: `coding` in `coding.added`."""
        return self.type.partition(".")[0]

    @property
    def order(self) -> tuple[int, str, int]:
        """Sort key in which every replica folds events: clock, then replica, then number."""
        return (self.hlc, self.replica, self.seq)

    def fields(self) -> dict[str, JsonValue]:
        """The payload as a dict."""
        loaded: dict[str, JsonValue] = json.loads(self.payload)
        return loaded


def canonical(value: object) -> str:
    """Canonical JSON of `value`: sorted keys, no spaces, UTF-8 characters as themselves."""
    return _encode(value)


def chained(
    *,
    replica: str,
    seq: int,
    hlc: int,
    coder: str,
    actor: str,
    step: str,
    type: str,  # noqa: A002 - the log's own word
    object: str,  # noqa: A002
    payload: Mapping[str, object],
    prev_hash: str,
) -> Event:
    """The event with its payload made canonical and its hash computed over the chain."""
    text = canonical(payload)
    digest = _digest(prev_hash, (replica, seq, hlc, coder, actor, step, type, object, text))
    return Event(replica, seq, hlc, coder, actor, step, type, object, text, prev_hash, digest)


def _digest(prev_hash: str, values: tuple[str | int, ...]) -> str:
    return hashlib.sha256((prev_hash + canonical(list(values))).encode()).hexdigest()


def broken_link(events: Iterable[Event]) -> Event | None:
    """The first event of one replica's chain (in order of `seq`) that does not follow from the one before, or None."""
    expected_seq, prev_hash = 1, GENESIS
    for event in events:
        body = (
            event.replica,
            event.seq,
            event.hlc,
            event.coder,
            event.actor,
            event.step,
            event.type,
            event.object,
            event.payload,
        )
        if event.seq != expected_seq or event.prev_hash != prev_hash or event.hash != _digest(prev_hash, body):
            return event
        expected_seq, prev_hash = event.seq + 1, event.hash
    return None


def next_hlc(last: int, now_ms: int) -> int:
    """The clock value of a new event: milliseconds since 1970 shifted by 16 bits, always above `last`.

    Source: Kulkarni et al. 2014, Logical Physical Clocks; the counter lives in the low bits.
    """
    return max(last + 1, now_ms << COUNTER_BITS)


def moment(hlc: int) -> str:
    """The wall clock of `hlc` as ISO 8601 in UTC with milliseconds, e.g. 2026-11-22T06:30:00.123Z."""
    return _moment(hlc >> COUNTER_BITS)


@lru_cache(maxsize=1024)
def _moment(milliseconds: int) -> str:
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
