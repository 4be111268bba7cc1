"""Give each interview of a project a case of its own with a position, a gender and an age.

python benchmarks/people.py PROJECT [--seed 1]
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from interview_coder.domain.ids import attribute_id, case_id
from interview_coder.store import listings
from interview_coder.store.project import Project

ATTRIBUTES = {"position": "text", "gender": "text", "age": "number"}


def give(path: Path, seed: int) -> None:
    """Write the attributes, the cases and whose interview is whose, in one step."""
    chance = random.Random(seed)
    with Project.open(path) as project:
        rows = listings.transcripts(project)
        with project.write(project.default_coder) as writer:
            for position, (name, kind) in enumerate(ATTRIBUTES.items()):
                fields = {"name": name, "type": kind, "choices": [], "position": position}
                writer.add("attribute.added", attribute_id(name), fields)
            for row in rows:
                values = {
                    "position": chance.choice(("apprentice", "smith", "teacher")),
                    "gender": chance.choice(("man", "woman")),
                    "age": chance.randint(18, 70),
                }
                fields = {f"value.{attribute_id(name)}": value for name, value in values.items()}
                writer.add("case.added", case_id(row.name), {"name": row.name, **fields})
                writer.change("transcript.changed", row.id, {"case": case_id(row.name)})


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    give(given.project, given.seed)


if __name__ == "__main__":
    main()
