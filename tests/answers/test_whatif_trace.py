"""A trace tells where worlds part and by what: checked on changes whose first step is known."""

import json
import math

import numpy as np
import pytest

from upheaval.answers.whatif.interventions import compose
from upheaval.answers.whatif.stepwise_comparison import START, SideBySide
from upheaval.answers.whatif.trace import PEOPLE, Trace, trace, trace_pairs
from upheaval.commands.line import as_json
from upheaval.errors import UpheavalError
from upheaval.runs.plan import plan_of
from upheaval.scenario import Scenario

SMALL = {"scale": 1000, "seed": 3, "until": "2022-01-08", "progress": False}


@pytest.fixture(scope="module")
def without_alliance(scenario: Scenario) -> Trace:
    return trace(scenario, without=["alliance"], replicates=4, **SMALL)


def test_a_null_change_parts_nothing(scenario: Scenario) -> None:
    found = trace(scenario, {"prices.liberalization": 1}, replicates=2, **SMALL)
    assert found.parted == found.reached == 0
    assert all(pair.first is None and pair.people_apart == 0 for pair in found.pairs)
    assert found.chains == ()


def test_without_a_mechanism_the_worlds_part_first_in_a_field_of_its_own(
    without_alliance: Trace,
) -> None:
    assert without_alliance.parted > 0
    firsts = without_alliance.first_differences()
    assert {mechanism for mechanism, _, _ in firsts} == {"alliance"}
    for pair in without_alliance.pairs:
        first = next(iter(pair.partings.values()), None)
        if first is not None:
            assert (first.root, first.cause) == ("without alliance", None)


def test_every_link_of_a_chain_comes_later_than_the_one_that_caused_it(
    without_alliance: Trace,
) -> None:
    seen = 0
    for pair in without_alliance.pairs:
        order = list(pair.partings)
        for parting in pair.partings.values():
            if parting.cause is not None:
                cause = pair.partings[parting.cause]
                assert cause.tick <= parting.tick
                assert order.index(parting.cause) < order.index(parting.field)
                seen += 1
            elif parting.mechanism != "alliance":
                raise AssertionError(f"{parting} has no cause, and the change is elsewhere")
    assert seen > 10


def test_a_set_parameter_is_the_root_of_the_first_difference(scenario: Scenario) -> None:
    found = trace(scenario, {"prices.liberalization": 0}, replicates=2, target="price", **SMALL)
    for pair in found.pairs:
        (link,) = pair.chain
        assert (link.field, link.mechanism, link.root) == (
            "price",
            "prices",
            "prices.liberalization",
        )
        # The price was freed on 1 January; the first tick ends at 6:00.
        assert link.tick == 0
        assert link.changed < link.baseline
        assert pair.first is not None
        assert pair.first.startswith("1 Jan 6h prices: ")


def test_people_part_only_after_what_moves_them(scenario: Scenario) -> None:
    found = trace(scenario, {"prices.liberalization": 0}, replicates=2, target=PEOPLE, **SMALL)
    for pair in found.pairs:
        fields = [link.field for link in pair.chain]
        assert fields[0] in ("price", "burden")
        assert fields[-1] == PEOPLE
        assert pair.people_apart > 0
        assert pair.people_apart % 1000 == 0
        assert "/" in pair.chain[-1].place[0]


def test_a_changed_cell_differs_from_the_start(scenario: Scenario) -> None:
    found = trace(scenario, {"organs.knb.faction": "akorda"}, replicates=2, **SMALL)
    for pair in found.pairs:
        first = next(iter(pair.partings.values()))
        assert (first.tick, first.root) == (START, "organs.knb.faction")
        assert first.field in ("organ_loyalty", "organ_leaning")
        assert first.place == ("knb",)
        # By its title, as the scenario has it.
        assert pair.first is not None
        assert "(National Security Committee (KNB))" in pair.first


def test_tracing_leaves_both_worlds_as_they_would_have_been(scenario: Scenario) -> None:
    # Steps are taken again to find causes; not one number of the worlds may move by it.
    plans = [plan_of(scenario, scale=1000, seed=3, until="2022-01-06", without=off)
             for off in ((), ("alliance",))]  # fmt: skip
    traced = SideBySide(plans[0], plans[1], [6, 7])
    traced.run()
    for mine, plan in ((traced.a, plans[0]), (traced.b, plans[1])):
        alone = SideBySide(plan, plan, [6, 7])
        alone.run()
        assert alone.partings == [{}, {}]
        for name in mine.state.fields:
            assert np.array_equal(mine.state[name], alone.a.state[name], equal_nan=True), name
        assert np.array_equal(mine.citizens.state, alone.a.citizens.state)


def test_people_who_moved_are_told_and_not_compared_row_by_row(scenario: Scenario) -> None:
    cities = scenario.tables["cities"]
    people = dict(zip(cities.names, cities["population"].tolist(), strict=True))
    # The same number of people in the region, but not the same rows of citizens.
    moved = {
        "cities.aktau.population": people["aktau"] - 40_123,
        "cities.zhanaozen.population": people["zhanaozen"] + 40_123,
    }
    change = compose(scenario, moved)
    plans = [plan_of(scenario, scale=100, until="2022-01-01", set=set_) for set_ in ({}, moved)]
    found = trace_pairs(*plans, change, [0], progress=False)
    parting = found.pairs[0].partings[PEOPLE]
    assert parting.tick == START
    assert parting.root == "cities.aktau.population, cities.zhanaozen.population"
    assert math.isnan(parting.changed)
    assert parting.place == ()
    assert found.pairs[0].people_apart == 0


def test_an_unknown_target_is_answered_with_the_nearest_field(scenario: Scenario) -> None:
    with pytest.raises(UpheavalError, match="did you mean 'troops'"):
        trace(scenario, without=["alliance"], replicates=1, target="trops", **SMALL)


def test_the_trace_is_plain_json(without_alliance: Trace) -> None:
    found = json.loads(as_json(without_alliance.as_json()))
    assert list(found) == [
        *("target", "worlds", "parted", "reached", "first", "chains", "actors", "pairs"),
    ]
    assert found["worlds"] == len(found["pairs"]) == 4
    assert sum(chain["worlds"] for chain in found["chains"]) == found["reached"]
    for chain in found["chains"]:
        told = [chain["root"], *(step["text"] for step in chain["steps"])]
        assert len(told) == 1 + len(chain["links"])
        assert chain["text"] == " → ".join(told)
        assert all(step["meaning"] for step in chain["steps"])
    assert without_alliance._repr_html_().startswith("<p>Worlds parted: ")
