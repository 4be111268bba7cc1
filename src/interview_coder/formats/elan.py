"""ELAN (.eaf): what each participant says, tier by tier, brought together in the order of time.

What is said stands on tiers of their own (without a parent tier); tiers that hang on others (words, glosses,
translations) and tiers of closed vocabularies (gestures) annotate it and are left out, with a warning that names
them. Where one participant has several tiers, the one with most words is what they say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from interview_coder.domain.text import count_words
from interview_coder.domain.transcripts import Reading
from interview_coder.domain.utterances import Utterance, compose
from interview_coder.formats.packages import feed
from interview_coder.formats.source import Source
from interview_coder.locale import t

TIER_KEYS = ("TIER_ID", "PARTICIPANT", "PARENT_REF", "LINGUISTIC_TYPE_REF")
MANY = 8


@dataclass(slots=True)
class Annotation:
    """What stands in one cell of a tier: between two time slots, or beside another annotation."""

    slots: tuple[str, str]
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tier:
    """One tier: its name, whose it is, the tier it hangs on, its kind."""

    name: str
    participant: str
    parent: str
    kind: str
    annotations: list[Annotation] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words stand on it."""
        return sum(count_words(" ".join(one.text)) for one in self.annotations)


class Walk:
    """Follows the XML events of a file and collects its times, tiers and kinds of tiers."""

    def __init__(self) -> None:
        self.slots: dict[str, int | None] = {}
        self.tiers: list[Tier] = []
        self.closed: set[str] = set()
        self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "TIME_SLOT":
            value = attributes.get("TIME_VALUE", "")
            known = value.isascii() and value.isdecimal()
            self.slots[attributes.get("TIME_SLOT_ID", "")] = int(value[:12]) if known else None
        elif tag == "TIER":
            name, whose, parent, kind = (attributes.get(key, "").strip() for key in TIER_KEYS)
            self.tiers.append(Tier(name, whose, parent, kind))
        elif tag == "ALIGNABLE_ANNOTATION" and self.tiers:
            slots = attributes.get("TIME_SLOT_REF1", ""), attributes.get("TIME_SLOT_REF2", "")
            self.tiers[-1].annotations.append(Annotation(slots))
        elif tag == "REF_ANNOTATION" and self.tiers:
            self.tiers[-1].annotations.append(Annotation(("", "")))
        elif tag == "ANNOTATION_VALUE":
            self._in_value = bool(self.tiers and self.tiers[-1].annotations)
        elif tag == "LINGUISTIC_TYPE" and "CONTROLLED_VOCABULARY_REF" in attributes:
            self.closed.add(attributes.get("LINGUISTIC_TYPE_ID", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "ANNOTATION_VALUE":
            self._in_value = False

    def data(self, text: str) -> None:
        """Characters; only those of values are said."""
        if self._in_value:
            self.tiers[-1].annotations[-1].text.append(text)


def read(source: Source) -> Reading:
    """The transcript in an ELAN file; the media and vocabularies that it names are never fetched."""
    walk = Walk()
    feed([source.decoded.text.encode()], walk, source.name, "utf-8")
    said = _said(walk)
    left = [tier.name for tier in walk.tiers if tier not in said and tier.words]
    text, turns = compose(_in_order(said, walk.slots))
    names = ", ".join([*left[:MANY], *(["…"] if len(left) > MANY else [])])
    warnings = (t("formats.tiers", name=source.name, count=len(left), tiers=names),) if left else ()
    return Reading(text, turns, "eaf", warnings=warnings)


def _said(walk: Walk) -> list[Tier]:
    """The tiers of what is said: one for each participant, in the order of the file."""
    own = [tier for tier in walk.tiers if not tier.parent and tier.words]
    open_ = [tier for tier in own if tier.kind not in walk.closed] or own
    best: dict[str, Tier] = {}
    for tier in open_:
        whose = tier.participant or f"\n{tier.name}"
        if whose not in best or tier.words > best[whose].words:
            best[whose] = tier
    return list(best.values())


def _in_order(tiers: Iterable[Tier], slots: dict[str, int | None]) -> list[Utterance]:
    """What the tiers say, by the time at which it begins.

    A slot without a time lies between its neighbours, so that what begins there follows the last known time.
    """
    found: list[tuple[int, Utterance]] = []
    for tier in tiers:
        at = 0
        for one in tier.annotations:
            start, end = (slots.get(slot) for slot in one.slots)
            at = at if start is None else start
            found.append(
                (at, Utterance(tier.participant or tier.name, " ".join("".join(one.text).split()), start, end))
            )
    return [utterance for _, utterance in sorted(found, key=lambda pair: pair[0])]
