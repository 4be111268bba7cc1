"""Any history: several coders on several machines who work on one study, hear of each other or not, undo and redo."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import strategies as st

from interview_coder.domain.codebook import Code, code_fields
from interview_coder.domain.events import GENESIS, Event, chained
from interview_coder.domain.headers import find_turns
from interview_coder.domain.ids import content_hash, speaker_id, transcript_id
from interview_coder.domain.text import word_starts
from interview_coder.store import contents, log, schema
from interview_coder.store.fold import FOLDED_TABLES, fold_in
from tests.store.builders import interview

TEXTS = (interview(1, 4), interview(2, 3))
CORRECTED = interview(3, 4)
"""Another version of the first text."""
REPLICAS = (("r1", "alice"), ("r2", "bob"), ("r3", "alice"))
CODES = ("c1", "c2", "c3")
CASES = ("case-1", "case-2")
SPANS = ((6, 20), (6, 20), (30, 80))
Payload = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass
class Machine:
    """One replica as its machine knows the study: its own events and those it has heard of."""

    replica: str
    coder: str
    events: list[Event] = field(default_factory=list)
    known: dict[str, Event] = field(default_factory=dict)
    step: str = ""

    def clock(self) -> int:
        """The latest clock value known here."""
        return max((event.hlc for event in self.known.values()), default=0)

    def over(self, object_: str) -> dict[str, int]:
        """What this machine knows of an object: the last number of each replica that touched it."""
        seqs: dict[str, int] = {}
        for event in self.known.values():
            if event.object == object_:
                seqs[event.replica] = max(event.seq, seqs.get(event.replica, 0))
        return seqs

    def add(self, type_: str, object_: str, payload: Payload, ticks: int) -> None:
        """Append one event to this replica's chain."""
        event = chained(
            replica=self.replica,
            seq=len(self.events) + 1,
            hlc=self.clock() + ticks,
            coder=self.coder,
            actor=self.coder,
            step=self.step,
            type=type_,
            object=object_,
            payload=payload,
            prev_hash=self.events[-1].hash if self.events else GENESIS,
        )
        self.events.append(event)
        self.known[event.hash] = event


