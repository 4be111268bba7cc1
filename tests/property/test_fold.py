"""The same events come to the same project, whatever the order in which they arrive and how often."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_coder.domain.events import Event, broken_link
from interview_coder.domain.fold import fold
from interview_coder.store.fold import rebuild
from tests.property.histories import any_history, arrive, batches, empty_project, folded

MANY = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(any_history, st.randoms(use_true_random=False))
def test_the_fold_depends_neither_on_the_order_of_arrival_nor_on_duplicates(events: list[Event], chance) -> None:  # noqa: ANN001
    mixed = events + chance.choices(events, k=3)
    chance.shuffle(mixed)
    assert fold(mixed) == fold(events)


@MANY
@given(any_history, st.data())
def test_two_files_that_got_the_same_events_in_other_orders_are_equal(events: list[Event], data: st.DataObject) -> None:
    found = []
    for _ in range(2):
        connection = empty_project()
        order = data.draw(st.permutations(events)) + data.draw(st.lists(st.sampled_from(events), max_size=2))
        cuts = data.draw(st.lists(st.booleans(), min_size=len(order), max_size=len(order)))
        for batch in batches(order, cuts):
            arrive(connection, batch)
        found.append(folded(connection))
        connection.execute("BEGIN")
        rebuild(connection)
        connection.execute("COMMIT")
        assert folded(connection) == found[-1], "the tables differ from a fresh fold of the log"
        connection.close()
    assert found[0] == found[1]


@MANY
@given(any_history, st.data())
def test_the_tables_hold_what_the_events_come_to(events: list[Event], data: st.DataObject) -> None:
    connection = empty_project()
    for batch in batches(data.draw(st.permutations(events)), [True] * len(events)):
        arrive(connection, batch)
    tables = folded(connection)
    states = fold(events)
    standing = {key for key, state in states.items() if state.added is not None and not state.removed}
    for family, table in (("code", "codes"), ("transcript", "transcripts"), ("codebook", "codebook")):
        assert {row[0] for row in tables[table]} == {object_ for kind, object_ in standing if kind == family}
    codings = {row[0]: row for row in tables["codings"]}
    parked = {row[0] for row in tables["parked"]}
    assert not codings.keys() & parked
    assert codings.keys() | parked == {object_ for family, object_ in standing if family == "coding"}
    for identifier in codings.keys() | parked:
        fields = states["coding", identifier].fields
        there = {("transcript", fields["transcript"]), ("code", fields["code"])} <= standing
        there = there and states["transcript", str(fields["transcript"])].fields["text"] == fields["text"]
        assert (identifier in codings) == there
    assert (
        list(connection.execute("SELECT 1 FROM codings LEFT JOIN v_codes ON v_codes.id = code WHERE path IS NULL"))
        == []
    )
    assert {row[0] for row in tables["cases"]} == {object_ for kind, object_ in standing if kind == "case"}
    assert tables["conflicts"] == {
        (state.object, loser.replica, loser.seq, winner.replica, winner.seq, state.family)
        for state in states.values()
        for loser, winner in state.conflicts
    }
    seen = {tuple(row) for row in connection.execute("SELECT id FROM v_codings")}
    assert seen == {(row[0],) for row in tables["codings"] if row[17] is None}
    connection.close()


@MANY
@given(any_history, st.data())
def test_codings_alike_in_span_code_and_coder_count_once(events: list[Event], data: st.DataObject) -> None:
    connection = empty_project()
    for batch in batches(data.draw(st.permutations(events)), [True] * len(events)):
        arrive(connection, batch)
    rows = connection.execute('SELECT id, transcript, start, "end", code, coder, hlc, twin_of FROM codings').fetchall()
    alike: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for identifier, *span, hlc, twin_of in rows:
        alike.setdefault(tuple(span), []).append((hlc, identifier, twin_of))
    for twins in alike.values():
        oldest, *others = sorted(twins)
        assert oldest[2] is None
        assert {twin[2] for twin in others} <= {oldest[1]}
    connection.close()


@MANY
@given(any_history)
def test_every_chain_of_a_history_is_sound_and_a_changed_event_is_found(events: list[Event]) -> None:
    by_replica: dict[str, list[Event]] = {}
    for event in events:
        by_replica.setdefault(event.replica, []).append(event)
    for chain in by_replica.values():
        assert broken_link(chain) is None
        for place, event in enumerate(chain):
            forged = event._replace(payload="{}x")
            assert broken_link([*chain[:place], forged, *chain[place + 1 :]]) == forged
            if place + 1 < len(chain):
                assert broken_link([*chain[:place], *chain[place + 1 :]]) == chain[place + 1]
