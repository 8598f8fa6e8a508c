"""The loop: which mechanisms step, in which order, and what goes wrong with a name."""

from dataclasses import replace
from pathlib import Path

import pytest

from upheaval.errors import UpheavalError
from upheaval.mechanisms import loop
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario import Scenario

OWN = """
from upheaval.mechanisms.base import Mechanism
from upheaval.world.state import Field

def step(world, tick, own, luck):
    world.state.rumors[:] += tick.length

MECHANISM = Mechanism(
    name="rumors", title="Rumors", order=6.5, source="test", parameters=(),
    fields=(Field("rumors", (), "day", "Days of rumors."),), reads=(), writes=(), step=step,
)
"""


def test_mechanisms_step_in_the_order_of_the_tick(small: Scenario) -> None:
    orders = [mechanism.order for mechanism in loop.known().values()]
    assert orders == sorted(orders)
    names = [mechanism.name for mechanism in loop.assemble(small).mechanisms]
    for before, after in (
        ("calendar", "prices"),
        ("prices", "grievance"),
        ("grievance", "mobilization"),
        ("mobilization", "coercion"),
        ("coercion", "public_signal"),
        ("public_signal", "regime_response"),
        ("regime_response", "court"),
        ("court", "organs"),
        ("organs", "alliance"),
        ("alliance", "outcome"),
    ):
        assert names.index(before) < names.index(after)


def test_a_mechanism_that_is_left_out_keeps_its_fields(small: Scenario) -> None:
    whole, less = loop.assemble(small), loop.assemble(small, without=("court",))
    assert "court" not in [mechanism.name for mechanism in less.mechanisms]
    assert less.fields == whole.fields
    assert [row.on for row in less.describe() if row.name == "court"] == [False]


def test_an_unknown_mechanism_is_told_with_the_nearest_name(small: Scenario) -> None:
    with pytest.raises(UpheavalError, match=r"'cort'.*court"):
        loop.assemble(small, without=("cort",))


def test_the_loop_prints_what_each_mechanism_reads_and_writes(small: Scenario) -> None:
    rows = {row.name: row for row in loop.assemble(small).describe()}
    assert set(rows) == set(loop.known())
    assert "burden" in rows["prices"].writes
    assert "burden" in rows["grievance"].reads
    assert all(row.source and row.title for row in rows.values())


def test_parameters_are_declared_under_the_name_of_their_mechanism() -> None:
    declared = loop.declared_parameters(loop.known().values())
    assert declared["prices.elasticity"].name == "elasticity"
    assert all(parameter.minimum <= parameter.maximum for parameter in declared.values())
    assert all(parameter.meaning.endswith(".") for parameter in declared.values())


def test_a_mechanism_may_come_from_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "rumors.py"
    file.write_text(OWN)
    assert loop.from_file(file).name == "rumors"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no mechanism file 'rumors.py'"),
        ("x = 1", "declares no MECHANISM"),
        ("raise RuntimeError('broken')", "does not load: broken"),
    ],
)
def test_a_file_that_is_no_mechanism_is_told(
    tmp_path: Path, text: str | None, message: str
) -> None:
    file = tmp_path / "rumors.py"
    if text is not None:
        file.write_text(text)
    with pytest.raises(UpheavalError, match=message):
        loop.from_file(file)


def test_a_mechanism_of_a_scenario_takes_its_place_in_the_loop(
    small: Scenario, tmp_path: Path
) -> None:
    file = tmp_path / "rumors.py"
    file.write_text(OWN)
    scenario = replace(
        small, mechanisms=(*small.mechanisms, "rumors"), mechanism_files={"rumors": file}
    )
    names = [mechanism.name for mechanism in loop.assemble(scenario).mechanisms]
    assert names.index("grievance") < names.index("rumors") < names.index("mobilization")
    misnamed = replace(scenario, mechanism_files={"gossip": file})
    with pytest.raises(UpheavalError, match="declares 'rumors'; call it 'gossip'"):
        loop.assemble(misnamed)


def test_a_mechanism_that_reads_what_nobody_owns_is_refused() -> None:
    def step(*_: object) -> None:
        """Do nothing."""

    lost = Mechanism("lost", "Lost", 1, "test", (), (), ("crowds",), (), step)
    with pytest.raises(UpheavalError, match=r"mechanism 'lost'.*'crowds'"):
        loop.Loop([*loop.known().values(), lost], ["lost"])
