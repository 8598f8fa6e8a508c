"""The outside view: what a run is unlike the class of crises in is told, and only that."""

import synthetic

from upheaval.record.outside_view import crisis_class, outside_view
from upheaval.record.series import Series


def checks(deaths: float = 0.0) -> dict[str, bool]:
    dataset = synthetic.run().copy(deep=True)
    dataset["killed"].values[:] = deaths
    dataset["security_killed"].values[:] = 0.0
    return {
        item.quantity: item.holds for item in outside_view(Series(dataset, synthetic.scenario()))
    }


def test_deaths_a_head_are_set_beside_those_of_crises() -> None:
    assert checks(0.0)["deaths_per_million"]
    assert not checks(1e6)["deaths_per_million"]


def test_every_row_of_the_class_has_a_number_a_count_and_a_source() -> None:
    rows = crisis_class()
    assert {row["quantity"] for row in rows} == set(checks())
    for row in rows:
        assert row["crises"] == "35"
        assert row["source"]
        levels = [float(row[name]) for name in ("p5", "p25", "p50", "p75", "p95") if row[name]]
        assert levels == sorted(levels)


def test_a_run_that_is_sure_of_what_only_some_crises_have_is_told_so() -> None:
    # No world of the synthetic run has foreign troops in more than one of three: not sure.
    assert checks()["foreign_troops"]
    found = outside_view(Series(synthetic.run(), synthetic.scenario()))
    split = next(item for item in found if item.quantity == "elite_split")
    assert split.middle == 0.0  # in no world; in six of ten crises
    assert not split.holds
    assert split.as_json()["crises"]["p50"] == 0.6
