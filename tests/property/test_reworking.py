"""Whatever is done to a codebook, in whatever order, every coding stays: whose it is, and where."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_coder.errors import CoderError
from interview_coder.services import histories, recoding, reworking
from interview_coder.services.coding import code_passage
from interview_coder.store import listings
from interview_coder.store.project import Project
from tests.property.acts import ALICE, CODERS, NAMES, planners
from tests.property.test_undo import study
from tests.store.builders import assert_sound, work


def placed(project: Project) -> Counter[tuple[object, ...]]:
    """Coder and span of every coding in the file, those that count once with another included."""
    return Counter(project.rows('SELECT coder, transcript, start, "end" FROM codings'))


def counted(project: Project) -> set[tuple[object, ...]]:
    """Coder and span of every coding that is shown."""
    return set(project.rows('SELECT coder, transcript, start, "end" FROM codings WHERE twin_of IS NULL'))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(planners, st.sampled_from(CODERS)), min_size=1, max_size=8), st.data())
def test_no_rework_loses_moves_or_adds_a_coding(
    plans: list[tuple[reworking.Planner, str]], data: st.DataObject
) -> None:
    with study() as project:
        for number in range(4):
            for coder in CODERS:
                code_passage(project, coder, "interview-1", (number, number + 9), data.draw(st.sampled_from(NAMES[:3])))
        where, shown = placed(project), counted(project)
        states = [(ALICE, work(project))]
        for plan, coder in plans:
            before = work(project)
            try:
                planned = reworking.carry_out(project, coder, plan, dry_run=True)
            except CoderError:
                assert work(project) == before
                with suppress(CoderError):
                    reworking.carry_out(project, coder, plan, dry_run=False)
                    raise AssertionError("refused in a dry run only")  # noqa: B904
                assert work(project) == before
                continue
            assert work(project) == before
            done = reworking.carry_out(project, coder, plan, dry_run=False)
            assert [(one.codings, one.coders) for one in done.effects] == [
                (one.codings, one.coders) for one in planned.effects
            ]
            assert placed(project) == where
            assert counted(project) == shown
            if done.effects:
                states.append((coder, before))
        assert json.loads(json.dumps([row[-2] for row in histories.history_table(project, None).rows]))
        assert_sound(project)
        for coder, before in reversed(states[1:]):
            with suppress(CoderError):
                histories.undo(project, coder)
                assert work(project) == before
                continue
            break  # what another coder did on it since must be undone first
        assert placed(project) == where


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_recoding_changes_the_code_of_one_coding_and_nothing_else(data: st.DataObject) -> None:
    with study() as project:
        for coder in CODERS:
            for code in NAMES[:3]:
                code_passage(project, coder, "interview-1", (3, 12), code)
        rows = listings.codings(project, listings.Wanted())
        one = data.draw(st.sampled_from(rows))
        target = data.draw(st.sampled_from(NAMES[:3]))
        before = placed(project)
        recoding.recode(project, one.coder, [one.id], target)
        assert placed(project) == before
        after = {row.id: row for row in listings.codings(project, listings.Wanted())}
        assert all(after[row.id].code == row.code for row in rows if row.id in after and row.id != one.id)
        assert_sound(project)
