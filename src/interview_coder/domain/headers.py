"""Who speaks where in a running text: which lines are speakers' headers, and the turns between them.

The form of a line is never enough: `Alors : on a fait…` has that of a header. What decides is how the names
behave over the whole text, by reasons that a person would give (`accepted_names`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise

from interview_coder.domain.header_grammar import Candidate, candidates, speech_end, times
from interview_coder.domain.names import (
    can_be_name,
    describes_interview,
    initials,
    is_not_speech,
    is_role,
    key,
    looks_like_name,
)
from interview_coder.domain.spelling import nearest
from interview_coder.domain.time_marks import with_marked_times
from interview_coder.domain.transcripts import Turn

_BLANK_LINE = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.?!…][ \t\u00a0]*$", re.MULTILINE)
_NAME_RECURS, _WORD_RECURS = 2, 3
_TOO_FEW_TO_RECUR = 3
_SHORT_TEXT_SHARE = 0.5
_SHORTEST_CAPITALS = 3


def find_turns(text: str) -> tuple[Turn, ...]:
    """The turns of `text` in order, none when it has neither headers nor times; offsets are code points, half-open."""
    possible = _possible(text)
    return _turns(text, possible, accepted_names(text, possible))


def names_in(text: str) -> set[str]:
    """The keys (`names.key`) of the names that head turns in `text`."""
    return accepted_names(text, _possible(text))


def turns_of(text: str, names: Set[str]) -> tuple[Turn, ...]:
    """The turns of `text` in order, headed by the names of which these are the keys (`names.key`)."""
    return _turns(text, _possible(text), names)


def _turns(text: str, possible: Sequence[Candidate], names: Set[str]) -> tuple[Turn, ...]:
    """The turns that possible headers with one of the names begin.

    A turn goes from its header to the next one; without headers, from one time mark to the next. What precedes the
    first of them, and headers without speech, belong to no turn; a line that is only a time ends up in no turn
    unless speech goes on after it. Times in the text are those of the turns (`time_marks`).
    """
    headers: list[Candidate] = []
    for one in possible:
        if key(one.name) in names and (not headers or one.start >= headers[-1].end):
            headers.append(one)
    ends = [header.start for header in headers[1:]] + [len(text)]
    turns = (_turn(text, header, end) for header, end in zip(headers, ends, strict=False))
    return with_marked_times(text, [turn for turn in turns if turn.start < turn.end])


def _turn(text: str, header: Candidate, end: int) -> Turn:
    end = speech_end(text, header.end, end)
    start = end - len(text[header.end : end].lstrip())
    return Turn(header.name, start, end, (header.start, header.end), *times(header.time))


def _possible(text: str) -> list[Candidate]:
    """The candidates whose name can be one, without the lines that describe the interview at its start.

    Those are what precedes the last line such as `Date: …` or `Lieu : …`, and the rest of its paragraph. Such
    a line counts before any name comes back, and before anybody says a sentence.
    """
    found = list(candidates(text))
    possible = [one for one in found if _sure(one) or can_be_name(one.name)]
    back = _second_occurrence(possible, len(text))
    described = [one for one in found if one.start < back and one.strong and describes_interview(one.name)]
    first = possible[0].start if possible else back
    described = [one for one in described if not _SENTENCE_END.search(text, first, max(first, one.start))]
    if not described:
        return possible
    line_end = described[-1].end
    paragraph = _BLANK_LINE.search(text, line_end, back)
    body = paragraph.end() if paragraph else line_end
    return [one for one in possible if one.start >= body]


def _second_occurrence(found: Sequence[Candidate], otherwise: int) -> int:
    """Where in the text a name first comes back."""
    seen: set[str] = set()
    for one in found:
        if key(one.name) in seen:
            return one.start
        seen.add(key(one.name))
    return otherwise


def _sure(one: Candidate) -> bool:
    """Whether `one` is a header wherever it stands: a role's name, or a name in brackets with a time."""
    if one.bracketed:
        return one.strong and (is_role(one.name) or (one.time != "" and not is_not_speech(one.name)))
    return is_role(one.name)


def accepted_names(text: str, possible: Sequence[Candidate]) -> set[str]:
    """The keys (`names.key`) of the speakers' names among `possible` headers, for one of these reasons:

    1. it is the name of a role, or stands in brackets with a time;
    2. it recurs in strong forms: twice if written like a name, three times if it is another word;
    3. fewer than two names have these reasons, or their headers are mostly weak forms, and it recurs in weak
       forms with speech after them;
    4. each line begins like a header and some name recurs; or there are only two or three headers, too few
       for a name to recur, they begin half of the lines, and all are written like names;
    5. it is near a name accepted so: misspelled, spelled out (`Jane Roe` for `JR`), or dressed alike.

    A single name that only recurs is a word of lists (`Idée : …`) and is not accepted.
    """
    sure = {key(one.name) for one in possible if _sure(one)}
    strong = [one for one in possible if one.strong]
    names = sure | _recurring(strong)
    weak = [one for one in possible if not one.strong and key(one.name) in names]
    if len(names) <= 1 or len(weak) > sum(key(one.name) in names for one in strong):
        names |= _recurring(_before_speech(text, possible))
    written = [one for one in strong if key(one.name) in names or looks_like_name(one.name)]
    share = _share_of_lines(text, written)
    few = 1 < len(written) <= _TOO_FEW_TO_RECUR and share >= _SHORT_TEXT_SHARE
    if few or (names and share == 1):
        names |= {key(one.name) for one in written}
    if len(names) <= 1 and not sure and share < 1:
        return set()
    return names | _kindred(strong, names)


def _recurring(found: Sequence[Candidate]) -> set[str]:
    """The keys of the names that occur often enough."""
    counts = Counter(key(one.name) for one in found)
    like_names = {key(one.name) for one in found if looks_like_name(one.name)}
    return {
        name
        for name, n in counts.items()
        if n >= (_NAME_RECURS if name in like_names else _WORD_RECURS) and (name in like_names or " " not in name)
    }


def _before_speech(text: str, possible: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with text between them and the next one; bare names only if they stand out."""
    return [
        one
        for one, after in pairwise([*possible, None])
        if one is not None
        and (one.strong or one.dress or _stands_out(one.name))
        and text[one.end : after.start if after else len(text)].strip()
    ]


def _stands_out(name: str) -> bool:
    """Whether `name` is in capitals, and more than an answer such as `B5.`."""
    return name.isupper() and len(name) >= _SHORTEST_CAPITALS and not name.endswith(".")


def _share_of_lines(text: str, found: Sequence[Candidate]) -> float:
    """How many of the lines, from the first of `found` on, begin with one of them."""
    if not found:
        return 0.0
    lines = text[found[0].start :].split("\n")
    return len(found) / sum(map(bool, map(str.strip, lines)))


def _kindred(strong: Sequence[Candidate], names: set[str]) -> set[str]:
    """The keys of further names that are accepted for their likeness to accepted ones."""
    dresses = Counter(one.dress for one in strong if key(one.name) in names)
    usual = dresses.most_common(1)[0][0] if dresses else ""
    kin = set()
    for one in strong:
        name = key(one.name)
        if name in names or name in kin:
            continue
        spelled_out = looks_like_name(one.name) and " " in name and initials(name) in names
        dressed_alike = usual and one.dress == usual and looks_like_name(one.name)
        if spelled_out or dressed_alike or nearest(name, names):
            kin.add(name)
    return kin
