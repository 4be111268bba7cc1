"""Reading an expression of the retrieval language into its parts; the grammar is in `query`."""

from __future__ import annotations

import re

from interview_coder.domain.query import Beside, Chain, Either, Filter, Name, Not, Part, Saved
from interview_coder.domain.query_words import Word, query_error, split
from interview_coder.domain.text import fold
from interview_coder.errors import QueryError
from interview_coder.locale import t

DEEPEST = 50
"""How many parentheses, NOTs and proximities may stand in each other."""

_UNITS = {
    **dict.fromkeys(("turn", "turns", "tour", "tours"), "turns"),
    **dict.fromkeys(("word", "words", "mot", "mots"), "words"),
}
_SCOPES = {
    **dict.fromkeys(("turn", "tour"), "turn"),
    **dict.fromkeys(("transcript", "transcription", "interview", "entretien"), "transcript"),
}
_BY = re.compile(r"(?:by|de)(?:/(\d{1,9}))?")
_BESIDE = ("near", "within", "followed")


def parse(expression: str) -> Part:
    """The parts of `expression`, names not yet looked up. Raises QueryError, which points at the place."""
    return _Parser(expression).query_alone()


class _Parser:
    """Reads word by word; one word ahead decides, two after a NOT."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._words = list(split(expression))
        self._next = 0
        self._depth = 0

    def query_alone(self) -> Part:
        if self._word.kind == "end":
            raise self._error(self._word.at, t("query.empty"), t("query.empty_hint"))
        found = self._query()
        match self._word.kind:
            case "end":
                return found
            case "close":
                raise self._error(self._word.at, t("query.closes_nothing"))
            case _:
                raise self._error(self._word.at, t("query.no_operator"), t("query.quote_names"))

    @property
    def _word(self) -> Word:
        return self._words[self._next]

    def _take(self, *kinds: str) -> Word | None:
        """The word here if it is of one of these kinds, which is then behind; else None."""
        word = self._word
        if word.kind not in kinds:
            return None
        self._next += 1
        return word

    def _error(self, at: int, what: str, hint: str = "") -> QueryError:
        return query_error(self._expression, at, what, hint)

    def _deeper(self, word: Word) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(word.at, t("query.too_deep", most=DEEPEST))

    def _query(self) -> Part:
        parts = [self._chain()]
        while self._take("or"):
            parts.append(self._chain())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _chain(self) -> Part:
        parts = [self._item()]
        while word := self._take("and", "not", "except"):
            part = self._item()
            parts.append(part if word.kind == "and" else Not(part))
        return parts[0] if len(parts) == 1 else Chain(tuple(parts))

    def _item(self) -> Part:
        negation = self._take("not")
        if negation is None:
            return self._proximity()
        self._deeper(negation)
        part = Not(self._item())
        self._depth -= 1
        return part

    def _proximity(self) -> Part:
        left, before = self._operand(), self._depth
        while True:
            negated = self._word.kind == "not" and self._words[self._next + 1].kind in _BESIDE
            if negated:
                self._next += 1
            word = self._take(*_BESIDE)
            if word is None:
                self._depth = before
                return left
            self._deeper(word)
            unit, distance = self._place(word)
            left = Beside(left, self._operand(), word.kind, unit, distance, negated)

    def _place(self, word: Word) -> tuple[str, int]:
        """Unit and distance behind the keyword of a proximity."""
        match word.kind:
            case "within":
                return self._one_of(_SCOPES, t("query.no_scope")), 0
            case "near":
                if word.distance is None:
                    raise self._error(word.at, t("query.no_distance"))
                return self._one_of(_UNITS, t("query.no_unit")), word.distance
            case _:
                by = _BY.fullmatch(fold(self._word.text)) if self._word.kind == "name" else None
                if by is None:
                    raise self._error(self._word.at, t("query.no_by"))
                self._next += 1
                return (self._one_of(_UNITS, t("query.no_unit")), int(by[1])) if by[1] else ("turns", 1)

    def _one_of(self, known: dict[str, str], what: str) -> str:
        word = self._word
        meaning = known.get(fold(word.text)) if word.kind == "name" else None
        if meaning is None:
            raise self._error(word.at, what)
        self._next += 1
        return meaning

    def _operand(self) -> Part:
        word = self._take("open", "name", "filter", "saved")
        match word:
            case Word(kind="open"):
                return self._group(word)
            case Word(kind="name", text="*"):
                return Name("", below=True, at=word.at, end=word.end)
            case Word(kind="name", text=text) if text:
                return Name(text, word.below, word.at, word.end)
            case Word(kind="filter", value=None):
                what, hint = t("query.no_value", name=word.text), t("query.no_value_hint", name=word.text)
                raise self._error(word.value_at, what, hint)
            case Word(kind="filter", value=str(value)):
                return Filter(word.text, word.relation, value, word.at, word.value_at)
            case Word(kind="saved", text=text) if text:
                return Saved(text, word.at)
            case _:
                here = word or self._word
                hint = "" if here.kind in ("close", "end") else t("query.quote_keywords")
                raise self._error(here.at, t("query.no_operand"), hint)

    def _group(self, opened: Word) -> Part:
        self._deeper(opened)
        found = self._query()
        if self._take("close") is None:
            if self._word.kind == "end":
                raise self._error(opened.at, t("query.open_parenthesis"))
            raise self._error(self._word.at, t("query.no_operator"), t("query.quote_names"))
        self._depth -= 1
        return found
