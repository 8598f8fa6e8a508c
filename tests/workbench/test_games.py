import json
from typing import Any

import pytest
from served import FLAGSHIP, finished
from starlette.testclient import TestClient

from upheaval.workbench.service import Service

ASKED = {"scenario": FLAGSHIP, "roles": ["president", "ally"], "replicates": 2}


def begin(client: TestClient, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/games", json=ASKED | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def take(client: TestClient, game: dict[str, Any], **choices: str) -> dict[str, Any]:
    body = {
        "date": game["next"],
        "choices": [{"role": role, "option": name} for role, name in choices.items()],
    }
    answer = client.post(f"/api/games/{game['id']}/turns", json=body)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_game_is_played_to_its_end_and_each_turn_stops_on_the_eve_of_the_next(
    client: TestClient,
) -> None:
    game = begin(client)
    assert game["days"] == ["2022-01-01", "2022-01-03", "2022-01-05"]
    ends = []
    for choice in ("nothing", "price-never", "no-shutdown"):
        turn = take(client, game, president=choice)
        assert finished(client, turn["run"])["state"] == "finished"
        page = client.get(f"/api/page/{FLAGSHIP}?run={turn['run']['id']}").json()
        ends.append(page["days"][-1])
        game = turn["game"]
    assert ends == ["2022-01-02", "2022-01-04", "2022-01-06"]
    assert game["finished"]
    assert game["next"] is None
    assert page["run"]["steps"] == [
        "2022-01-03: prices.liberalization=0",
        "2022-01-05: regime_response.shutdown_cost=5",
    ]


def test_what_is_chosen_on_the_first_day_holds_from_the_beginning(client: TestClient) -> None:
    turn = take(client, begin(client, seed=5), president="early-arrest-of-security-chief")
    assert finished(client, turn["run"])["state"] == "finished"
    page = client.get(f"/api/page/{FLAGSHIP}?run={turn['run']['id']}").json()
    changed = {item["path"]: item["value"] for item in page["run"]["changes"]}
    assert changed["offices.knb_chair.holder"] == "sagimbayev"


def test_a_game_is_saved_and_resumed_from_its_file(client: TestClient, service: Service) -> None:
    game = take(client, begin(client, title="Class 7b"), ally="no-treaty-troops")["game"]
    file = client.get(f"/api/games/{game['id']}/file")
    assert "attachment" in file.headers["content-disposition"]
    (service.cache.folder / "games" / f"{game['id']}.json").unlink()
    assert client.get(f"/api/games/{game['id']}").status_code == 404
    again = client.put(f"/api/games/{game['id']}", json=json.loads(file.text))
    assert again.status_code == 200
    assert client.get(f"/api/games/{game['id']}").json() == game
    assert take(client, game, president="price-capped")["game"]["next"] == "2022-01-05"


def test_the_class_predicts_before_it_sees(client: TestClient) -> None:
    game = begin(client)
    body = {
        "date": game["next"],
        "prediction": {"outcome": "regime falls", "peak": 5000},
    }
    told = client.post(f"/api/games/{game['id']}/turns", json=body).json()["game"]
    assert told["turns"][0]["prediction"] == {"outcome": "regime falls", "peak": 5000}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"date": "2022-01-02"}, "expected the turn of 2022-01-01"),
        ({"choices": [{"role": "patron", "option": "nothing"}]}, "role of this game"),
        ({"choices": [{"role": "president", "option": "price-phasd"}]}, "price-phased"),
        ({"choices": [{"role": "ally", "option": "nothing"}] * 2}, "chooses twice"),
        ({"prediction": {"outcome": "regime fals"}}, "regime falls"),
    ],
)
def test_a_wrong_turn_is_refused_and_the_game_stays(
    client: TestClient, change: dict[str, Any], words: str
) -> None:
    game = begin(client)
    body = {"date": game["next"], "choices": []} | change
    answer = client.post(f"/api/games/{game['id']}/turns", json=body)
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]
    assert client.get(f"/api/games/{game['id']}").json() == game


def test_a_file_that_was_tampered_with_is_refused(client: TestClient) -> None:
    game = take(client, begin(client), president="price-capped")["game"]
    for change in (
        {"turns": [{"date": "2022-01-01", "choices": [{"role": "president", "option": "x"}]}]},
        {"days": ["2022-01-01"]},
        {"roles": ["nobody"]},
        {"format": "upheaval-game/2"},
        {"replicates": 99_999},
    ):
        answer = client.put(f"/api/games/{game['id']}", json=game | change)
        assert answer.status_code in (400, 413, 422), change
    assert client.get(f"/api/games/{game['id']}").json() == game
