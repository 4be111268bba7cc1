"""Write a table that gives each interview of a project a position, a gender and an age, as people spell its name.

python benchmarks/people.py PROJECT TABLE.csv [--seed 1]
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

from interview_coder.store import listings
from interview_coder.store.project import Project


def write(project: Path, table: Path, seed: int) -> None:
    """One row an interview; names have other signs between their words than the project has."""
    chance = random.Random(seed)
    with Project.open(project) as opened, table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("nom", "position", "gender", "age"))
        for row in listings.transcripts(opened):
            position = chance.choice(("apprentice", "smith", "teacher"))
            gender = chance.choice(("man", "woman"))
            rows.writerow((row.name.replace("-", "_"), position, gender, chance.randint(18, 70)))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.project, given.table, given.seed)


if __name__ == "__main__":
    main()
