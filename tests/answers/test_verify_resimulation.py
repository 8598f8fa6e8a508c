from pathlib import Path

import numpy as np

from upheaval.answers.verify import resimulation
from upheaval.inference.simulations.reference_table import ReferenceTable, TablePlan
from upheaval.inference.simulations.shards import build
from upheaval.scenario import Scenario


def test_worlds_run_again_are_those_of_the_table_and_are_kept(
    scenario: Scenario, tmp_path: Path
) -> None:
    plan = TablePlan(scenario, scale=1000, seed=2)
    table: ReferenceTable = build(plan, 4, tmp_path, workers=1)
    rows = np.array([1, 3])
    extra = "deaths:2022-01-09"
    found = resimulation.measured(table, rows, [extra], workers=1)
    # What the record has too must come out as the table has it.
    same = table.simulated["deaths_country_2022_01_09"][rows]
    np.testing.assert_array_equal(found[f"{resimulation.QUANTITY}{extra}"], same)
    assert "mining_load:2022-01-31" in found
    assert all(len(values) == 2 for values in found.values())
    (kept,) = tmp_path.glob("verify-*.measured")
    stamp = kept.stat().st_mtime_ns
    repeated = resimulation.measured(table, rows, [extra], workers=1)
    assert kept.stat().st_mtime_ns == stamp
    for name, values in found.items():
        np.testing.assert_array_equal(values, repeated[name])
