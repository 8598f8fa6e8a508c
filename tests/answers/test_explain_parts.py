from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from upheaval.answers.explain import competing_hypotheses
from upheaval.answers.explain.explain import identified
from upheaval.inference.observation.observation_model import (
    Comparison,
    Reports,
    error_of,
    errors_of,
)
from upheaval.inference.observation.tautological_evidence import tautological_evidence
from upheaval.inference.posterior import diagnostics, regression
from upheaval.inference.posterior.classifier_stack import fit_stack
from upheaval.inference.posterior.leave_out_logit import fit_quick_logit
from upheaval.inference.posterior.likelihood_ratios import likelihood_ratios
from upheaval.inference.posterior.log_odds import FURTHEST, log_odds, probability
from upheaval.inference.posterior.recalibration import fit_recalibration, recalibrated
from upheaval.inference.posterior.regression import Summaries
from upheaval.inference.posterior.scoring_rules import area, score
from upheaval.record.observations import Observation, read_observations
from upheaval.scenario import load

NAME = "kazakhstan-2022"


@pytest.fixture(scope="module")
def record() -> dict[str, Observation]:
    """Give one observation of each kind."""
    return {item.measure.kind: item for item in read_observations(load(NAME))}


def test_times_are_cut_at_the_horizon_and_counts_of_nothing_have_a_place(
    record: dict[str, Observation],
) -> None:
    scale = Comparison(horizon=31.0, citizen=100.0)
    times = scale.scaled(record["time"], np.array([2.0, 40.0, np.inf]))
    assert times.tolist() == [2.0, 31.0, 31.0]
    assert scale.unscaled(record["time"], times).tolist() == [2.0, np.inf, np.inf]
    counts = np.array([0.0, 10.0, 1000.0])
    for item in (
        record["count"],
        *(i for i in record.values() if i.measure.name == "participants"),
    ):
        back = scale.unscaled(item, scale.scaled(item, counts))
        assert np.isfinite(scale.scaled(item, counts)).all()
        assert back == pytest.approx(counts)


def test_errors_follow_range_confidence_and_kind(record: dict[str, Observation]) -> None:
    scale, usual = Comparison(31.0, 100.0), errors_of(load(NAME))
    when = replace(record["time"], low=4.0, high=4.0, value=4.0)
    assert error_of(when, scale, usual) == pytest.approx(1 / 24)
    assert error_of(replace(when, low=0.0, high=9.0), scale, usual) == 1.0
    how_many = replace(record["count"], low=100.0, value=100.0, high=100.0, confidence="high")
    assert error_of(how_many, scale, usual) == usual.relative["high"]
    assert error_of(replace(how_many, high=1000.0), scale, usual) > 0.5
    yes = replace(record["yes_no"], confidence="low")
    assert error_of(yes, scale, usual) == usual.wrong["low"]


def test_the_stack_comes_near_the_closed_form_and_leaves_noise_at_even_odds() -> None:
    rng = np.random.default_rng(1)
    on = rng.random((1200, 2)) < 0.5
    columns = rng.normal(size=(1200, 4))
    columns[:, 0] += 2.0 * (on[:, 0] - 0.5)
    stack = fit_stack(columns, on)
    new = rng.normal(size=(300, 4))
    found = probability(stack.log_odds(new))
    assert np.abs(found[:, 0] - expit(2.0 * new[:, 0])).mean() < 0.05
    assert np.abs(found[:, 1] - 0.5).mean() < 0.06
    unseen = probability(stack.unseen)
    assert score(unseen[:, 0], on[:, 0]).ece < 0.06


def test_taking_columns_out_of_the_quick_logit_comes_near_a_new_fit() -> None:
    rng = np.random.default_rng(2)
    on = rng.random((800, 1)) < 0.5
    columns = rng.normal(size=(800, 6)) + 1.2 * (on - 0.5) * np.array([1, 1, 0.5, 0, 0, 0])
    gone = np.array([0, 4])
    kept = np.setdiff1d(np.arange(6), gone)
    whole = fit_quick_logit(columns, on)
    left = fit_quick_logit(columns[:, kept], on)
    rows = rng.normal(size=(50, 6))
    odds = rows @ whole.weights + whole.offset
    found = whole.toggled(odds, rows, gone)
    refitted = rows[:, kept] @ left.weights + left.offset
    assert np.abs(found - refitted).mean() < 0.3 * np.abs(refitted - odds).mean()
    assert whole.toggled(odds, rows, np.array([], dtype=np.int64)).tolist() == odds.tolist()


