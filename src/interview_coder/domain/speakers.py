"""Speakers: which spellings are one person, who asks and who answers, and how much of a text anybody says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interview_coder.domain.names import ROLE_HINTS, ROLE_WORDS, key, parts
from interview_coder.domain.spelling import likeness, meant_role, nearest, numbers
from interview_coder.domain.transcripts import INTERVIEWEE, INTERVIEWER, Turn

_HINT = 0.5
_PAIR = 2
_LEAST_SHARE_OF_TURNS = 0.1
_ASKS_SHARE_OF_QUESTIONS = 0.25


def similar_speakers(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Pairs of a suspected misspelling and the more frequent name it is near, from turns per name.

    A known role's name is never the misspelling of an unknown word, however frequent. Each name is in the
    first place of one pair at most. `Speaker` is near `Speaker 1` unless there is a `Speaker 2`.
    """
    pairs: list[tuple[str, str]] = []
    kept: list[str] = []
    for name in sorted(counts, key=lambda name: (key(name) not in ROLE_WORDS, -counts[name], name)):
        near = nearest(name, kept)
        if near is None or _one_of_several(name, near, counts):
            kept.append(name)
        else:
            pairs.append((name, near))
    return pairs


def _one_of_several(name: str, near: str, counts: Mapping[str, int]) -> bool:
    """Whether one of the two names has a number, the other none, and more numbers go with the latter."""
    if bool(numbers(name)) == bool(numbers(near)):
        return False
    unnumbered = near if numbers(name) else name
    return len({numbers(other) for other in counts if numbers(other) and likeness(other, unnumbered)}) > 1


@dataclass(frozen=True, slots=True)
class _Conduct:
    """What one speaker does: number of turns, share of all questions, and `leads` (see `guess_roles`)."""

    turns: int
    questions: float
    leads: float

    @property
    def asks(self) -> bool:
        """Whether they ask a good part of the questions, and more than they talk."""
        return self.leads > 0 and self.questions >= _ASKS_SHARE_OF_QUESTIONS


def guess_roles(text: str, turns: Sequence[Turn]) -> dict[str, str]:
    """INTERVIEWER or INTERVIEWEE for each name in `turns`, in order of first turn.

    Role words decide, misspelled or not. For the others conduct does: who leads is share of all questions
    minus share of all that is said, and a usual abbreviation (`Q`, `R`, `Int.`) weighs half a share. If no role word
    names an interviewer, the one who leads most is: of two speakers always, of more only if the lead is above
    0, and never with less than a tenth of the turns. So is whoever asks a quarter of the questions and leads.
    Everybody else is an interviewee, and one at least of those without a role word.
    """
    conducts = _conducts(text, turns)
    known = {name: role for name in conducts if (role := meant_role(name)) is not None}
    others = {name: conduct for name, conduct in conducts.items() if name not in known}
    asking = {name for name, conduct in others.items() if conduct.asks}
    if INTERVIEWER not in known.values() and len(conducts) > 1:
        least = _LEAST_SHARE_OF_TURNS * sum(conduct.turns for conduct in conducts.values())
        pair = len(conducts) == _PAIR
        able = [name for name in others if others[name].turns >= least and (pair or others[name].leads > 0)]
        asking.update(sorted(able, key=lambda name: -others[name].leads)[:1])
    if len(asking) == len(conducts) > 1:
        asking.remove(min(asking, key=lambda name: others[name].leads))
    return {name: known.get(name) or (INTERVIEWER if name in asking else INTERVIEWEE) for name in conducts}


def _conducts(text: str, turns: Sequence[Turn]) -> dict[str, _Conduct]:
    said: dict[str, list[str]] = {}
    for turn in turns:
        if turn.speaker is not None:
            said.setdefault(turn.speaker, []).append(text[turn.start : turn.end])
    lengths = {name: sum(map(len, said[name])) for name in said}
    questions = {name: sum(speech.count(mark) for speech in said[name] for mark in "?\u061f\uff1f") for name in said}
    total, all_questions = max(1, sum(lengths.values())), max(1, sum(questions.values()))
    conducts = {}
    for name, speeches in said.items():
        talks, asks = lengths[name] / total, questions[name] / all_questions
        conducts[name] = _Conduct(len(speeches), asks, asks - talks + _hint(name))
    return conducts


def _hint(name: str) -> float:
    """What an abbreviation such as `Q` or `R2` says of the role, as a share."""
    words = parts(name)
    role = ROLE_HINTS.get(words[0].rstrip("0123456789")) if words else None
    return 0.0 if role is None else _HINT if role == INTERVIEWER else -_HINT


def share_in_turns(starts: Sequence[int], turns: Sequence[Turn]) -> float:
    """Words in the spans of `turns` divided by words outside headers, 0 to 1; 1 if there are no words.

    `starts` are the `word_starts` of the text.
    """
    headers = sum(_starting(starts, *turn.header) for turn in turns if turn.header)
    spoken = sum(_starting(starts, turn.start, turn.end) for turn in turns)
    return spoken / (len(starts) - headers) if len(starts) > headers else 1.0


def _starting(starts: Sequence[int], start: int, end: int) -> int:
    """How many words start in the span."""
    return bisect_left(starts, end) - bisect_left(starts, start)
