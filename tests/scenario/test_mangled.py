"""However a folder is mangled, the reader answers with problems and never with a traceback."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenario_folders import DECLARED, MEASURES, MECHANISMS, write_valid

from upheaval.scenario import ScenarioError, check_known, read
from upheaval.scenario.tables import TABLES

FILES = ["scenario.yaml", "map.geojson", *(f"{name}.csv" for name in TABLES)]
QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ODD_TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("-1", "1e999", "nan", "0", "1e-400", "", "NO", "~", ".inf", "2022-99-99", "9" * 5000),
            *("*a", "&a [*a]", "{", "'", "? ", "<<", "[" * 500, "!!python/x 1", "!!binary aGk="),
            *("0x_", "0b2", "-0o9", '"\\ud800"', '"\\ud800\\udc00"'),
        ]
    ),
)


@pytest.fixture(scope="module")
def valid(tmp_path_factory):
    folder = write_valid(tmp_path_factory.mktemp("valid") / "nowhere")
    for kind in TABLES.values():
        if kind.may_be_absent:
            header = ",".join(column.name for column in kind.columns)
            (folder / f"{kind.name}.csv").write_text(header + "\n", encoding="utf-8")
    return folder


def check_mangled(valid: Path, file: str, content: bytes | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "nowhere"
        shutil.copytree(valid, folder)
        if content is None:
            (folder / file).unlink()
        else:
            (folder / file).write_bytes(content)
        scenario, problems = read(folder)
    assert (scenario is None) == bool(problems)
    for problem in problems:
        assert "\n" not in str(problem)
        assert problem.file.endswith((".csv", ".yaml", ".geojson", ".py"))
    if scenario is not None:
        assert len(scenario.hash) == 64
        for problem in check_known(scenario, DECLARED, MECHANISMS, MEASURES):
            assert str(problem)
        for setting in scenario.parameters.values():
            assert setting.low <= setting.quantile(0.5) <= setting.high


@QUICK
@given(st.data())
def test_flipped_bytes(valid, data):
    file = data.draw(st.sampled_from(FILES))
    content = bytearray((valid / file).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check_mangled(valid, file, bytes(content))


@QUICK
@given(st.data())
def test_truncated_files(valid, data):
    file = data.draw(st.sampled_from(FILES))
    content = (valid / file).read_bytes()
    check_mangled(valid, file, content[: data.draw(st.integers(0, len(content)))])


@QUICK
@given(st.data())
def test_swapped_deleted_and_odd_cells(valid, data):
    table = data.draw(st.sampled_from(sorted(TABLES)))
    rows = [line.split(",") for line in (valid / f"{table}.csv").read_text().splitlines()]
    way = data.draw(st.sampled_from(["swap", "delete", "odd", "repeat"]))
    row = data.draw(st.sampled_from(rows))
    a, b = (data.draw(st.integers(0, len(row) - 1)) for _ in range(2))
    if way == "swap":
        row[a], row[b] = row[b], row[a]
    elif way == "delete":
        rows = [cells[:a] + cells[a + 1 :] for cells in rows]
    elif way == "repeat":
        rows.append(row)
    else:
        row[a] = data.draw(ODD_TEXT)
    text = "\n".join(",".join(cells) for cells in rows)
    check_mangled(valid, f"{table}.csv", text.encode("utf-8", "surrogatepass"))


@QUICK
@given(st.data())
def test_odd_words_in_the_document(valid, data):
    lines = (valid / "scenario.yaml").read_text().splitlines()
    line = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[line].partition(":")
    lines[line] = key + colon + " " + data.draw(ODD_TEXT)
    check_mangled(valid, "scenario.yaml", "\n".join(lines).encode("utf-8", "surrogatepass"))


@QUICK
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    st.sampled_from(
        [
            "schedule",
            "holidays",
            "mechanisms",
            "parameters",
            "reporting",
            "explanations",
            "interventions",
            "start",
        ]
    ),
)
def test_random_values_in_the_document(valid, value, key):
    lines = (valid / "scenario.yaml").read_text().splitlines()
    kept = [line for line in lines if not line.startswith((key, " "))]
    text = "\n".join([*kept, f"{key}: {json.dumps(value)}"])
    check_mangled(valid, "scenario.yaml", text.encode())


@pytest.mark.parametrize("file", FILES)
def test_files_that_are_missing_empty_or_folders(valid, file):
    check_mangled(valid, file, None)
    check_mangled(valid, file, b"")
    check_mangled(valid, file, b"\0" * 10)


def test_the_error_lists_every_problem(valid):
    _, problems = read(valid / "nothing")
    lines = str(ScenarioError(problems, "nothing")).splitlines()
    needed = [kind for kind in TABLES.values() if not kind.may_be_absent]
    assert len(lines) == len(problems) + 1 == len(needed) + 2
