from datetime import date

import numpy as np
import pytest

from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.scenario import Scenario
from upheaval.workbench import preview, preview_runs
from upheaval.workbench.featured_inputs import featured
from upheaval.workbench.page.model import Surrogate
from upheaval.workbench.preview_runs import GROUP, Runs

INPUTS = ["prices.compensation", "prices.liberalization"]


@pytest.fixture(autouse=True)
def few_penalties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "STRENGTHS", (0.03, 1.0))


def known_runs(groups: int, slope: float = 3.0) -> Runs:
    """Runs whose first outcome gets likelier with the first input alone, by a known logit."""
    random = np.random.default_rng(4)
    inputs = np.repeat(random.uniform(0, 1, (groups, 2)), GROUP, axis=0)
    chance = truth(inputs, slope)
    outcomes = (random.uniform(size=len(inputs)) >= chance).astype(np.int64)
    return Runs(np.repeat(np.arange(groups), GROUP), inputs, outcomes)


def truth(inputs: np.ndarray, slope: float = 3.0) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-slope * (inputs[:, 0] - 0.5)))


def shares_of(found: Surrogate, inputs: list[float]) -> np.ndarray:
    """Evaluate a preview as a page does, from its coefficients alone."""
    z = (np.array(inputs) - found.mean) / found.scale
    terms = [np.prod(z[term]) if term else 1.0 for term in found.terms]
    scores = np.exp(np.array(found.coefficients) @ terms)
    return scores / scores.sum()


def test_the_preview_finds_a_known_law(scenario: Scenario) -> None:
    found = preview.surrogate(scenario, known_runs(192), INPUTS)
    assert found.classes == list(OUTCOMES[:2])
    for x in (0.1, 0.5, 0.9):
        expected = truth(np.array([[x, 0.3]]))[0]
        assert shares_of(found, [x, 0.3])[0] == pytest.approx(expected, abs=0.08)
    assert found.held_out_error < 6
    assert found.label == f"preview, ±{max(1, round(found.held_out_error))} points"


def test_its_error_is_measured_on_groups_that_it_has_not_seen() -> None:
    random = np.random.default_rng(1)
    groups = np.repeat(np.arange(160), GROUP)
    inputs = np.repeat(random.uniform(size=(160, 2)), GROUP, axis=0)
    # Each group ends in its own way, which no input tells.
    outcomes = np.repeat(random.integers(0, 2, 160), GROUP).astype(np.int64)
    runs = Runs(groups, inputs, outcomes)
    seen = preview.fit(runs, 10.0).shares(inputs)
    unseen = preview.unseen(runs, 10.0)
    assert preview.group_error(runs, unseen) > preview.group_error(runs, seen)
    assert preview.group_error(runs, unseen) > 25


def test_the_error_of_the_truth_is_none() -> None:
    runs = known_runs(1600)
    shares = np.zeros((len(runs.inputs), len(OUTCOMES)))
    shares[:, 0] = truth(runs.inputs)
    shares[:, 1] = 1 - shares[:, 0]
    assert preview.group_error(runs, shares) < 2
    shares[:, 0] += 0.1
    shares[:, 1] -= 0.1
    # Two of six outcomes are ten points off.
    assert preview.group_error(runs, shares) == pytest.approx(10 * (2 / 6) ** 0.5, abs=1.5)


def test_the_check_vectors_are_what_the_coefficients_give(scenario: Scenario) -> None:
    found = preview.surrogate(scenario, known_runs(120), INPUTS)
    assert len(found.check) == 4
    for row in found.check:
        assert shares_of(found, row["inputs"]) == pytest.approx(row["shares"], abs=1e-5)


def test_groups_keep_about_half_of_the_inputs_and_spread_the_others(scenario: Scenario) -> None:
    names = featured(scenario)
    plan = preview.preview_plan(scenario, 1000, 1, date(2022, 1, 1))
    payload = preview_runs.payload_of(plan, names)
    some = preview_runs.together(9)
    assert [list(item) for item in some] == [[0, 1, 2, 3], [4, 5, 6, 7], [8]]
    runs = preview_runs.joined([preview_runs.run_groups(payload, item) for item in some])
    assert runs.inputs.shape == (9 * GROUP, len(names))
    column = names.index("prices.compensation")
    drawn = runs.inputs[::GROUP, column]
    assert 0 < (drawn == 0).sum() < 9
    assert drawn.max() > 0
    for group in range(9):
        own = runs.inputs[runs.groups == group]
        assert (own[:, column] == own[0, column]).all()


def test_a_group_is_the_same_whatever_is_stepped_with_it(scenario: Scenario) -> None:
    plan = preview.preview_plan(scenario, 1000, 1, date(2022, 1, 2))
    payload = preview_runs.payload_of(plan, featured(scenario))
    both = preview_runs.run_groups(payload, range(2, 4))
    alone = preview_runs.run_groups(payload, range(3, 4))
    assert np.array_equal(alone.inputs, both.inputs[both.groups == 3])
    assert np.array_equal(alone.outcomes, both.outcomes[both.groups == 3])


def test_the_preview_runs_no_longer_than_the_acute_phase(scenario: Scenario) -> None:
    assert preview.preview_plan(scenario, 100, 1, None).until == date(2022, 1, 31)
    assert preview.preview_plan(scenario, 100, 1, date(2022, 1, 5)).until == date(2022, 1, 5)
    assert preview.preview_plan(scenario, 100, 1, date(2022, 5, 1)).until == date(2022, 1, 31)


def test_an_input_that_moves_nothing_weighs_nearly_nothing() -> None:
    runs = known_runs(240)
    z = (runs.inputs - runs.inputs.mean(axis=0)) / runs.inputs.std(axis=0)
    moves, idle = preview.weights(z, runs.outcomes)
    assert moves == 1.0
    assert idle < 0.1
