"""The retrieval language: what an expression is made of. `query_parser` reads it, `query_evaluation` answers it.

Grammar, from what binds least to what binds most; capitals do not matter, French words mean the same:

    query      = chain, {"OR" | "OU", chain}
    chain      = item, {("AND" | "ET" | "AND NOT" | "NOT" | "SAUF"), item}
    item       = "NOT" | "NON", item | proximity
    proximity  = operand, {["NOT"], beside, operand}                     from left to right
    beside     = "NEAR/n turns|words" | "WITHIN turn|transcript" | "FOLLOWED BY[/n turns|words]"
               | "PRES/n tours|mots"  | "DANS tour|transcription" | "SUIVI DE[/n tours|mots]"
    operand    = "(", query, ")" | code | code/* | code+ | * | @saved | filter
    filter     = coder:  case:  role:  speaker:  lang:  star:yes|no  memo:"words"  transcript:  or an attribute of
                 cases, such as position:worker, income:>=100 or income>=100

A code is named as everywhere (id, path, label, last name), between quotation marks if it holds spaces or signs.
What each part selects is said at its class. A query is asked of some codings, at the outset all that count.
An expression is either *passages* (codings that were asked for) or a *filter* (a test that any coding passes or not):
the key:value tests and NOT are filters, so are OR and AND of filters alone; everything else is passages.
"""

from __future__ import annotations

from dataclasses import dataclass

Value = str | int | None | tuple[str, str | None]
"""What a column of codings holds; a pair is the ids of a transcript and a speaker."""


@dataclass(frozen=True, slots=True)
class Name:
    """`code`, or with `below` `code/*`: the codings with this code (or one below it). `*` alone is an empty name.

    It stands in the expression from `at` to `end`, in code points.
    """

    text: str
    below: bool
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    """`key:value`: a test of a coding, its coder, speaker, transcript or case. `relation` is one of = != < <= > >=."""

    key: str
    relation: str
    value: str
    at: int
    value_at: int


@dataclass(frozen=True, slots=True)
class Saved:
    """`@name`: what the saved query selects, as if it stood here between parentheses."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A name or filter looked up: codings whose `column` holds one of `values`; None: every coding."""

    column: str
    values: frozenset[Value] | None
    filters: bool


@dataclass(frozen=True, slots=True)
class Not:
    """`NOT x`: the codings that no coding of `x` overlaps; of a filter, the codings that do not pass it."""

    part: Part


@dataclass(frozen=True, slots=True)
class Either:
    """`x OR y OR …`: the codings that one of the parts selects."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """`x AND y AND …`: the codings of each part that hold a common place and pass every filter.

    A common place is a code point that lies in a coding of every part which is no filter; so `A AND B` selects
    codings of A and codings of B, and `A AND NOT B` those of A that no coding of B overlaps. A coding that two parts
    select stands for both. Parts that only ask who coded (`coder:`) come first: they say whose codings the other parts
    of the chain are asked of. Otherwise a coding of anybody overlaps, is near, or is excluded.
    """

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Codings of `left` that have another coding, of `right`, in the same transcript in the place that `relation` says.

    near: at most `distance` turns or words lie from one to the other: 0 turns is the same turn, 1 the next or the one
    before; 0 words means that no word stands between. followed: it starts where `left` ends or later, at most
    `distance` turns or words on. within: both touch the same turn, or are in the same transcript.
    A coding outside all turns is near nothing in turns. With `negated` those codings of `left` that have none.
    """

    left: Part
    right: Part
    relation: str
    unit: str
    distance: int
    negated: bool


Part = Name | Filter | Saved | Leaf | Not | Either | Chain | Beside


def is_filter(part: Part) -> bool:
    """Whether a part that was looked up tests codings rather than asks for passages."""
    match part:
        case Leaf(filters=filters):
            return filters
        case Not():
            return True
        case Either(parts=parts) | Chain(parts=parts):
            return all(map(is_filter, parts))
        case _:
            return False


def asks_who(part: Part) -> bool:
    """Whether a part that was looked up asks for nothing but who coded."""
    match part:
        case Leaf(column=column):
            return column == "coder"
        case Not(part=inner):
            return asks_who(inner)
        case Either(parts=parts) | Chain(parts=parts):
            return all(map(asks_who, parts))
        case _:
            return False
