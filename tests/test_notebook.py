"""The notebooks run from top to bottom, and what their prose says of the results is so."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "docs" / "notebooks"
WALK = NOTEBOOKS / "granovetter_to_full_model.ipynb"

# Runs in the notebook's own kernel after its last cell, and prints what the tests look at.
LOOK = """
import json

print(json.dumps({
    "uniform": uniform, "one_person": one_person, "narrow": narrow, "wide": wide,
    "in_public": in_public, "levels": levels, "unafraid": unafraid, "afraid": afraid,
    "active": active.tolist(), "steps": steps, "walk": walk.to_dict("index"),
    "each": {step: numbers.to_dict("list") for step, numbers in measures.items()},
    "without_prices": without_prices, "rioting": rioting, "fall_belief": fall_belief,
    "taken": {step: float(share.mean()) for step, share in taken.items()},
    "obedience": obedience, "endings": endings.to_dict(), "on": on,
    "mechanisms": list(country.mechanisms),
}, default=float))
"""


@pytest.fixture(scope="module")
def executed() -> nbformat.NotebookNode:
    notebook = nbformat.read(WALK, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(LOOK))
    resources = {"metadata": {"path": str(NOTEBOOKS)}}
    return NotebookClient(notebook, timeout=600, resources=resources).execute()


@pytest.fixture(scope="module")
def found(executed: nbformat.NotebookNode) -> dict[str, Any]:
    return json.loads(executed.cells[-1].outputs[-1].text)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_valid_and_was_run_from_top_to_bottom(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [out for cell in code for out in cell.outputs if out.output_type == "error"]


def test_the_outputs_that_are_kept_are_those_of_the_code_as_it_is(executed):
    kept = nbformat.read(WALK, as_version=4)
    pairs = zip(kept.cells, executed.cells, strict=False)
    differing = [cell.source for cell, now in pairs if words_of(cell) != words_of(now)]
    assert differing == [], "run make pictures, and read the notebook's prose again"


def words_of(cell: nbformat.NotebookNode) -> list[str]:
    """Give what a cell printed, its numbers to three digits: processors differ in the last ones."""
    texts = []
    for output in cell.get("outputs", []):
        texts.append(output.get("text", ""))
        texts.append(output.get("data", {}).get("text/plain", ""))
    return [_rounded(text) for text in texts if "<Figure" not in text]


def _rounded(text: str) -> str:
    numbers = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.3g}", text)
    return " ".join(numbers.split())


def test_one_person_decides_whether_granovetters_hundred_act(found):
    assert (found["uniform"], found["one_person"]) == (100, 1)


def test_the_flagships_own_mechanism_has_granovetters_two_outcomes(found):
    assert found["narrow"] < 0.01
    assert found["wide"] == pytest.approx(1, abs=1e-3)


def test_kurans_private_change_makes_a_revolution_in_one_society_only(found):
    assert found["in_public"] == {"A": 10, "A'": 90, "B": 10, "B'": 20}


def test_epsteins_shares_are_those_by_hand_and_one_officer_deters_most(found):
    by_hand = [max(0.0, 1 - 0.1 / (1 - level)) for level in found["levels"]]
    assert found["unafraid"] == pytest.approx(by_hand, abs=1e-3)
    for free, watched in zip(found["unafraid"], found["afraid"], strict=True):
        assert watched <= 0.25 * free


def test_epsteins_town_is_quiet_between_outbursts(found):
    counts = sorted(found["active"])
    assert counts[-1] > 10 * max(1, counts[len(counts) // 2])


def test_every_mechanism_of_the_scenario_is_on_in_the_end(found):
    assert sorted(found["on"]) == sorted(found["mechanisms"])


def test_a_burden_without_grievance_leaves_the_streets_as_they_were(found):
    assert found["each"]["prices"] == found["each"]["mobilization"]


def test_prices_and_grievance_are_complements(found):
    alone = max(
        found["walk"]["prices"]["peak participants"],
        found["without_prices"]["peak participants"],
    )
    assert found["walk"]["grievance"]["peak participants"] > 10 * alone


def test_nobody_dies_before_coercion_and_somebody_does_with_it(found):
    for step in ("mobilization", "prices", "grievance"):
        assert set(found["each"][step]["deaths"]) == {0}
    assert found["walk"]["coercion"]["deaths"] > 0


def test_coercion_thins_the_riot_more_than_the_crowd(found):
    walk, rioting = found["walk"], found["rioting"]
    of_crowd = walk["coercion"]["peak participants"] / walk["grievance"]["peak participants"]
    assert rioting["coercion"] / rioting["grievance"] < of_crowd < 1


def test_large_crowds_make_people_believe_that_the_regime_may_fall(found):
    assert found["fall_belief"] > 0.5


def test_the_regimes_response_takes_steps_and_empties_the_streets(found):
    walk = found["walk"]
    assert found["taken"]["price concession"] > 0.5
    before, after = (
        walk[step]["peak participants"] for step in ("public signal", "regime response")
    )
    assert after < 0.5 * before
    assert walk["regime response"]["deaths"] > walk["public signal"]["deaths"]


def test_the_court_purges_without_moving_the_streets(found):
    assert found["walk"]["regime response"]["purge share"] == 0
    assert found["walk"]["court"]["purge share"] > 0
    for quantity in ("peak participants", "deaths"):
        assert found["each"]["court"][quantity] == found["each"]["regime response"][quantity]


def test_all_force_obeys_until_the_organs_choose(found):
    assert found["obedience"]["court"] == 1
    assert found["obedience"]["organs"] < 1


def test_foreign_troops_come_only_with_the_alliance(found):
    start = found["steps"].index("alliance")
    for step in found["steps"][:start]:
        assert set(found["each"][step]["troops"]) == {0}
    for step in found["steps"][start:]:
        assert max(found["each"][step]["troops"]) > 0


def test_every_replicate_has_one_ending(found):
    assert sum(found["endings"].values()) == pytest.approx(1, abs=0.05)


def test_figures_are_drawn(executed):
    drawn = [
        output
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(drawn) == 3
