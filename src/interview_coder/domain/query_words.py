"""The words of a query, each with its place; and errors that point at a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interview_coder.domain.text import fold
from interview_coder.errors import QueryError
from interview_coder.locale import t

_QUOTES = str.maketrans("“”„«»", '"""""')
_TOKEN = re.compile(
    r"""\s*+(?:
    (?P<open>\() | (?P<close>\))
    | (?P<filter>(?P<key>"[^"]*+"|[^\s()"=<>!:@]++)(?P<relation>\s*+:\s*+(?:[<>!]?=|[<>])?\s*+|[<>!]?=|[<>])
        (?P<value>"[^"]*+"|[^\s()"]*+))
    | (?P<saved>@(?:"[^"]*+"|[^\s()"]*+))
    | (?P<quoted>"[^"]*+")(?P<marks>/\*|\+)?
    | (?P<word>[^\s()"]++)
    | (?P<unclosed>")
    | (?P<end>$))""",
    re.VERBOSE,
)
_KINDS = ("open", "close", "filter", "saved", "quoted", "word", "end")
_KEYWORDS = {
    **dict.fromkeys(("and", "et"), "and"),
    **dict.fromkeys(("or", "ou"), "or"),
    **dict.fromkeys(("not", "non"), "not"),
    **dict.fromkeys(("sauf", "except"), "except"),
    **dict.fromkeys(("near", "pres"), "near"),
    **dict.fromkeys(("within", "dans"), "within"),
    **dict.fromkeys(("followed", "suivi"), "followed"),
}
_DISTANCE = re.compile(r"(near|pres)/(\d{1,9})")
_AROUND = 30


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query, sign or filter. It stands in the expression from `at` to `end`, in code points.

    `kind` is `open`, `close`, `filter`, `saved`, `name`, `end`, or a keyword: `and`, `or`, `not`, `except`, `near`,
    `within`, `followed`. `text` is what stands there without quotation marks, folded for keywords.
    """

    kind: str
    text: str
    at: int
    end: int
    below: bool = False
    distance: int | None = None
    relation: str = ""
    value: str | None = None
    value_at: int = 0


def query_error(expression: str, at: int, what: str, hint: str = "", *, cause: str = "") -> QueryError:
    """The error `what` (a sentence) at a place of the expression, which an arrow shows in one line.

    `cause` is what is wrong in a query that is named there.
    """
    line = re.sub(r"\s", " ", expression)
    before, after = line[:at], line[at:]
    before = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    after = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    message = t("query.at", at=at + 1, place=f"{before}➜{after}", what=what)
    return QueryError(message, hint, what=cause or what, expression=expression, at=at)


def split(expression: str) -> Iterator[Word]:
    """The words of an expression in order, the last of kind `end`. Raises QueryError for an open quotation mark."""
    for found in _TOKEN.finditer(expression.translate(_QUOTES)):
        if found["unclosed"]:
            raise query_error(expression, found.start("unclosed"), t("query.open_quote"))
        yield _word(found, expression)
        if found["end"] is not None:
            return


def _word(found: re.Match[str], expression: str) -> Word:
    kind = next(kind for kind in _KINDS if found[kind] is not None)
    at, end = found.start(kind), found.end()
    written = expression[at : found.end(kind)]
    match kind:
        case "filter":
            sign = "".join(found["relation"].split())
            value = _unquoted(found["value"]) if found["value"] or sign[-1] != ":" else None
            relation = sign.replace(":", "") or "="
            key, value_at = _unquoted(found["key"]), found.start("value")
            return Word(kind, key, at, end, relation=relation, value=value, value_at=value_at)
        case "saved":
            return Word(kind, _unquoted(written[1:]), at, end)
        case "quoted":
            text = _unquoted(written)
            below = text.endswith("/*")
            return Word("name", text.removesuffix("/*").strip(), at, end, below=below or bool(found["marks"]))
        case "word":
            return _keyword(written, at, end) or _name(written, at, end)
        case _:
            return Word(kind, written, at, end)


def _keyword(written: str, at: int, end: int) -> Word | None:
    text = fold(written)
    distance = _DISTANCE.fullmatch(text)
    if distance:
        return Word("near", text, at, end, distance=int(distance[2]))
    kind = _KEYWORDS.get(text)
    return Word(kind, text, at, end) if kind else None


def _name(written: str, at: int, end: int) -> Word:
    for mark in ("/*", "+"):
        if written.endswith(mark) and written != mark:
            return Word("name", written.removesuffix(mark), at, end, below=True)
    return Word("name", written, at, end)


def _unquoted(written: str) -> str:
    return written.translate(_QUOTES).strip('"').strip()
