import json
from pathlib import Path
from typing import Any

import pytest
from served import FLAGSHIP
from starlette.testclient import TestClient

from upheaval.errors import UpheavalError
from upheaval.scenario import Scenario
from upheaval.workbench import service as service_module
from upheaval.workbench.answer_files import KINDS, check_scenario_of, read_answers
from upheaval.workbench.complete_page import keep_answers
from upheaval.workbench.page.method import NOT_MODELED
from upheaval.workbench.page.other_answers import PAGES_OF_ANSWERS, page_of_answer
from upheaval.workbench.page.page import Answers, page_of
from upheaval.workbench.request_bodies import ExplainBody
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
    claim = {
        "name": scenario.tables["claims"].names[2],
        "kind": "claim",
        "value_of_information": {"value": 0.1},
    }
    row = {"name": "a row", "kind": "row", "value_of_information": {"value": 0.2}}
    return {
        "scenario": FLAGSHIP,
        "guard": {},
        "candidates": [row, claim],
        "uninformative_claims": [],
    }


def written(folder: Path, **answers: Any) -> list[Path]:
    for name, answer in answers.items():
        (folder / f"{name}.json").write_text(json.dumps(answer), encoding="utf-8")
    return [folder / f"{name}.json" for name in answers]


def test_answers_are_known_by_what_they_hold(
    tmp_path: Path, explained: dict[str, Any], verified: dict[str, Any]
) -> None:
    parts = [{"part": 1, "title": "One"}]
    hindcast = {"scenario": FLAGSHIP, "simulations": 9, "days": []}
    foreseen = hindcast | {"from": "2022-01-05", "outcomes": {}, "events": {}}
    sensitive = {"scenario": FLAGSHIP, "screening": [], "indices": {}, "measures": {}}
    files = written(tmp_path, a=verified, b=parts, c=explained, d=hindcast, e=foreseen, f=sensitive)
    found = read_answers(files)
    assert found == {
        "verify": verified, "parts": parts, "explain": explained, "hindcast": hindcast,
        "foresee": foreseen, "sensitivity": sensitive,
    }  # fmt: skip
    assert {*found} == {*KINDS} == {*PAGES_OF_ANSWERS}


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
    from upheaval.workbench.page.explain import page_of_answer

    rows = [{"observation": name} for name in scenario.tables["record"].names]
    found = page_of_answer(scenario, {"explanations": [], "evidence": rows})["evidence"]
    titles = {row["title"] for row in found}
    assert len(found) == len(rows)
    assert "Participants in Taldykorgan" in titles
    assert "Office lost: Karim Massimov" in titles
    assert any(title.startswith("Claim asserted: Twenty thousand") for title in titles)


def test_without_probabilities_there_are_no_words(
    run: Any, scenario: Scenario, explained: dict[str, Any]
) -> None:
    from upheaval.workbench.page.explain import page_of_answer

    explained["explanations"][0] |= {"probability": None, "low": None, "high": None}
    page = page_of(run, scenario, Answers(explained=page_of_answer(scenario, explained)))
    assert page.explanations is not None
    assert page.explanations["explanations"][0]["word"] is None
    assert page.explanations["explanations"][0]["band"] is None


def test_what_is_foreseen_has_titles_and_words_for_the_last_day(scenario: Scenario) -> None:
    chance = {"probability": [0.5, 0.7], "low": [0.4, 0.6], "high": [0.6, 0.85], "luck": [1, 0.5]}
    amount = {name: [1.0, 2.0] for name in ("mean", "p5", "p50", "p95", "error", "luck")}
    plain = {
        "from": "2022-01-05", "days": ["2022-01-06", "2022-01-07"],
        "outcomes": {"regime falls": chance}, "events": {"first_troops": chance},
        "amounts": {
            "deaths": amount | {"unit": "person"},
            "naming_probability@belarus": amount | {"unit": "1"},
        },
    }  # fmt: skip
    found = page_of_answer("foresee", scenario, plain)
    assert found["outcomes"]["regime falls"]["title"] == "Regime falls"
    assert found["events"]["first_troops"]["title"] == "Foreign troops arrive"
    assert found["events"]["first_troops"]["word"] == "likely to very likely"
    assert found["events"]["first_troops"]["band"] == "55–95%"
    assert {*found["amounts"]} == {"deaths"}
    assert found["amounts"]["deaths"]["title"] == "dead so far"


def test_a_page_holds_no_more_of_an_answer_than_it_shows(
    scenario: Scenario, explained: dict[str, Any]
) -> None:
    observation = explained["evidence"][0]["observation"]
    row = {"observation": observation, "value": 1.0, "p5": 2.0, "p50": 3.0, "p95": 4.0}
    parameters = [
        {"name": str(n), "spread_ratio": 1 - n / 100, "identified": n % 2 == 0} for n in range(60)
    ]
    found = page_of_answer(
        "explain",
        scenario,
        explained
        | {
            "parameters": parameters,
            "check": {
                "inside90": 1, "total": 2,
                "observations": [row | {"inside": True}, row | {"inside": False}],
            },
        },
    )  # fmt: skip
    assert [item["name"] for item in found["parameters"][:2]] == ["58", "56"]
    assert (found["narrowed"], found["of_parameters"]) == (30, 60)
    assert [item["title"] for item in found["check"]["observations"]] == ["Participants"]
    screening = [{"parameter": str(n), "rank": n} for n in range(50)]
    found = page_of_answer("sensitivity", scenario, {"screening": screening, "indices": {}})
    assert found["screening"][0]["rank"] == 49
    assert len(found["screening"]) < 50 == found["screened"]
    day = {"from": "2022-01-04", "rows": [1, 2], "log_score": {}}
    found = page_of_answer("hindcast", scenario, {"days": [day]})
    assert found["days"] == [{"from": "2022-01-04", "log_score": {}}]


def test_what_is_not_modeled_is_what_the_model_document_says() -> None:
    text = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
    section = text.partition("## 8 What is not modeled yet")[2].partition("\n## ")[0]
    assert " ".join(section.split()) == " ".join(NOT_MODELED)


def test_an_answer_of_a_shorter_table_is_not_given_for_a_longer_one(
    service: Service, explained: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def submit(_job: Any, tasks: list[Any], _progress: Any, on_done: Any) -> None:
        asked.append(tasks[0][0].__name__)
        on_done([explained | {"simulations": 2000, "scale": 50}])

    known = explained["evidence"][0]["observation"]
    explained["left_out"] = [known]
    monkeypatch.setattr(service, "submit", submit)
    body = ExplainBody(scenario=FLAGSHIP, leave_out=[known])
    keep_answers(service, {"explain": explained | {"simulations": 1000, "scale": 50}})
    for length, runs in ((1000, 0), (2000, 1), (2000, 1)):
        monkeypatch.setattr(service_module, "_simulations", lambda *_, length=length: length)
        job = service.start_explain(body)
        assert job.result["simulations"] == length
        assert len(asked) == runs
