import json
from dataclasses import replace

import numpy as np
import pytest
from synthetic_table import made_up, true_log_odds

from upheaval.answers.explain import shapley
from upheaval.answers.explain.explain import explain_table
from upheaval.answers.explain.self_test import explain_blind
from upheaval.errors import UpheavalError
from upheaval.inference.observation import observation_model
from upheaval.inference.posterior import diagnostics
from upheaval.inference.posterior.log_odds import log_odds, probability
from upheaval.inference.posterior.model_choice import fit
from upheaval.inference.simulations.reference_table import ReferenceTable
from upheaval.record.observations import Observation
from upheaval.scenario import load
from upheaval.views.screens.explain import paragraph

Made = tuple[ReferenceTable, list[Observation]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_up(load("kazakhstan-2022"), tmp_path_factory.mktemp("table"), 900)


def with_values(record: list[Observation], *values: float) -> list[Observation]:
    changed = [replace(item, value=value) for item, value in zip(record, values, strict=False)]
    return changed + record[len(values) :]


def test_probabilities_are_those_of_the_closed_form_and_within_their_range(made: Made) -> None:
    table, record = made
    seen = with_values(record, 2000.0, 700.0)
    answer = explain_table(table, seen, workers=1)
    assert answer.ok, answer.guard.failures
    for item, row in zip(answer.beliefs, seen, strict=False):
        truth = float(probability(np.array(true_log_odds(row))))
        assert item.low is not None
        assert item.high is not None
        assert item.low <= truth <= item.high
        assert item.probability == pytest.approx(truth, abs=0.08)
        assert item.identified
    assert sum(item.probability for item in answer.combinations) == pytest.approx(1.0)


def test_leaving_out_what_tells_an_explanation_gives_back_its_prior(made: Made) -> None:
    table, record = made
    seen = with_values(record, 4000.0)
    answer = explain_table(table, seen, [record[0].name], workers=1)
    assert answer.beliefs[0].probability == pytest.approx(0.5, abs=0.06)
    anew = explain_table(table, seen, [record[0].name], refit=True, workers=1)
    assert anew.beliefs[0].probability == pytest.approx(0.5, abs=0.06)
    assert not anew.beliefs[0].identified
    whole = explain_table(table, seen, workers=1)
    told = {item.observation: item for item in whole.evidence}
    name = whole.beliefs[0].name
    assert told[record[0].name].without[name] == pytest.approx(0.5, abs=0.06)
    assert told[record[0].name].likelihood_ratio[name] > 5
    assert told[record[1].name].likelihood_ratio[name] == pytest.approx(1.0, abs=0.25)
    assert whole.beliefs[0].probability == pytest.approx(
        told[record[2].name].without[name], abs=0.02
    )


def test_observations_that_only_an_explanation_allows_are_marked_and_left_out_beside(
    made: Made,
) -> None:
    table, record = made
    # The first count is 0 without the first explanation, whatever else.
    count = table.simulated[record[0].name]
    simulated = table.simulated | {
        record[0].name: np.where(table.indicators[:, 0], count, 0.0),
        record[1].name: table.simulated[record[1].name],
    }
    folder = table.folder / "circular"
    folder.mkdir(exist_ok=True)
    circular = replace(table, simulated=simulated, folder=folder)
    answer = explain_table(circular, with_values(record, 2500.0), workers=1)
    first, second = answer.beliefs
    assert answer.evidence[0].only_with == (first.name,)
    assert all(item.only_with == () for item in answer.evidence[1:])
    assert first.tautological_evidence == (record[0].name,)
    assert first.without_tautologies is not None
    assert first.probability is not None
    assert first.probability > 0.97
    assert first.without_tautologies[0] == pytest.approx(0.5, abs=0.1)
    assert second.without_tautologies is None
    assert "Part of its evidence is tautological" in paragraph(answer)
    plain = answer.as_json()
    assert plain["evidence"][0]["only_with"] == [first.name]
    assert (
        plain["explanations"][0]["without_tautological_evidence"]["probability"]
        == first.without_tautologies[0]
    )
    assert plain["explanations"][1]["without_tautological_evidence"] is None


def test_a_parameter_that_nothing_tells_is_not_identified(made: Made) -> None:
    table, record = made
    answer = explain_table(table, with_values(record, 1000.0, 1000.0, 3000.0), workers=1)
    told, untold = answer.parameters
    assert told.identified
    assert told.posterior[1] > told.prior[1] + 0.1
    assert not untold.identified


def test_an_impossible_record_gets_no_probability_and_the_clash_is_named(made: Made) -> None:
    table, record = made
    answer = explain_table(table, with_values(record, 1000.0, 1000.0, 1e9), worlds=5, workers=1)
    assert not answer.ok
    assert answer.guard.typicality_p < diagnostics.LEAST_TYPICALITY_P
    assert answer.guard.clashes[0].observation == record[2].name
    assert all(item.probability is None and item.tables == () for item in answer.beliefs)
    assert answer.combinations == []
    assert answer.none is None
    assert answer.weights == {}
    assert all(item.without == {} for item in answer.evidence)
    assert "No probabilities are given" in paragraph(answer)
    json.dumps(answer.as_json()["explanations"], allow_nan=False)


def test_what_was_kept_back_never_enters_the_fit(made: Made) -> None:
    table, record = made
    one = explain_table(table, record, workers=1)
    kept_back = [*record[:3], replace(record[3], value=1e9)]
    other = explain_table(table, kept_back, workers=1)
    assert [item.probability for item in one.beliefs] == [
        item.probability for item in other.beliefs
    ]
    assert one.check[0].inside
    assert not other.check[0].inside


def test_necessity_sufficiency_and_shares_of_a_known_cause(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, _ = made

    def measure(_: object, runs: list[shapley.Run], outcome: int, **__: object) -> object:
        # The first explanation alone makes the outcome; the dead are added up from both.
        return {
            run: np.array([7.0, 3.0 * run.on[0] + 1.0 * run.on[1], run.on[0] == (outcome == 1)])
            for run in runs
        }

    monkeypatch.setattr(shapley, "measure", measure)
    on = table.indicators.all(axis=1)
    found = shapley.effects(table, on / on.sum(), 10)
    first, second = (found.of[name] for name in table.names)
    assert found.outcome == 1
    assert first.necessity is not None
    assert first.necessity.share == 1.0
    assert second.necessity is not None
    assert second.necessity.share == 0.0
    assert first.sufficiency is not None
    assert first.sufficiency.share == 1.0
    assert first.share["deaths"][0] == pytest.approx(0.75)
    assert second.share["deaths"][0] == pytest.approx(0.25)
    assert np.isnan(first.share["peak_participants"][0])


def test_the_self_test_beats_both_baselines_and_finds_both_causes(made: Made) -> None:
    table, record = made
    answer = explain_blind(table, record, 200, workers=1)
    assert [item.identified for item in answer.explanations] == [True, True]
    for item in answer.explanations:
        assert item.beats_both
        # Two normal laws two standard deviations apart: the best possible AUC is 0.92.
        assert 0.85 < item.ours.auc < 0.97
    assert answer.whole.ece < 0.1


def test_wrong_names_and_empty_records_get_one_clear_error(made: Made) -> None:
    table, record = made
    with pytest.raises(UpheavalError, match=f"`leave_out`: .*did you mean '{record[0].name}'"):
        explain_table(table, record, [record[0].name + "x"], workers=1)
    with pytest.raises(UpheavalError, match="no observation is left of 3"):
        explain_table(table, record, [item.name for item in record[:3]], workers=1)
    with pytest.raises(UpheavalError, match="has no observation of use 'fit'"):
        explain_table(table, record[3:], workers=1)
    with pytest.raises(UpheavalError, match="has 150 simulations to learn from") as short:
        explain_blind(table, record, len(table) - 150, workers=1)
    assert "prepare" in short.value.message


def test_a_table_with_too_few_of_either_kind_is_told_with_the_explanation(made: Made) -> None:
    table, record = made
    rare = np.flatnonzero(~table.indicators[:, 1])[:400]
    with pytest.raises(UpheavalError, match=r"has 0 with or without .* expected 12 at least"):
        explain_table(table.rows(rare), record, workers=1)


def test_a_table_in_which_nothing_differs_is_told(made: Made) -> None:
    table, record = made
    same = {name: np.full(len(table), 5.0) for name in table.simulated}
    exact = [replace(item, low=item.value, high=item.value) for item in record]
    silent = replace(table, simulated=same)
    with pytest.raises(UpheavalError, match="no observation that is left differs"):
        fit_of_exact(silent, exact)


def fit_of_exact(table: ReferenceTable, record: list[Observation]) -> None:
    """Fit reports that carry no error, so that equal worlds are reported alike."""
    reports = observation_model.report(table, record, "fit")
    fit(table, replace(reports, reported=lambda: reports.exact), workers=1)


def test_odds_and_probabilities_are_inverse() -> None:
    chances = np.array([0.001, 0.3, 0.9])
    assert probability(log_odds(chances)) == pytest.approx(chances)
