"""What a coder can do to a project: one function an act, sensible or not, for histories that hypothesis makes up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import strategies as st

from interview_coder.domain.ids import new_id
from interview_coder.errors import CoderError
from interview_coder.services import (
    attribute_import,
    attributes,
    attributes_from_names,
    correcting,
    recoding,
    replacing,
    reviewing,
    reworking,
    saved_queries,
)
from interview_coder.services.attribute_plans import Wishes
from interview_coder.services.codebooks import apply_codebook
from interview_coder.services.coding import code_passage
from interview_coder.services.selecting import Selection
from interview_coder.services.splitting import splitting
from interview_coder.store import contents
from interview_coder.store.project import Project
from tests.store.builders import codebook, interview, take_in, write_interviews

ALICE, BOB = "alice", "bob"
CODERS = (ALICE, BOB)
NAMES = ("care", "job", "platform", "soin", "métier")
CASES = st.sampled_from(["interview-1", "interview-2", "Anna"])
ATTRIBUTES = st.sampled_from(["age", "job", "town"])
VALUES = st.sampled_from(["30", "yes", "2025-01-31", "Metz", ""])
Act = Callable[[Project, str, st.DataObject], object]


def transcripts(project: Project) -> st.SearchStrategy[str]:
    """The name of a transcript of the project."""
    return st.sampled_from([row[0] for row in project.rows("SELECT name FROM transcripts ORDER BY name")] or ["none"])


def some_codings(project: Project, draw: st.DataObject, sql: str = "SELECT id FROM codings ORDER BY id") -> list[str]:
    """One or two codings; none where there are none."""
    known = [str(row[0]) for row in project.rows(sql)]
    return draw.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True)) if known else []


def code(project: Project, coder: str, draw: st.DataObject) -> None:
    """A passage."""
    start = draw.draw(st.integers(0, 6))
    name = draw.draw(st.sampled_from(["care", "id-job"]))
    code_passage(project, coder, draw.draw(transcripts(project)), (start, start + 7), name)


def change_coding(project: Project, coder: str, draw: st.DataObject) -> None:
    """Another memo, star or code on anybody's coding, or its removal, as events say it."""
    for coding in some_codings(project, draw)[:1]:
        with project.write(coder) as writer:
            change = draw.draw(st.sampled_from([{"memo": "m"}, {"star": True}, {"code": "id-job"}, {}]))
            writer.change(f"coding.{'changed' if change else 'removed'}", coding, change)


def recode(project: Project, coder: str, draw: st.DataObject) -> None:
    """Another code or star on codings of one's own, their removal, or a word that they stay."""
    codings = some_codings(project, draw)
    match draw.draw(st.sampled_from(["recode", "uncode", "star", "unstar", "confirm"])):
        case "recode":
            recoding.recode(project, coder, codings, draw.draw(st.sampled_from(NAMES)))
        case "uncode":
            recoding.uncode(project, coder, codings)
        case "confirm":
            recoding.confirm(project, coder, draw.draw(st.sampled_from(NAMES)), [], None)
        case what:
            recoding.star(project, coder, codings, on=what == "star")


def take_over(project: Project, coder: str, draw: st.DataObject) -> None:
    """A codebook with other codes, the used ones kept."""
    used = {row[0] for row in project.rows("SELECT DISTINCT code FROM codings UNION SELECT code FROM parked")}
    wanted = draw.draw(st.lists(st.sampled_from(["care", "job", "platform", "new", "more"]), unique=True, min_size=1))
    names = dict.fromkeys([*(identifier.removeprefix("id-") for identifier in sorted(used)), *wanted])
    apply_codebook(project, codebook(list(names)), coder)


def planner(draw: st.DrawFn) -> reworking.Planner:
    """Any rework of any code, sensible or not."""
    code, other, name = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
    match draw(st.sampled_from(["add", "move", "order", "merge", "rename", "retire", "split", "define"])):
        case "add":
            return reworking.adding(draw(st.sampled_from([name, f"{other}/{name}"])), {}, None, None)
        case "move":
            return reworking.moving(code, draw(st.sampled_from([other, "/"])), None, None)
        case "order":
            return reworking.moving(code, None, other, None)
        case "merge":
            return reworking.merging(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2)), other)
        case "rename":
            return reworking.renaming(code, name, {"fr": name.upper()})
        case "retire":
            return reworking.retiring(code, retired=draw(st.booleans()))
        case "define":
            return reworking.changing(code, lambda _, one: reworking.with_texts(one, {"definition": {"fr": name}}))
        case _:
            return splitting(code, name, Selection(coder=draw(st.sampled_from([None, *CODERS]))), None)


planners = st.composite(planner)()


def rework(project: Project, coder: str, draw: st.DataObject) -> None:
    """The codebook, the codings following."""
    reworking.carry_out(project, coder, draw.draw(planners), dry_run=False)


def speakers(project: Project, coder: str, draw: st.DataObject) -> None:
    """Another role or name, or two speakers that are one."""
    what = draw.draw(st.sampled_from(["interviewer", "interviewee", "name", "same"]))
    if what == "same":
        correcting.merge_speakers(project, coder, *draw.draw(st.permutations(["Anna", "Bruno"])), None)
    elif what != "name":
        correcting.set_role(project, coder, "Anna", what, None)
    else:
        with project.write(coder) as writer:
            for (identifier,) in project.rows("SELECT id FROM speakers WHERE spelling = 'Bruno'"):
                writer.change("speaker.changed", identifier, {"name": draw.draw(st.sampled_from(["Bruno", "Carla"]))})


