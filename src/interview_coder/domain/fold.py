"""Folding events into the state of objects: a function of the set of events, never of their order of arrival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interview_coder.domain.events import Event, JsonValue

UNDONE, REDONE = "step.undone", "step.redone"
STEP_FAMILY, REPLICA_FAMILY = "step", "replica"


@dataclass(frozen=True, slots=True)
class ObjectState:
    """What the events of one object come to.

    `fields` holds the last written value of each field; `added` is the event that brought the object into
    being, None when only changes to it are known; `removed` is true after a removal; `changed` is the last
    event; `conflicts` are pairs (losing event, winning event) of two replicas that changed the same field,
    the winner without knowing of the loser.
    """

    family: str
    object: str
    fields: dict[str, JsonValue]
    added: Event | None
    changed: Event
    removed: bool
    conflicts: tuple[tuple[Event, Event], ...]

    def text(self, name: str) -> str:
        """A field that holds text; raises KeyError when it was never written."""
        return str(self.fields[name])

    def number(self, name: str) -> int:
        """A field that holds a whole number; raises KeyError when it was never written."""
        value = self.fields[name]
        return value if isinstance(value, int) else int(str(value))


def undone_steps(events: Iterable[Event]) -> set[str]:
    """Ids of the steps that are taken back: the last undo or redo of a step decides."""
    last: dict[str, Event] = {}
    for event in events:
        if event.family == STEP_FAMILY and (event.object not in last or last[event.object].order < event.order):
            last[event.object] = event
    return {step for step, event in last.items() if event.type == UNDONE}


def fold_object(events: Iterable[Event]) -> ObjectState | None:
    """The state of one object from its effective events in `Event.order`; None when there are none."""
    fields: dict[str, object] = {}
    writers: dict[str, Event] = {}
    added: Event | None = None
    changed: Event | None = None
    removed = False
    conflicts: list[tuple[Event, Event]] = []
    for event in events:
        verb = event.type.partition(".")[2]
        payload = event.fields()
        over = payload.pop("over", None)
        known = over if isinstance(over, dict) else {}
        if verb == "added" and added is None:
            added = event
        if verb in ("added", "removed"):
            removed = verb == "removed"
        if not writers:
            fields, writers = payload, dict.fromkeys(payload, event)
        for name, value in payload.items() if changed else ():
            loser = writers.get(name)
            if loser is not None and fields[name] != value and _unaware(loser, event, known):
                conflicts.append((loser, event))
            fields[name] = value
            writers[name] = event
        changed = event
    if changed is None:
        return None
    return ObjectState(changed.family, changed.object, fields, added, changed, removed, tuple(dict.fromkeys(conflicts)))


def _unaware(loser: Event, winner: Event, known: Mapping[str, int]) -> bool:
    """Whether another replica wrote `winner` without `loser`; `known` is the last number it had of each replica."""
    return loser.replica != winner.replica and known.get(loser.replica, 0) < loser.seq


def fold(events: Iterable[Event]) -> dict[tuple[str, str], ObjectState]:
    """The state of every object, keyed by family and id, from any set of events in any order."""
    distinct = {(event.replica, event.seq): event for event in events}
    undone = undone_steps(distinct.values())
    by_object: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in sorted(distinct.values(), key=lambda e: e.order):
        if event.family != STEP_FAMILY and event.step not in undone:
            by_object[event.family, event.object].append(event)
    states = {key: fold_object(history) for key, history in by_object.items()}
    return {key: state for key, state in states.items() if state is not None}