def test_many_sets_of_columns_are_taken_out_at_once_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    on = rng.random((400, 2)) < 0.5
    columns = rng.normal(size=(400, 7)) + (on @ rng.normal(size=(2, 7)))
    logit = fit_quick_logit(columns, on)
    row, odds = columns[3], np.array([0.7, -2.0])
    sets = [np.array(own, dtype=np.int64) for own in ([], [2], [0, 5, 6])]
    found = logit.toggled_each(odds, row, sets)
    for k, own in enumerate(sets):
        assert found[k] == pytest.approx(logit.toggled(odds[None], row[None], own)[0])


def test_the_stack_learns_from_few_rows_with_columns_that_hardly_vary() -> None:
    # Fewer rows of the rarer kind in a fold than columns, some of them constant.
    rng = np.random.default_rng(6)
    on = np.arange(60)[:, None] % 4 == 0
    columns = rng.normal(size=(60, 30)) * (rng.random(30) < 0.7)
    columns[:, 3] += 3.0 * on[:, 0]
    stack = fit_stack(columns, on)
    assert np.isfinite(stack.unseen).all()
    assert stack.unseen[on].mean() > stack.unseen[~on].mean()


def test_quantiles_without_weights_are_those_of_even_weights() -> None:
    rng = np.random.default_rng(8)
    for count in (1, 7, 20, 1000):
        values = rng.normal(size=count).round(1)
        even = np.full(count, 1.0 / count)
        assert regression.quantiles(values, regression.LEVELS) == regression.weighted_quantiles(
            values, even, regression.LEVELS
        )


def test_a_record_from_nowhere_is_not_typical_and_one_like_the_others_is() -> None:
    rng = np.random.default_rng(3)
    columns = rng.normal(size=(1000, 10)) @ rng.normal(size=(10, 10))
    far = np.linalg.cholesky(np.cov(columns, rowvar=False)) @ np.full(10, 3.0)
    assert diagnostics.typicality(columns, far) < 0.02
    usual = [diagnostics.typicality(columns, row) for row in columns[::50]]
    assert np.mean(np.array(usual) < 0.05) <= 0.15


def test_sums_that_are_known_change_no_summary_and_no_typicality() -> None:
    rng = np.random.default_rng(7)
    columns, scores, odds = (rng.normal(size=(300, n)) for n in (8, 3, 2))
    scores += columns[:, :3]
    kept = np.array([0, 1, 2, 5])
    record = rng.normal(size=8)
    sums = regression.moments_of(columns, scores).of(kept)
    asked = (odds, odds[0], columns[:, kept], record[kept], scores)
    plain, quick = regression.learn(*asked), regression.learn(*asked, moments=sums)
    np.testing.assert_allclose(plain.simulated, quick.simulated)
    np.testing.assert_allclose(plain.record, quick.record)
    whole = diagnostics.covariance_of(columns)[np.ix_(kept, kept)]
    p = diagnostics.typicality(columns[:, kept], record[kept])
    assert p == diagnostics.typicality(columns[:, kept], record[kept], whole)


def test_the_posterior_of_a_normal_mean_is_found_and_its_ranks_are_even() -> None:
    rng = np.random.default_rng(4)
    mean = rng.normal(size=2000)
    seen = mean + 0.5 * rng.normal(size=2000)
    summaries = Summaries(seen[:, None], np.array([1.0]))
    weights = regression.weights_at(summaries, summaries.record)
    moved = regression.adjusted(summaries, summaries.record, weights, mean[:, None])
    kept = weights[weights > 0]
    middle = kept @ moved[:, 0]
    assert middle == pytest.approx(0.8, abs=0.08)
    assert np.sqrt(kept @ (moved[:, 0] - middle) ** 2) == pytest.approx(np.sqrt(0.2), rel=0.15)
    p, coverage = diagnostics.parameter_calibration(summaries, mean[:, None])
    assert p > diagnostics.LEAST_SBC_P
    assert 0.83 < coverage < 0.97


