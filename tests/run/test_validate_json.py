"""Schema: whatever stands in run.json, a run is read, or said to be damaged."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miwake.errors import MiwakeError, RunError
from miwake.plan import TrainingPlan
from miwake.run.checkpoint import PLAN, read_plan, write_plan
from miwake.run.folder import RECORD, read_record
from miwake.run.validate_json import check_schema, read_json
from miwake.studio.runs import list_runs, run_details
from miwake.workflow.run_api import Run

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**18, 10**30, -1, 0, 1])
    | st.floats()
    | st.sampled_from([1e300, 5e-324, -0.0])
    | st.text(max_size=5)
    | st.sampled_from(["\ud800", "\0", "{x}", "data.label", "train", "action"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(node, path=()):
    """The paths of all that is in plain data."""
    yield path
    inside = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in inside:
        yield from places(value, (*path, key))


def mutated(text, changes):
    """A record in which something is missing, or something else stands in its place."""
    record = json.loads(text)
    for place, is_removed, value in changes:
        paths = list(places(record))[1:]
        *path, last = paths[place % len(paths)]
        node = record
        for key in path:
            node = node[key]
        if not is_removed:
            node[last] = value
        elif isinstance(node, dict):
            del node[last]
    return json.dumps(record)


CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.booleans(), VALUES), min_size=1, max_size=2)


def test_any_record_is_listed_shown_reported_and_evaluated_or_said_to_be_damaged(folder, baker_run):
    whole = (baker_run.path / RECORD).read_text("utf-8")

    @settings(max_examples=100, deadline=None)
    @given(changes=CHANGES)
    def use(changes):
        (folder / RECORD).write_text(mutated(whole, changes))
        (row,) = list_runs(folder.parent)
        json.dumps(row, ensure_ascii=False).encode()
        assert row["run"] == folder.name
        try:
            record = read_record(folder)
        except RunError:
            assert set(row["damaged"]) == {"en", "ja"}
            return
        run = Run(baker_run.model, baker_run.spec, record, path=folder)
        for show in (lambda: run_details(folder.parent, folder.name), run.report, run.evaluate):
            with contextlib.suppress(MiwakeError):
                show()

    use()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"history": 5}, "its history is 5"),
        ({"history": [{"loss": "x"}]}, "its history.0.loss is 'x'"),
        ({"repeats": {"n": "x", "mean": 1, "sd": 1, "min": 1, "max": 1}}, "its repeats.n is 'x'"),
        ({"verdict": 5}, "its verdict is 5"),
        ({"verdict": [{"check": "x"}]}, "it lacks 'status'"),
        ({"epochs": -1}, "its epochs is -1"),
        ({"train": True}, "its train is True"),
        ({"network": "\ud800"}, "half a character"),
        ({"train": 10**30}, "the number 10000000000000000000 in it is too large"),
    ],
)
def test_what_is_wrong_is_named(folder, edit_json, change, said):
    edit_json(folder / RECORD, **change)
    with pytest.raises(RunError, match=r"run\.json is damaged") as told:
        read_record(folder)
    assert said in str(told.value)


def test_a_task_of_another_shape_is_said_when_it_is_evaluated(folder, baker_run, edit_json):
    record = json.loads((folder / RECORD).read_text("utf-8"))
    edit_json(folder / RECORD, task=record["task"] | {"changed": None})
    run = Run(baker_run.model, baker_run.spec, read_record(folder), path=folder)
    with pytest.raises(RunError, match=r"examples of shape \(100,\), and its network takes \(8,\)"):
        run.evaluate()


def test_nan_is_null(folder):
    text = (folder / RECORD).read_text("utf-8").replace('"format": 1', '"format": 1, "x": NaN')
    assert read_json(text)["x"] is None
    assert read_json('{"x": [1e999, 1e-320]}') == {"x": [None, 0.0]}


def test_a_record_that_is_too_large_is_said_to_be(folder, monkeypatch):
    monkeypatch.setattr("miwake.run.validate_json.LARGEST_FILE", 10)
    with pytest.raises(RunError, match="it is too large"):
        read_record(folder)


def test_a_plan_is_checked_too(tmp_path, edit_json):
    write_plan(tmp_path, {"name": "a"}, TrainingPlan.of(task="a", settings=(("N", 3),)))
    assert read_plan(tmp_path)[1].data.settings == (("N", 3),)
    edit_json(tmp_path / PLAN, batch_size="x")
    with pytest.raises(RunError, match=r"plan\.json is damaged \(its batch_size is 'x'\)"):
        read_plan(tmp_path)


def test_of_several_types_one_has_to_fit():
    check_schema({"a": ["x"], "b": None}, dict[str, list[str] | None], "")
    with pytest.raises(ValueError, match=r"its a\.0 is 3"):
        check_schema({"a": [3]}, dict[str, list[str] | None], "")


def test_a_task_without_the_name_of_its_file_is_read(folder, baker_run):
    record = json.loads((folder / RECORD).read_text("utf-8"))
    record["task"]["file"] = None
    (folder / RECORD).write_text(json.dumps(record), "utf-8")
    run = Run(baker_run.model, baker_run.spec, read_record(folder), path=folder)
    assert run.evaluate(test=20).n == 20
