import json
from pathlib import Path
from typing import Any

import pytest
from served import FLAGSHIP
from starlette.testclient import TestClient

from upheaval.errors import UpheavalError
from upheaval.scenario import Scenario
from upheaval.workbench.answer_files import check_scenario_of, read_answers
from upheaval.workbench.gather import keep_answers
from upheaval.workbench.page import Answers, page_of
from upheaval.workbench.service import Service


@pytest.fixture
def explained(scenario: Scenario) -> dict[str, Any]:
    """An answer of explain with one explanation, of the shape that the command prints."""
    first = scenario.explanations[0]
    belief = {
        "name": first.name, "title": first.title, "prior": 0.5, "probability": 0.7,
        "low": 0.6, "high": 0.85, "tables": [0.7], "testable": True, "identified": True,
        "necessity": None, "sufficiency": None, "share": None,
    }  # fmt: skip
    observation = scenario.tables["record"].names[0]
    return {
        "scenario": FLAGSHIP, "left_out": [], "guard": {"ok": True, "failures": []},
        "explanations": [belief],
        "evidence": [{"observation": observation, "likelihood_ratio": {}, "without": None}],
    }  # fmt: skip


@pytest.fixture
def verified(scenario: Scenario) -> dict[str, Any]:
    claim = {"name": scenario.tables["claims"].names[2], "kind": "claim", "worth": {"value": 0.1}}
    row = {"name": "a row", "kind": "row", "worth": {"value": 0.2}}
    return {"scenario": FLAGSHIP, "guard": {}, "candidates": [row, claim], "silent_claims": []}


def written(folder: Path, **answers: Any) -> list[Path]:
    for name, answer in answers.items():
        (folder / f"{name}.json").write_text(json.dumps(answer), encoding="utf-8")
    return [folder / f"{name}.json" for name in answers]


def test_answers_are_known_by_what_they_hold(
    tmp_path: Path, explained: dict[str, Any], verified: dict[str, Any]
) -> None:
    parts = [{"part": 1, "title": "One"}]
    hindcast = {"scenario": FLAGSHIP, "simulations": 9, "days": []}
    files = written(tmp_path, a=verified, b=parts, c=explained, d=hindcast)
    found = read_answers(files)
    assert found == {
        "verify": verified, "parts": parts, "explain": explained, "hindcast": hindcast,
    }  # fmt: skip


def test_what_is_no_answer_is_refused(
    tmp_path: Path, explained: dict[str, Any], scenario: Scenario
) -> None:
    for wrong in ({"a": 1}, [], [1], "text"):
        with pytest.raises(UpheavalError, match="no answer that a page has room for"):
            read_answers(written(tmp_path, wrong=wrong))
    with pytest.raises(UpheavalError, match="cannot be read"):
        read_answers([tmp_path / "missing.json"])
    with pytest.raises(UpheavalError, match="a second answer of 'explain'"):
        read_answers(written(tmp_path, one=explained, two=explained))
    with pytest.raises(UpheavalError, match="expected kazakhstan-2022"):
        check_scenario_of({"explain": explained | {"scenario": "other"}}, scenario)


def test_the_page_words_the_explanations_and_names_the_observations(
    client: TestClient, service: Service, explained: dict[str, Any], verified: dict[str, Any]
) -> None:
    from served import finished

    keep_answers(service, {"explain": explained, "verify": verified, "parts": [{"part": 1}]})
    job = client.post("/api/runs", json={"scenario": FLAGSHIP}).json()
    finished(client, job)
    page = client.get(f"/api/page/{FLAGSHIP}").json()
    (belief,) = page["explanations"]["explanations"]
    assert (belief["word"], belief["band"]) == ("likely to very likely", "55–95%")
    (row,) = page["explanations"]["evidence"]
    assert row["title"] == "Participants"
    assert row["date"] == "2022-01-01"
    assert row["value"] == "150 (50–300)"
    assert page["parts"] == [{"part": 1}]
    assert page["method"]["guard"] == {"ok": True, "failures": []}
    valued = [item for item in page["claims"]["claims"] if item["value_of_verifying"]]
    assert [item["id"] for item in valued] == [verified["candidates"][1]["name"]]


def test_observations_are_named_with_their_places(scenario: Scenario) -> None:
    from upheaval.workbench.page_explain import told

    rows = [{"observation": name} for name in scenario.tables["record"].names]
    found = told(scenario, {"explanations": [], "evidence": rows})["evidence"]
    titles = {row["title"] for row in found}
    assert len(found) == len(rows)
    assert "Participants in Taldykorgan" in titles
    assert "Office lost: Karim Massimov" in titles
    assert any(title.startswith("Claim asserted: Twenty thousand") for title in titles)


def test_without_probabilities_there_are_no_words(
    run: Any, scenario: Scenario, explained: dict[str, Any]
) -> None:
    from upheaval.workbench.page_explain import told

    explained["explanations"][0] |= {"probability": None, "low": None, "high": None}
    page = page_of(run, scenario, Answers(explained=told(scenario, explained)))
    assert page.explanations is not None
    assert page.explanations["explanations"][0]["word"] is None
    assert page.explanations["explanations"][0]["band"] is None