def test_raking_gives_every_explanation_its_probability() -> None:
    rng = np.random.default_rng(5)
    on = rng.random((500, 3)) < 0.5
    weights = regression.raked(np.full(500, 1 / 500), on, np.array([0.9, 0.2, 0.5]))
    assert weights @ on == pytest.approx([0.9, 0.2, 0.5], abs=1e-6)
    assert weights.sum() == pytest.approx(1.0)


def test_likelihood_ratios_are_ratios_of_mean_likelihoods() -> None:
    on = np.array([[True], [True], [False], [False]] * 100)
    likelihood = np.array([[0.9], [0.9], [0.3], [0.3]] * 100)
    assert likelihood_ratios(likelihood, on)[0, 0] == pytest.approx(3.0, rel=0.05)
    assert likelihood_ratios(np.zeros((400, 1)), on)[0, 0] == 1.0


def test_a_report_that_one_simulation_makes_says_little_and_one_that_hundreds_make_much() -> None:
    on = np.repeat([True, False], 1000)[:, None]
    likelihood = np.full((2000, 2), 1e-12)
    likelihood[0, 0] = 1.0
    likelihood[:300, 1] = 1.0
    once, often = likelihood_ratios(likelihood, on)[:, 0]
    assert once == pytest.approx(3.0, rel=0.01)
    assert often > 100.0


def reports_of(
    record: dict[str, Observation], kind: str, exact: np.ndarray, seen: float
) -> Reports:
    item = record[kind]
    scale = Comparison(31.0, 100.0)
    error = np.array([error_of(item, scale, errors_of(load(NAME)))])
    return Reports([item], np.array([seen]), lambda: exact, exact, error, scale)


@pytest.mark.parametrize(
    ("kind", "off", "seen", "is_circular"),
    [
        ("time", 31.0, 4.0, True),  # never without it, and it was observed
        ("time", 31.0, 31.0, False),  # it was observed not to happen
        ("yes_no", 0.0, 1.0, True),
        ("yes_no", 0.0, 0.0, False),
        ("count", 0.0, 6.0, True),
        ("count", 0.0, 0.01, False),  # within its error of what is so without it
    ],
)
def test_what_only_an_explanation_allows_is_told_from_what_it_makes_likelier(
    record: dict[str, Observation], kind: str, off: float, seen: float, is_circular: bool
) -> None:
    rng = np.random.default_rng(6)
    on = np.arange(400)[:, None] % 2 == 0
    differs = np.where(kind == "yes_no", 1.0, rng.uniform(2.0, 8.0, (400, 1)))
    only = np.where(on, differs, off)
    assert tautological_evidence(reports_of(record, kind, only, seen), on)[0, 0] == is_circular
    sometimes = only.copy()
    sometimes[1] = differs[1]
    assert not tautological_evidence(reports_of(record, kind, sometimes, seen), on)[0, 0]
    rare = np.where(on & (np.arange(400)[:, None] < 10), differs, off)
    assert not tautological_evidence(reports_of(record, kind, rare, seen), on)[0, 0]


def test_the_matrix_of_competing_hypotheses_counts_inconsistencies() -> None:
    on = np.array([[True], [False]] * 200)
    reports = np.where(on, 1.0, 0.0) + np.zeros((400, 3))
    matrix = competing_hypotheses.fill(reports, on)
    assert matrix.margins(np.array([[1.0, 1.0, 1.0]]))[0, 0] == 3.0
    assert matrix.margins(np.array([[0.0, 0.0, 1.0]]))[0, 0] == -1.0
    assert matrix.probabilities(np.ones((1, 3)))[0, 0] > 0.95


