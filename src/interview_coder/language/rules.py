"""Sentences of spoken language by rules: punctuation where there is some, linking words where there is none.

Rules rather than a model: on punctuated speech they are as good as spaCy's, and where punctuation is
missing no model finds anything. So sentences do not depend on what is installed.
"""

from __future__ import annotations

import re
from functools import cache

from interview_coder.domain.text import count_words

Span = tuple[int, int]

VERSION = 1
"""Part of every fingerprint: count it up whenever the same text may give other sentences or lemmas."""

LONGEST = 60
"""A sentence of more words than this is cut before a linking word or after a comma, if there is one."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")

_EMOJI = r"[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]"
_NOISE = r"[(\[]\s*(?:rire|il rit|elle rit|laugh|soupir|sigh|silence|pause|toux|cough)[^)\]]{0,20}[)\]]"
_END = re.compile(
    rf"""
    (?<![.!?…])
    (?P<mark>[.!?…](?:\s*[.!?…])*+)         # one mark or a run of them, spaced as in French
    (?P<close>(?:["'”’)\]*_]|\s*»)*+)
    (?:\s*(?:{_EMOJI}|{_NOISE}))*+          # a laugh belongs to what was said before it
    (?=\s|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(r"[\s\"'«“‘(\[*_–—-]*")
_LAST_WORD = re.compile(r"[\w.\u0300-\u036f]*$")
_LONGEST_WORD = 40  # looking further back for an abbreviation would take quadratic time

_TITLES = {"mm", "mme", "mmes", "mlle", "mlles", "dr", "pr", "prof", "st", "ste", "mr", "mrs", "ms"}
_NEVER_LAST = _TITLES | {"cf", "ex", "p.ex", "e.g", "i.e", "vs", "approx"}
_BEFORE_NUMBER = {"p", "pp", "fig", "vol", "chap"}

_FR_PRONOUN = r"(?:je|tu|ils?|elles?|on|nous|vous|ça)"
_EN_PRONOUN = r"(?:I|you|he|she|it|we|they|that|there)"
_LINKS = {
    "fr": rf"(?:et\s+)?(?:mais|donc|alors|puis|ensuite|sinon|voilà|du\s+coup)\b"
    rf"|et\s+(?:(?:après|là|euh|en|{_FR_PRONOUN})\b|[jc]['’])",
    "en": r"(?:and\s+)?(?:but|because|however|okay|all\s+right)\b"
    rf"|(?:and|so|then|or)\s+(?:then|so|{_EN_PRONOUN})\b",
}


def sentences(text: str, start: int, end: int, language: str | None) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, in order, as offsets in `text`.

    Together they hold every character that is not white space; none is blank, none crosses a line break.
    Languages other than `fr` and `en` have no linking words.
    """
    found: list[Span] = []
    for line in _LINE.finditer(text, start, end):
        for span in _by_punctuation(text, line.start(), line.end()):
            found.extend(_shortened(text, span, language))
    return found


def _by_punctuation(text: str, start: int, end: int) -> list[Span]:
    """The sentences of one line, without the white space around them."""
    found: list[Span | None] = []
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, start, end, match):
            found.append(_stripped(text, start, match.end()))
            start = match.end()
    found.append(_stripped(text, start, end))
    return [span for span in found if span]


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends, or None when nothing remains."""
    part = text[start:end]
    inner = part.strip()
    if not inner:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(inner)


def _ends_sentence(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether the punctuation at `match` ends the sentence that began at `start`."""
    opening = _OPENING.match(text, match.end(), end)
    following = text[opening.end() : opening.end() + 1] if opening and opening.end() < end else ""
    goes_on = following.islower()
    if following and following in ",;:":
        return False
    if match["close"] and goes_on:  # « Tu viens ? » dit-il
        return False
    if match["mark"] == ".":
        return _full_stop(text, start, match.start(), following)
    hesitation = not set(match["mark"]) & set("!?")
    return not (hesitation and goes_on)


def _full_stop(text: str, start: int, dot: int, following: str) -> bool:
    """Whether the one dot at `dot` ends a sentence, rather than an abbreviation, an initial or a number."""
    last = _LAST_WORD.search(text[max(start, dot - _LONGEST_WORD) : dot])
    word = last.group() if last else ""
    if word == "M" or word.lower() in _NEVER_LAST:
        return False
    if word.isdigit() and not text[start : dot - len(word)].strip():  # "1. Présentation"
        return False
    if word.lower() == "etc" or "." in word or (len(word) == 1 and word.isupper()):
        return not following.islower()
    return not (word.lower() in _BEFORE_NUMBER and following.isdigit())


def _shortened(text: str, span: Span, language: str | None) -> list[Span]:
    """The sentence itself, or its parts when it is too long and has somewhere to cut."""
    start, end = span
    if count_words(text[start:end]) <= LONGEST:
        return [span]
    cut = _best_cut(text, start, end, language)
    if cut is None:
        return [span]
    left = (start, start + len(text[start:cut].rstrip()))
    return _shortened(text, left, language) + _shortened(text, (cut, end), language)


def _best_cut(text: str, start: int, end: int, language: str | None) -> int | None:
    """Where the second part begins: near the middle, best at a comma followed by a linking word."""
    middle, margin = (start + end) // 2, (end - start) // 5
    ranked = []
    for match in _places(language).finditer(text, start + margin, end - margin):
        if match["comma"] or match["link"]:
            cut = match.start("link") if match["link"] else match.end()
            ranked.append((not (match["comma"] and match["link"]), abs(cut - middle), cut))
    return min(ranked)[2] if ranked else None


@cache
def _places(language: str | None) -> re.Pattern[str]:
    """Finds white space, with the comma before it and the linking word after it if they are there."""
    link = _LINKS.get(language or "", r"(?!)")
    return re.compile(rf"(?P<comma>[,;:…]|\.\.|\s[–—-])?\s+(?P<link>{link})?", re.IGNORECASE)
