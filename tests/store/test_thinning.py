"""Which backups stay: the last ten, one a day for thirty days, one a month."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.store import backup as backups
from interview_coder.store import restoring
from interview_coder.store.backup import Backup, superfluous
from interview_coder.store.project import Project
from tests.store.builders import make_project


def back_up(path: Path) -> Backup:
    """A backup now."""
    with Project.open(path) as project:
        return backups.make_backup(project, "manual")


moments = st.lists(st.integers(0, 900 * 24), min_size=0, max_size=60, unique=True)


def dated(hours: Sequence[int]) -> list[Backup]:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    return [Backup(Path(str(hour)), start + timedelta(hours=hour), "day") for hour in sorted(hours)]


@settings(max_examples=200, deadline=None)
@given(moments)
def test_the_last_ten_one_a_day_for_thirty_days_and_one_a_month_are_kept(hours: list[int]) -> None:
    kept: list[Backup] = []
    made = dated(hours)
    for number, new in enumerate(made, 1):
        kept.append(new)
        kept = [backup for backup in kept if backup not in superfluous(kept, new.at)]
        known = made[:number]
        since = (new.at - timedelta(days=30)).date()
        assert kept[-10:] == known[-10:]
        assert {b.at.date() for b in kept} >= {b.at.date() for b in known if b.at.date() >= since}
        assert {(b.at.year, b.at.month) for b in kept} == {(b.at.year, b.at.month) for b in known}
        assert len(kept) <= 10 + 32 + len({(b.at.year, b.at.month) for b in known})
        assert superfluous(kept, new.at) == []


def test_the_backup_that_is_brought_back_stays(place: Path) -> None:
    path = make_project(place, codings=0)
    back_up(path)
    wanted = back_up(path)
    for _ in range(backups.KEEP_LAST - 1):
        back_up(path)
    restoring.restore(path, wanted, reapply=False)
    assert wanted in backups.backups(path)


def test_old_backups_go_and_the_newest_stays_even_when_the_clock_was_wrong(place: Path) -> None:
    path = make_project(place, codings=0)
    folder = back_up(path).path.parent
    for minute in range(30):
        (folder / f"2031-05-02T10{minute:02}00.000000Z_day.icoder").write_bytes(b"from the future")
    (folder / "2020-01-01T000000.000000Z_day.tmp").touch()
    os.utime(folder / "2020-01-01T000000.000000Z_day.tmp", (0, 0))
    (folder / "notes.icoder").write_bytes(b"not ours")
    made = back_up(path)
    names = {file.name for file in folder.iterdir()}
    assert made.path.name in names
    assert "notes.icoder" in names
    assert not any(name.endswith(".tmp") for name in names)
    assert len([name for name in names if name.startswith("2031")]) == 11  # the last ten and the month's first
