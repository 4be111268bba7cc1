"""How codes unfold: over the interviews until nothing new comes up, and along one interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interview_coder.domain import portrait as portrait_rules
from interview_coder.domain import saturation as saturation_rules
from interview_coder.domain.cases import DATE, NUMBER, Attribute, find_attribute
from interview_coder.domain.listings import Table
from interview_coder.domain.portrait import Portrait, Stretch
from interview_coder.domain.saturation import ORDERS, SEED, Outcome, Saturation
from interview_coder.errors import RefusedError, UnknownNameError, UnreadableFileError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.footing import footing
from interview_coder.services.lineages import lineages, short_names
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

CODE, TOP = LEVELS = ("code", "top")
IMPORT, NAME, DATE_ORDER = "import", "name", "date"
WORDS, TURNS = UNITS = ("words", "turns")
CURVE = (
    *("n", "transcript", "codes", "new", "known", "share", "low", "median", "high"),
    *("new_share_of_2", "new_share_of_3"),
)
RULES = ("rule", "base", "run", "threshold", "reached_at", "notation", "share_of_orders", "median")
PORTRAIT = ("code", "slice", "first", "last", "covered", "share")


@dataclass(frozen=True, slots=True)
class Curve:
    """A saturation curve with the names of its transcripts in their order, and what its tables and drawings need."""

    transcripts: tuple[str, ...]
    saturation: Saturation
    caption: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The portrait of a transcript, codes by path, and what its tables and drawings need."""

    transcript: str
    unit: str
    portrait: Portrait
    caption: str
    notes: tuple[str, ...]


def saturation(
    project: Project,
    *,
    selection: Selection,
    order: str = IMPORT,
    level: str = CODE,
    orders: int = ORDERS,
    seed: int = SEED,
) -> Curve:
    """How many codes were met after each interview, in `order` and over random orders.

    `order` is IMPORT, NAME, DATE_ORDER, the name of a date or number attribute, or a file of one transcript a line.
    `level` CODE counts codes, TOP those at the top of the codebook. Interviews without codings have not been read yet
    and are left out. Raises UnknownNameError, RefusedError or UnreadableFileError.
    """
    asked = look_up(project, selection)
    read = listings.codes_by_transcript(project, replace(asked.wanted, codes=None, numbers=None))
    found_in = listings.codes_by_transcript(project, asked.wanted) if selection.query else read
    ranked, unplaced = _ranked(project, asked, order, set(read))
    wanted = lineages(asked.codebook, replace(selection, roll_up=selection.roll_up or level == TOP))
    names = {code: line[-1] if level == TOP else line[0] for code, line in wanted.items()}
    met = [{names[code] for code in found_in.get(key, ()) if code in names} for key in ranked]
    found = saturation_rules.saturation(met, orders=orders, seed=seed)
    known = found.steps[-1].known if found.steps else 0
    caption = t(f"saturation.caption_{level}", n=len(ranked), codes=known)
    notes = (
        *_saturation_notes(project, found, seed, ranked, unplaced),
        *parked_note(listings.parked_count(project)),
        *footing(selection),
    )
    return Curve(tuple(asked.names[key] for key in ranked), found, caption, notes)


def _saturation_notes(
    project: Project, found: Saturation, seed: int, ranked: Sequence[str], unplaced: int
) -> Iterator[str]:
    for outcome in found.outcomes:
        yield _verdict(outcome, found.orders)
    yield t("saturation.band", orders=found.orders, seed=seed)
    yield t("saturation.meaning")
    uncoded = len(listings.transcripts(project)) - len(ranked) - unplaced
    if uncoded:
        yield t("saturation.uncoded", count=uncoded)
    if unplaced:
        yield t("saturation.unplaced", count=unplaced)


def _verdict(outcome: Outcome, orders: int) -> str:
    rule = outcome.rule
    said = t(
        f"saturation.rule_{rule.source.partition('-')[0]}",
        base=rule.base,
        run=rule.run,
        threshold=f"{100 * rule.threshold:g}",
    )
    if outcome.at is None:
        result = t("saturation.not_reached")
    else:
        result = t("saturation.reached", n=outcome.at, notation=f"{outcome.at - rule.run}+{rule.run}")
    share = f"{100 * outcome.met / orders:.0f}"
    middle = t("saturation.orders", share=share) if outcome.median is None else ""
    return f"{said} {result} {middle or t('saturation.orders_median', share=share, n=outcome.median)}"


def _ranked(project: Project, asked: Asked, order: str, coded: set[str]) -> tuple[list[str], int]:
    """Ids of the coded transcripts in the order asked for, and how many of them it gives no place."""
    known = Transcripts(project)
    if order == NAME:
        return [row.id for row in known.rows if row.id in coded], 0
    if order == IMPORT:
        return [key for key in listings.import_order(project) if key in coded], 0
    path = Path(order)
    if path.is_file():
        listed = [known.named(name).id for name in _lines(path)]
        return _placed(list(dict.fromkeys(listed)), coded)
    attribute = _ordering(asked, order)
    values = {
        row.id: case.values[attribute.id]
        for row in known.rows
        if (case := asked.people.case_of(row.id)) and attribute.id in case.values
    }
    return _placed(sorted(values, key=lambda key: (values[key], asked.names[key])), coded)


