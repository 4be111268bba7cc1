"""Cases and their attributes: typed values, and conditions such as `position=worker` that choose cases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t

TEXT, NUMBER, DATE, YESNO, CHOICE = "text", "number", "date", "yesno", "choice"
TYPES = (TEXT, NUMBER, DATE, YESNO, CHOICE)
VALUE_FIELD = "value."
"""What the log puts before the id of an attribute to name the field of a case that holds its value."""

CASE = "case"
# Names that listings, filters and other programs have given a meaning already.
RESERVED = frozenset(
    """case code coder codings count date end file id lang language left match memo name origin path quote right role
    sentences share speaker star start start_ms text transcript transcripts turn turns value words attributes
    created_at coders""".split()
)
LONGEST_NAME = 60
_NOT_IN_NAMES = re.compile(r"[=<>!|,\x00-\x1f\x7f]")

Value = str | int | float | bool
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YES, _NO = frozenset("yes oui true vrai y o 1 x".split()), frozenset("no non false faux n 0".split())
_CONDITION = re.compile(r"\s*(?P<name>[^=<>!]+?)\s*(?P<operator>!=|>=|<=|=|<|>)\s*(?P<value>.*?)\s*", re.DOTALL)
_OR = "|"


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something known of cases. `type` is one of TYPES, `choices` the values that a `choice` can have, in order."""

    id: str
    name: str
    type: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Whom the study is about. `values` maps ids of attributes to what is known; what is missing is absent."""

    id: str
    name: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a case: `name` is as typed, `operator` one of `= != < <= > >=`; any of `values` will do.

    A value that is empty means: missing.
    """

    name: str
    operator: str
    values: tuple[str, ...]


def check_attribute_name(name: str) -> str:
    """`name` without outer white space. Raises RefusedError for one that is empty, too long or means something else."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > LONGEST_NAME or _NOT_IN_NAMES.search(plain):
        raise RefusedError(t("cases.bad_name", name=name), t("cases.bad_name_hint", longest=LONGEST_NAME))
    if fold(plain) in RESERVED:
        raise RefusedError(t("cases.reserved", name=plain), t("cases.reserved_hint"))
    return plain


def names_for(columns: Iterable[str]) -> dict[str, str]:
    """A name that an attribute can have for each column of a table: its own unless it means something else, is too
    long (cut at a word) or holds signs that names cannot have; names that would be the same get a number.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", column)).split()) or "_"
        if fold(plain) in RESERVED:
            plain += "_"
        if len(plain) > LONGEST_NAME:
            short = plain[: LONGEST_NAME - 6]
            plain = (short.rpartition(" ")[0] or short) + " …"
        name, number = plain, 1
        while fold(name) in taken:
            number += 1
            name = f"{plain} {number}"
        taken.add(fold(name))
        names[column] = name
    return names


def parse_value(attribute: Attribute, text: str) -> Value | None:
    """What `text` says for `attribute`: a number, an ISO date, True or False, a choice, a text; None when missing.

    Numbers may have a decimal comma and grouped thousands, dates are 2025-01-31 or 31/01/2025, yes and no may be in
    French. Raises RefusedError for a text that is no such value, or a number that can be read in two ways.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain:
        return None
    value: Value | None = plain
    match attribute.type:
        case "number":
            value = _number(plain)
        case "date":
            value = _date(plain)
        case "yesno":
            value = True if fold(plain) in _YES else False if fold(plain) in _NO else None
        case "choice":
            value = next((choice for choice in attribute.choices if fold(choice) == fold(plain)), None)
    if value is None:
        two_ways = attribute.type == NUMBER and is_ambiguous(plain)
        hint = t(
            "cases.hint_comma" if two_ways else f"cases.hint_{attribute.type}", choices=", ".join(attribute.choices)
        )
        raise RefusedError(t("cases.bad_value", value=plain, name=attribute.name), hint)
    return value


def is_ambiguous(text: str) -> bool:
    """Whether `text` is a number such as `1,250`: 1250 to the English, 1.25 to the French."""
    plain = text.strip().lstrip("+-")
    return bool(_ENGLISH.fullmatch(plain)) and plain.count(",") == 1 and "." not in plain and not plain.startswith("0")


def _number(text: str) -> int | float | None:
    plain = _GROUPED.sub("", text).replace("\u2212", "-")
    if is_ambiguous(plain):
        return None
    grouped = _ENGLISH.fullmatch(plain) and (plain.count(",") > 1 or "." in plain)
    plain = plain.replace(",", "" if grouped else ".")
    if not _NUMBER.fullmatch(plain) or not isfinite(number := float(plain)):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _date(text: str) -> str | None:
    european = _DAY.fullmatch(text)
    if european:
        day, month, year = map(int, european.groups())
        text = f"{year:04}-{month:02}-{day:02}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def parse_condition(text: str) -> Condition:
    """The condition that `text` writes: `position=worker`, `income>=100`, `gender!=`, `platform=A|B`.

    Raises RefusedError for what is none.
    """
    found = _CONDITION.fullmatch(text)
    if not found:
        raise RefusedError(t("cases.no_condition", text=text), t("cases.no_condition_hint"))
    values = tuple(value.strip() for value in found["value"].split(_OR))
    if found["operator"] not in ("=", "!=") and (len(values) > 1 or not values[0]):
        raise RefusedError(t("cases.no_condition", text=text), t("cases.no_condition_hint"))
    return Condition(found["name"], found["operator"], values)


def find_attribute(attributes: Sequence[Attribute], name: str) -> Attribute:
    """The attribute called `name`, accents and case aside. Raises UnknownNameError with the names there are."""
    wanted = fold(" ".join(unicodedata.normalize("NFC", name).split()))
    for attribute in attributes:
        if fold(attribute.name) == wanted:
            return attribute
    known = ", ".join(attribute.name for attribute in attributes)
    hint = t("cases.known_attributes", names=known) if known else t("cases.no_attributes")
    raise UnknownNameError(t("cases.unknown_attribute", name=name), hint)


def holds(condition: Condition, attribute: Attribute, value: Value | None) -> bool:
    """Whether `condition` holds for a case with this value of `attribute`; None is a missing value.

    Texts are compared without accents and case, and only texts and choices may be compared with any word. A missing
    value is never smaller, greater or unequal to anything but missing. Raises RefusedError for a value of the
    condition that the attribute cannot have.
    """
    if condition.operator in ("=", "!="):
        equal = any(_equal(attribute, value, wanted) for wanted in condition.values)
        if condition.operator == "=":
            return equal
        return not equal and (value is not None or "" in condition.values)
    wanted = parse_value(attribute, condition.values[0])
    if value is None:
        return False
    one, other = (fold(value), fold(str(wanted))) if isinstance(value, str) else (value, wanted)
    if condition.operator.startswith("<"):
        return one < other or (one == other and condition.operator == "<=")  # type: ignore[operator]
    return one > other or (one == other and condition.operator == ">=")  # type: ignore[operator]


def _equal(attribute: Attribute, value: Value | None, wanted: str) -> bool:
    parsed = parse_value(attribute, wanted)
    if isinstance(parsed, str) and isinstance(value, str):
        return fold(parsed) == fold(value)
    return parsed == value
