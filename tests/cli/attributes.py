"""Cases with attributes for the sample project, one for each transcript, from its `attributes.csv`."""

from __future__ import annotations

import csv
from pathlib import Path

from interview_coder.domain.ids import attribute_id, case_id
from interview_coder.store import listings
from interview_coder.store.project import Project
from tests.conftest import REPOSITORY

TYPES = {
    "position": ("choice", ["worker", "client", "platform"]),
    "gender": ("text", []),
    "engagement": ("text", []),
    "monthly_income": ("number", []),
    "children": ("number", []),
}


def give_attributes(path: Path) -> None:
    """Put the cases and what is known of them into the project at `path`."""
    with (REPOSITORY / "corpus_sample" / "attributes.csv").open(encoding="utf-8", newline="") as stream:
        people = list(csv.DictReader(stream))
    with Project.open(path) as project:
        transcripts = {row.name: row.id for row in listings.transcripts(project)}
        with project.write(project.default_coder) as writer:
            for position, (name, (type_, choices)) in enumerate(TYPES.items()):
                fields = {"name": name, "type": type_, "choices": choices, "position": position}
                writer.add("attribute.added", attribute_id(name), fields)
            for person in people:
                name = Path(person["file"]).stem
                values = {
                    f"value.{attribute_id(one)}": int(person[one]) if type_ == "number" else person[one]
                    for one, (type_, _) in TYPES.items()
                    if person[one]
                }
                writer.add("case.added", case_id(name), {"name": name, **values})
                writer.change("transcript.changed", transcripts[name], {"case": case_id(name)})