def _ordering(asked: Asked, order: str) -> Attribute:
    """The attribute that `order` names; DATE_ORDER means the only date there is."""
    attributes = asked.people.attributes
    if order == DATE_ORDER:
        dates = [one for one in attributes if one.type == DATE]
        if len(dates) == 1:
            return dates[0]
        names = ", ".join(one.name for one in dates) or "-"
        raise UnknownNameError(t("saturation.which_date", names=names), t("saturation.order_hint"))
    try:
        attribute = find_attribute(attributes, order)
    except UnknownNameError as error:
        raise UnknownNameError(t("saturation.unknown_order", order=order), t("saturation.order_hint")) from error
    if attribute.type not in (DATE, NUMBER):
        raise RefusedError(t("saturation.no_order", name=attribute.name), t("saturation.order_hint"))
    return attribute


def _placed(listed: Sequence[str], coded: set[str]) -> tuple[list[str], int]:
    found = [key for key in listed if key in coded]
    return found, len(coded) - len(found)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(t("saturation.unreadable", path=path), t("saturation.order_hint")) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def curve_table(curve: Curve) -> Table:
    """One row an interview: codes in it, new ones, known so far and their share of all, and the band of random orders.

    `new_share_of_2` is what it and the one before brought, as a share of what the first four had (Guest and others
    2020); `new_share_of_3` the same of three interviews; None before a run is complete.
    """
    steps = curve.saturation.steps
    known = [step.known for step in steps]
    rows = tuple(
        (
            *(n, name, step.codes, step.new, step.known, step.known / known[-1] if known[-1] else None),
            *(step.low, step.median, step.high, _new_share(known, n, 2), _new_share(known, n, 3)),
        )
        for n, (name, step) in enumerate(zip(curve.transcripts, steps, strict=True), 1)
    )
    shares = frozenset({"share", "new_share_of_2", "new_share_of_3"})
    return Table(CURVE, rows, curve.caption, curve.notes, shares=shares)


def _new_share(known: Sequence[int], n: int, run: int) -> float | None:
    base = saturation_rules.RULES[0].base
    if n < base + run or not known[base - 1]:
        return None
    return (known[n - 1] - known[n - 1 - run]) / known[base - 1]


def rules_table(curve: Curve) -> Table:
    """One row a stopping rule: after how many interviews it is met, and in which share of the random orders."""
    orders = curve.saturation.orders
    rows = tuple(
        (
            *(one.rule.source, one.rule.base, one.rule.run, one.rule.threshold, one.at),
            None if one.at is None else f"{one.at - one.rule.run}+{one.rule.run}",
            *(one.met / orders, one.median),
        )
        for one in curve.saturation.outcomes
    )
    return Table(RULES, rows, curve.caption, curve.notes, shares=frozenset({"threshold", "share_of_orders"}))


def portrait(
    project: Project, transcript: str, *, selection: Selection, unit: str = WORDS, slices: int = portrait_rules.SLICES
) -> Picture:
    """Which codes occur where along a transcript, cut into `slices` of as many words or turns.

    Raises UnknownNameError.
    """
    row = Transcripts(project).named(transcript)
    asked = look_up(project, replace(selection, transcript=row.id))
    names = lineages(asked.codebook, selection)
    stretches: dict[str, list[Stretch]] = {}
    outside = 0
    for code, _, _, _, turn, last_turn, word, last_word in listings.placed(project, asked.wanted, speakers=False):
        stretch = (word, last_word)
        if unit == TURNS:
            if turn is None or last_turn is None:
                outside += 1
                continue
            stretch = (turn - 1, last_turn)
        for path in names.get(code, ()):
            stretches.setdefault(path, []).append(stretch)
    order: Mapping[str, None] = dict.fromkeys(path for line in names.values() for path in line)
    size = row.turns if unit == TURNS else row.words
    made = portrait_rules.portrait({path: stretches[path] for path in order if path in stretches}, size, slices)
    caption = t(f"portrait.caption_{unit}", transcript=row.name, n=size, slices=len(made.slices))
    notes = (
        *([t("portrait.outside", count=outside)] if outside else []),
        *([t("count.rolled_up")] if selection.roll_up else []),
        *parked_note(listings.parked_count(project)),
        *footing(replace(selection, transcript=None)),
    )
    return Picture(row.name, unit, made, caption, notes)


def portrait_table(picture: Picture) -> Table:
    """One row a code and slice: its first and last unit from 1, how many of them the code covers, and which share."""
    made = picture.portrait
    rows = tuple(
        (line.code, place + 1, start + 1, end, line.covered[place], made.share(line, place))
        for line in made.lines
        for place, (start, end) in enumerate(made.slices)
    )
    return Table(PORTRAIT, rows, picture.caption, picture.notes)


def portrait_page(picture: Picture) -> Table:
    """One row a code for people: how many codings and units it has, and where they lie, as a line of blocks.

    Codes have their short names.
    """
    made = picture.portrait
    names = short_names(line.code for line in made.lines)
    rows = tuple((names[line.code], line.codings, line.units, made.picture(line)) for line in made.lines)
    notes = (t("portrait.key"), *picture.notes)
    return Table(("code", "codings", picture.unit, "portrait"), rows, picture.caption, notes)