def test_calibration_error_is_told_from_chance() -> None:
    rng = np.random.default_rng(8)
    chance = rng.uniform(0.05, 0.95, 2000)
    good = [score(chance, rng.random(2000) < chance) for _ in range(200)]
    errors = np.array([item.ece for item in good])
    assert errors.mean() == pytest.approx(good[0].ece_by_chance, rel=0.1)
    assert np.mean([item.is_off for item in good]) == pytest.approx(0.05, abs=0.04)
    assert np.median([item.debiased for item in good]) < 0.015
    bold = np.where(chance > 0.5, chance + 0.5 * (1 - chance), chance * 0.5)
    off = score(bold, rng.random(2000) < chance)
    gap = float(np.sqrt(((bold - chance) ** 2).mean()))
    assert off.is_off
    assert off.debiased == pytest.approx(gap, abs=0.03)


def test_sharpening_mends_the_caution_of_a_mean_of_noisy_answers() -> None:
    rng = np.random.default_rng(9)
    on = rng.random((6000, 1)) < 0.3
    true = rng.normal(np.where(on, 2.0, -2.0), 2.0) + log_odds(np.array(0.3))
    noisy = true[None] + rng.normal(0, 2.0, (3, 6000, 1))
    # Each of three is calibrated by itself: it believes its own noise.
    each = 0.5 * (noisy - log_odds(np.array(0.3))) + log_odds(np.array(0.3))
    cautious = each.mean(axis=0)
    mended = recalibrated(cautious, on, np.array([0.3]))
    before, after = (score(probability(o[:, 0]), on[:, 0]) for o in (cautious, mended))
    assert before.is_off
    assert after.log_score < before.log_score
    assert after.debiased < 0.02
    assert probability(mended).mean() == pytest.approx(0.3, abs=0.01)


def test_sharpening_leaves_what_is_calibrated_and_keeps_the_order() -> None:
    rng = np.random.default_rng(10)
    odds = rng.normal(0, 2, (5000, 1))
    on = rng.random((5000, 1)) < probability(odds)
    curve = fit_recalibration(odds, on, np.array([on.mean()]))
    grid = np.linspace(-6, 6, 50)[:, None]
    assert np.abs(probability(curve(grid)) - probability(grid)).max() < 0.03
    assert (np.diff(curve(grid)[:, 0]) > 0).all()
    few = fit_recalibration(odds[:10], on[:10], np.array([0.5]))
    assert np.abs(few.coefficients[:2, 0] - 1.0).max() < 1.0
    none = fit_recalibration(odds, np.zeros((5000, 1), dtype=bool), np.array([0.5]))
    np.testing.assert_allclose(none(grid), np.clip(grid, -FURTHEST, FURTHEST))


def test_scores_of_known_cases() -> None:
    so = np.array([True, True, False, False] * 50)
    sure = score(np.where(so, 0.99, 0.01), so)
    assert sure.log_score == pytest.approx(-np.log(0.99))
    assert sure.brier == pytest.approx(1e-4)
    assert sure.auc == 1.0
    assert sure.ece == pytest.approx(0.01, abs=0.003)
    assert area(np.full(200, 0.5), so) == 0.5
    assert np.isnan(area(np.full(3, 0.5), np.array([True, True, True])))


def test_ties_share_their_place_so_that_right_ranges_hold_nine_of_ten() -> None:
    even = np.ones(1000)
    numbers = np.arange(1000.0)
    assert regression.held_by_middle(numbers, even, 500.0) == 1.0
    assert regression.held_by_middle(numbers, even, 999.0) == 0.0
    for chance in (0.5, 0.2, 0.01):
        answers = (np.arange(1000) < 1000 * chance).astype(float)
        yes = regression.held_by_middle(answers, even, 1.0)
        no = regression.held_by_middle(answers, even, 0.0)
        assert chance * yes + (1 - chance) * no == pytest.approx(0.9)


@pytest.mark.parametrize(("told", "expected"), [(0.0, False), (0.06, False), (1.0, True)])
def test_what_is_surely_but_hardly_told_is_not_identified(told: float, expected: bool) -> None:
    side = np.arange(20_000) < 20_000 * expit(told)
    odds = np.repeat([told, -told], 20_000)[:, None]
    table: Any = SimpleNamespace(
        plan=SimpleNamespace(testable=[SimpleNamespace(prior=0.5)]),
        indicators=np.concatenate([side, ~side])[:, None],
    )
    assert list(identified(table, odds)) == [expected]