def bring_in(project: Project, coder: str, draw: st.DataObject) -> None:
    """Interviews, some perhaps there already."""
    numbers = draw.draw(st.lists(st.integers(3, 6), min_size=1, max_size=2, unique=True))
    take_in(project, write_interviews(project.path.parent / "more", numbers), coder)


def prepare(project: Project, coder: str, draw: st.DataObject) -> None:
    """Sentences and lemmas of a text."""
    keys = [row[0] for row in project.rows("SELECT text FROM transcripts ORDER BY text")]
    if not keys:
        return
    with project.write(coder, step=new_id()) as writer:
        payload = {
            "model": draw.draw(st.sampled_from("ab")),
            "sentences": contents.keep_json(writer.connection, "sentences", [[0, 4]]),
            "lemmas": contents.keep_json(writer.connection, "lemmas", []),
            "count": 1,
        }
        writer.change("preparation.added", draw.draw(st.sampled_from(keys)), payload)


def describe(project: Project, coder: str, draw: st.DataObject) -> None:
    """Attributes by hand: values, and the attributes themselves."""
    name, type_ = draw.draw(ATTRIBUTES), draw.draw(st.sampled_from(["text", "number", "date", "yesno", "choice"]))
    match draw.draw(st.sampled_from(["set", "set", "add", "rename", "retype", "remove"])):
        case "set":
            attributes.set_values(project, coder, draw.draw(CASES), {name: draw.draw(VALUES)}, new=True)
        case "add":
            attributes.add(project, coder, name, type_, ["a", "b"] if type_ == "choice" else [])
        case "rename":
            attributes.rename(project, coder, name, draw.draw(ATTRIBUTES))
        case "retype":
            attributes.retype(project, coder, name, type_, ["30", "yes", "Metz"] if type_ == "choice" else [])
        case _:
            attributes.remove(project, coder, name)


def describe_all(project: Project, coder: str, draw: st.DataObject) -> None:
    """Attributes from a table or from the names of transcripts."""
    if draw.draw(st.booleans()):
        found = attributes_from_names.values_from_names(
            project, draw.draw(st.sampled_from(["{case}-{n}", "{a}-{town}"]))
        )
        attributes_from_names.apply_names(project, coder, found)
        return
    path = project.path.parent / "table.csv"
    rows = draw.draw(st.lists(st.tuples(CASES, VALUES, VALUES), min_size=1, max_size=3))
    path.write_text("\n".join(["who,age,town", *map(",".join, rows)]), encoding="utf-8")
    wishes = Wishes(skip=True, prefer=draw.draw(st.sampled_from(["first", "last"])))
    attribute_import.import_attributes(project, coder, path, wishes)


def assign(project: Project, coder: str, draw: st.DataObject) -> None:
    """A transcript, or a speaker of it, to a case."""
    speaker = draw.draw(st.sampled_from([None, "Anna", "Bruno"]))
    attributes.assign(project, coder, draw.draw(CASES), [draw.draw(transcripts(project))], speaker)


def replace(project: Project, coder: str, draw: st.DataObject) -> None:
    """A corrected text in place of a transcript's."""
    name = draw.draw(transcripts(project))
    number = "".join(sign for sign in name if sign.isdigit()) or "1"
    text = interview(int(number), draw.draw(st.integers(4, 6)))
    for old, new in draw.draw(st.lists(st.sampled_from([("Bonjour", "Bonsoir"), ("Anna: ", ""), ("clique", "tape")]))):
        text = text.replace(old, new, 1)
    path = project.path.parent / "corrected.txt"
    path.write_text(text, encoding="utf-8")
    replacing.replace_with_file(project, coder, name, path, force=True)


def review(project: Project, coder: str, draw: st.DataObject) -> None:
    """Settle a coding that waits after a correction."""
    waiting = [item.place.coding for item in reviewing.review_list(project)]
    if not waiting:
        replace(project, coder, draw)
        return
    coding = draw.draw(st.sampled_from(waiting))
    match draw.draw(st.sampled_from(["keep", "take", "place", "drop", "follow"])):
        case "keep":
            reviewing.keep(project, coder, [coding])
        case "take":
            reviewing.take(project, coder, coding, 1)
        case "place":
            reviewing.place_at(project, coder, coding, (3, 12))
        case "drop":
            reviewing.drop(project, coder, [coding])
        case _:
            reviewing.follow_again(project, coder)


def save_query(project: Project, coder: str, draw: st.DataObject) -> None:
    """An expression under a name, or away with it."""
    name = draw.draw(st.sampled_from(["one", "two"]))
    if draw.draw(st.booleans()):
        saved_queries.save_query(project, coder, name, draw.draw(st.sampled_from(["care", "job AND NOT care", "@one"])))
    else:
        saved_queries.remove_query(project, coder, name)


ACTS: tuple[Act, ...] = (
    *(code, code, change_coding, recode, take_over, rework, rework, speakers, bring_in, prepare),
    *(describe, describe_all, assign, replace, replace, review, save_query),
)


def act(project: Project, coder: str, data: st.DataObject) -> bool:
    """Do something; whether it made a step."""
    before = project.rows("SELECT count(*) FROM events")
    if project.rows("SELECT 1 FROM transcripts") and project.rows("SELECT 1 FROM codes WHERE id = 'id-care'"):
        doing = data.draw(st.sampled_from(ACTS))
    else:
        doing = bring_in
    with suppress(CoderError):
        doing(project, coder, data)
    return project.rows("SELECT count(*) FROM events") != before
