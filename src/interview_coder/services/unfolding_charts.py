"""How codes unfold, as figures: the saturation curve, and the portrait of an interview."""

from __future__ import annotations

from interview_coder.domain.saturation import GUEST, Outcome
from interview_coder.formats.plots.charts import Curve, Curves, Strips
from interview_coder.locale import t
from interview_coder.services import unfolding
from interview_coder.services.code_names import tree
from interview_coder.services.footing import footing
from interview_coder.services.plotting import nothing_to_draw
from interview_coder.services.selecting import Selection


def saturation_chart(curve: unfolding.Curve, selection: Selection, *, level: str) -> Curves:
    """The figure of a saturation curve, with the place where the first rule of Guest and others (2020) is met.

    Raises RefusedError when no interview has codings.
    """
    steps = curve.saturation.steps
    if not steps:
        raise nothing_to_draw()
    numbered = list(enumerate(steps, 1))
    given = Curve(t("plot.curve_given"), tuple((n, step.known) for n, step in numbered))
    random = Curve(
        t("plot.curve_random"),
        tuple((n, step.median) for n, step in numbered),
        tuple(step.low for step in steps),
        tuple(step.high for step in steps),
    )
    met = next((one for one in curve.saturation.outcomes if one.rule.source == GUEST), None)
    marks = ((met.at, t("plot.mark", notation=f"{met.at - met.rule.run}+{met.rule.run}")),) if met and met.at else ()
    foot = (
        curve.caption,
        t("plot.band", orders=curve.saturation.orders),
        *([_marked(met)] if met and marks else []),
        *([t("count.rolled_up")] if selection.roll_up else []),
        *footing(selection),
    )
    return Curves((given, random), t("plot.axis_interviews"), t(f"plot.axis_met_{level}"), marks, foot)


def _marked(outcome: Outcome) -> str:
    rule = outcome.rule
    return t("plot.marked", n=outcome.at, run=rule.run, threshold=f"{100 * rule.threshold:g}", base=rule.base)


def portrait_chart(picture: unfolding.Picture, selection: Selection) -> Strips:
    """The figure of a portrait. Raises RefusedError when the interview has no codings."""
    made = picture.portrait
    if not made.lines:
        raise nothing_to_draw()
    spans = tuple(
        tuple((start, end, made.share(line, place)) for place, (start, end) in enumerate(made.slices))
        for line in made.lines
    )
    foot = (
        picture.caption,
        t("plot.heights", slices=len(made.slices)),
        *([t("count.rolled_up")] if selection.roll_up else []),
        *footing(selection),
    )
    axis = t(f"plot.axis_place_{picture.unit}", transcript=picture.transcript)
    return Strips(tree([line.code for line in made.lines]), spans, made.slices[-1][1], axis, foot)
