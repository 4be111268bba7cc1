"""YAML as texts, lists and maps that know their lines: the part of YAML without surprises.

Every scalar is the text as written (`no` and `0072` stay what they are). Anchors, aliases, tags, several
documents and keys written twice are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from interview_coder.domain.codebook_rules import UNSAFE
from interview_coder.locale import t

DEEPEST = 60
# What the parser says (context, problem), what we say, and whether the line is where the construct starts.
MISTAKES = (
    ("quoted scalar", "", "yaml_quote", True),
    ("", "<scalar>", "yaml_early_quote", False),
    ("", "mapping values are not allowed", "yaml_colon", False),
    ("", "could not find expected ':'", "yaml_no_colon", True),
    ("", "'\\t' that cannot start", "yaml_tab", False),
    ("", "that cannot start", "yaml_start", False),
    ("flow", "", "yaml_bracket", True),
    ("block", "", "yaml_indentation", False),
)


class LineError(Exception):
    """What is wrong at a line (from 1) of a YAML text; the reader of the file adds its name."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Node:
    """A text, list or map; `line` (from 1) is its key's when it has one.

    `index` and `column` (from 0, in code points) say where the value itself starts, or where the key of a blank
    value ends; `flow` that it is written with brackets, `plain` that it is a text without quotes.
    """

    value: str | list[Node] | dict[str, Node]
    line: int
    index: int
    column: int
    flow: bool = False
    plain: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing at all is written after the key."""
        return self.plain and self.value == ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing: no value, `null`, `""`, `[]` or `{}`."""
        if isinstance(self.value, str):
            return not self.value.strip() or (self.plain and self.value in ("~", "null"))
        return not self.value


def read_nodes(text: str) -> Node | None:
    """The one document of `text`, None when it holds nothing. Raises LineError."""
    root: Node | None = None
    for line, written in enumerate(text.replace("\r", " ").split("\n"), 1):
        _refuse_unsafe(written, line)
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise LineError(_line(event), t("codebook.yaml_documents"))
                root = _node(events, next(events), None, 0)
    except MarkedYAMLError as error:
        raise _not_yaml(error) from error
    except YAMLError as error:
        raise LineError(1, t("codebook.not_yaml"), t("codebook.not_yaml_hint")) from error
    return root


def _refuse_unsafe(text: str, line: int) -> None:
    """Refuse what must reach neither a message nor a text, written as itself or as an escape."""
    if unsafe := UNSAFE.search(text):
        raise LineError(line, t("codebook.unsafe_file", code_point=f"U+{ord(unsafe[0]):04X}"))


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _node(events: Iterator[Event], event: Event, key_line: int | None, depth: int) -> Node:
    line = _line(event)
    if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent) or event.anchor is not None:
        raise LineError(line, t("codebook.yaml_anchor"), t("codebook.yaml_anchor_hint"))
    if event.tag is not None:
        raise LineError(line, t("codebook.yaml_tag", tag=event.tag))
    if depth > DEEPEST:
        raise LineError(line, t("codebook.yaml_deep"))
    index, column = event.start_mark.index, event.start_mark.column
    if isinstance(event, ScalarEvent):
        _refuse_unsafe(event.value, line)
        return Node(event.value, key_line or line, index, column, plain=event.style is None)
    is_list = isinstance(event, SequenceStartEvent)
    value = list(_items(events, depth)) if is_list else dict(_entries(events, depth))
    return Node(value, key_line or line, index, column, flow=bool(event.flow_style))


def _items(events: Iterator[Event], depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, SequenceEndEvent):
            return
        yield _node(events, event, None, depth + 1)


def _entries(events: Iterator[Event], depth: int) -> Iterator[tuple[str, Node]]:
    seen = set[str]()
    for event in events:
        if isinstance(event, MappingEndEvent):
            return
        key = _node(events, event, None, depth + 1)
        if not isinstance(key.value, str) or "\n" in key.value:
            raise LineError(key.line, t("codebook.yaml_key"))
        if key.value in seen:
            raise LineError(key.line, t("codebook.yaml_twice", field=key.value))
        seen.add(key.value)
        value = _node(events, next(events), key.line, depth + 1)
        yield key.value, replace(value, index=event.end_mark.index) if value.blank else value


def _not_yaml(error: MarkedYAMLError) -> LineError:
    """The parser's error in the user's words, for the mistakes that people make."""
    context, problem = str(error.context), str(error.problem)
    for in_context, in_problem, name, at_start in MISTAKES:
        if in_context in context and in_problem in problem:
            mark = error.context_mark if at_start else error.problem_mark
            return LineError(mark.line + 1 if mark else 1, t(f"codebook.{name}"))
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return LineError(line, t("codebook.not_yaml"), t("codebook.not_yaml_hint"))