@cache
def template() -> sqlite3.Connection:
    """An empty project in memory that holds every content the histories name."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for statement in schema.STATEMENTS:
        connection.execute(statement)
    for text in (*TEXTS, CORRECTED):
        contents.keep_text(connection, text, word_starts(text))
        contents.keep_layout(connection, find_turns(text))
        contents.keep_blob(connection, "original", text.encode())
    contents.keep_json(connection, "sentences", [[0, 5]])
    contents.keep_json(connection, "lemmas", ["a"])
    return connection


def empty_project() -> sqlite3.Connection:
    """A copy of `template` with foreign keys checked."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    template().backup(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def arrive(connection: sqlite3.Connection, events: Sequence[Event]) -> None:
    """Take events in, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    log.insert(connection, events)
    fold_in(connection, events)
    connection.execute("COMMIT")


def folded(connection: sqlite3.Connection) -> dict[str, set[tuple[object, ...]]]:
    """What every folded table holds."""
    return {table: set(connection.execute(f"SELECT * FROM {table}")) for table in FOLDED_TABLES}


def json_hash(value: object) -> str:
    """The address of a JSON content."""
    return content_hash(json.dumps(value, separators=(",", ":")).encode())


def layout_hash(text: str) -> str:
    """The address of the layout of `text`."""
    (found,) = template().execute(
        "SELECT hash FROM blobs WHERE kind = 'layout' AND hash = ?",
        (contents.keep_layout(template(), find_turns(text)),),
    )
    return str(found[0])


TRANSCRIPTS = tuple(transcript_id(content_hash(text.encode())) for text in TEXTS)
SPEAKERS = tuple(speaker_id(transcript, name) for transcript in TRANSCRIPTS for name in ("Anna", "Bruno"))


def _code(draw: Draw, verb: str) -> tuple[str, Payload]:
    code = draw(st.sampled_from(CODES))
    parent = draw(st.sampled_from([None, *(other for other in CODES if other != code), "gone"]))
    whole = {**code_fields(Code(code, draw(st.sampled_from("xy")), parent)), "position": draw(st.integers(0, 2))}
    whole["merged_into"] = draw(st.sampled_from([None, *CODES, "gone"]))
    if verb == "added":
        return code, whole
    return code, {} if verb == "removed" else {
        name: whole[name] for name in draw(_some("name", "parent", "position", "merged_into"))
    }


def _version(text: str) -> Payload:
    digest = content_hash(text.encode())
    return {"text": digest, "layout": layout_hash(text), "original": digest}


def _new_transcript(number: int, name: str) -> Payload:
    return {
        "name": name,
        "language": "fr",
        "format": "txt",
        "encoding": "utf-8",
        **_version(TEXTS[number]),
        "roles": {speaker_id(TRANSCRIPTS[number], "Anna"): "interviewer"},
    }


def _transcript(draw: Draw, verb: str) -> tuple[str, Payload]:
    number = draw(st.integers(0, 1))
    name = draw(st.sampled_from("MN"))
    change = draw(
        st.sampled_from([{"name": name}, {"case": draw(st.sampled_from([None, *CASES]))}, _version(CORRECTED)])
    )
    payload = {"added": _new_transcript(number, name), "changed": change, "removed": {}}
    return TRANSCRIPTS[number], payload[verb]


def _speaker(draw: Draw, _: str) -> tuple[str, Payload]:
    whole = {
        "name": draw(st.sampled_from(["Anna", "Ana"])),
        "role": draw(st.sampled_from(["interviewer", "interviewee", None])),
        "same_as": draw(st.sampled_from([None, *SPEAKERS])),
        "case": draw(st.sampled_from([None, *CASES])),
    }
    return draw(st.sampled_from(SPEAKERS)), {name: whole[name] for name in draw(_some(*whole))}


def _preparation(draw: Draw, _: str) -> tuple[str, Payload]:
    whole = {"model": draw(st.sampled_from("ab")), "sentences": json_hash([[0, 5]]), "lemmas": json_hash(["a"])}
    return content_hash(draw(st.sampled_from(TEXTS)).encode()), {**whole, "count": 1}


def _coding(draw: Draw, verb: str) -> tuple[str, Payload]:
    number = draw(st.sampled_from((0, 0, 1)))
    start, end = draw(st.sampled_from(SPANS))
    whole = {
        "transcript": TRANSCRIPTS[number],
        "text": content_hash(TEXTS[number].encode()),
        "start": start,
        "end": end,
        "code": draw(st.sampled_from(("c1", "c1", "c2"))),
        "definition": "d",
        "origin": "hand",
        "memo": draw(st.sampled_from(["", "m"])),
        "star": draw(st.booleans()),
    }
    identifier = draw(st.sampled_from(["k1", "k2", "k3", "k4"]))
    if verb == "added":
        return identifier, whole
    if draw(st.booleans()):
        whole["text"] = content_hash(CORRECTED.encode())
    changed = draw(_some("memo", "star", "code", "text"))
    return identifier, {} if verb == "removed" else {name: whole[name] for name in changed}


def _case(draw: Draw, verb: str) -> tuple[str, Payload]:
    whole = {"name": draw(st.sampled_from("AB")), "value.a1": draw(st.sampled_from([None, "x", 2, 2.5, True]))}
    case = draw(st.sampled_from(CASES))
    return case, {} if verb == "removed" else whole if verb == "added" else {"value.a1": whole["value.a1"]}


def _attribute(draw: Draw, verb: str) -> tuple[str, Payload]:
    whole = {"name": draw(st.sampled_from("pq")), "type": "text", "choices": [], "position": 0}
    return "a1", {} if verb == "removed" else whole if verb == "added" else {"name": whole["name"]}


def _query(draw: Draw, verb: str) -> tuple[str, Payload]:
    return "q1", {} if verb == "removed" else {"name": "mine", "expression": draw(st.sampled_from(["c1", "c2"]))}


def _project(draw: Draw, _: str) -> tuple[str, Payload]:
    return "p", {"name": draw(st.sampled_from("PQ")), "language": "fr"}


def _codebook(draw: Draw, _: str) -> tuple[str, Payload]:
    return "book", {"name": {"fr": draw(st.sampled_from("BC"))}}


def _some(*names: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True)


_ALL = ("added", "added", "changed", "removed")
_FAMILIES: dict[str, tuple[Callable[[Draw, str], tuple[str, Payload]], tuple[str, ...]]] = {
    "coding": (_coding, _ALL),
    "transcript": (_transcript, _ALL),
    "code": (_code, _ALL),
    "case": (_case, _ALL),
    "attribute": (_attribute, _ALL),
    "query": (_query, _ALL),
    "speaker": (_speaker, ("changed",)),
    "codebook": (_codebook, ("added", "changed")),
    "preparation": (_preparation, ("added",)),
    "project": (_project, ("added",)),
}


def _act(draw: Draw, machine: Machine, number: int, kinds: Sequence[str]) -> None:
    """One thing that somebody does: a change, or an undo or redo of a step known there, even a foreign one."""
    steps = sorted({event.step for event in machine.known.values()})
    kind = draw(st.sampled_from(kinds))
    if kind == "step":
        machine.step = f"{machine.replica}-{number}"
        verb = draw(st.sampled_from(["undone", "undone", "redone"]))
        machine.add(f"step.{verb}", draw(st.sampled_from(steps)), {}, draw(st.integers(1, 2)))
        return
    if not machine.step or draw(st.booleans()):
        machine.step = f"{machine.replica}-{number}"
    make, verbs = _FAMILIES[kind]
    verb = draw(st.sampled_from(verbs))
    object_, payload = make(draw, verb)
    if verb != "added":
        payload = {**payload, "over": machine.over(object_)}
    machine.add(f"{kind}.{verb}", object_, payload, draw(st.integers(1, 2)))


def _begin(machine: Machine) -> None:
    """What most studies have before anybody differs: transcripts and codes that everybody heard of, or will."""
    for number, transcript in enumerate(TRANSCRIPTS):
        machine.step = f"begin-{number}"
        machine.add("transcript.added", transcript, _new_transcript(number, "M"), 1)
    machine.step = "begin-codes"
    for code in CODES:
        machine.add("code.added", code, {**code_fields(Code(code, code)), "position": 0}, 1)


EVERYTHING = (*_FAMILIES, "coding", "coding", "coding", "step")


@st.composite
def histories(draw: st.DrawFn, *, kinds: Sequence[str] = EVERYTHING, begun: bool = False) -> list[Event]:
    """All events of a study, chain by chain; each chain sound, clocks as machines that hear of each other set them.

    `begun`: transcripts and codes are there before the rest happens, which is of these `kinds`.
    """
    machines = [Machine(replica, coder) for replica, coder in REPLICAS]
    for machine in machines:
        machine.step = f"open-{machine.replica}"
        machine.add("replica.added", machine.replica, {"coder": machine.coder, "follows": None}, 1)
        machine.step = ""
    if begun or draw(st.booleans()):
        _begin(machines[0])
    for number in range(draw(st.integers(1, 18))):
        machine = draw(st.sampled_from(machines))
        if draw(st.booleans()):
            heard = draw(st.sampled_from(machines))
            machine.known.update(heard.known)
        _act(draw, machine, number, kinds)
    return [event for machine in machines for event in machine.events]


def batches(events: Iterable[Event], cuts: Sequence[bool]) -> list[list[Event]]:
    """The events in their order, cut into batches after each true value of `cuts`."""
    found: list[list[Event]] = [[]]
    for event, cut in zip(events, cuts, strict=True):
        found[-1].append(event)
        if cut:
            found.append([])
    return [batch for batch in found if batch]


any_history = st.one_of(
    histories(),
    histories(kinds=("coding", "coding", "code", "step"), begun=True),
    histories(kinds=("speaker", "speaker", "transcript", "step"), begun=True),
)
