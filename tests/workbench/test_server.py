import csv
import io
import json
import threading
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from served import FLAGSHIP, client_of, finished, service_in
from starlette.testclient import TestClient

from upheaval.workbench.exports import TABLES
from upheaval.workbench.limits import Limits
from upheaval.workbench.page.model import Page
from upheaval.workbench.request_checks import Rules
from upheaval.workbench.service import Service

COMPENSATED = {"scenario": FLAGSHIP, "with": ["price-compensated"]}


@pytest.fixture(scope="module")
def changed(client: TestClient) -> dict[str, Any]:
    """The page of a changed run, and so also its baseline."""
    job = client.post("/api/runs", json=COMPENSATED).json()
    over = finished(client, job)
    assert over["state"] == "finished", over["message"]
    found: dict[str, Any] = client.get(f"/api/page/{FLAGSHIP}?run={job['id']}").json()
    return found


def error_of(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = response.json()["error"]
    assert found.keys() == {"message", "where", "expected", "nearest"}
    return found


# ---------------------------------------------------------------------- runs
def test_a_run_reports_its_progress_and_its_page_is_set_beside_the_baseline(
    changed: dict[str, Any],
) -> None:
    assert changed["run"]["interventions"] == ["price-compensated"]
    assert changed["run"]["replicates"] == 4
    beside = changed["comparison"]
    assert beside["replicates"] == 4
    assert sum(flow["count"] for flow in beside["flow"]) == 4
    shares = {item["name"]: item for item in beside["outcomes"]}
    for item in changed["outcomes"]:
        assert shares[item["name"]]["changed"] == pytest.approx(item["share"], abs=0.001)
    for item in beside["baseline_outcomes"]:
        assert shares[item["name"]]["baseline"] == pytest.approx(item["share"], abs=0.001)


def test_progress_rises_to_the_whole(client: TestClient) -> None:
    job = client.post("/api/runs", json=COMPENSATED | {"seed": 8, "baseline": False}).json()
    seen = []
    with client.stream("GET", f"/api/runs/{job['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line.removeprefix("data: ")))
    assert seen[-1] == {"id": job["id"]}
    done = [item["done"] for item in seen[:-1]]
    assert done == sorted(done)
    assert all(item["total"] == 4 for item in seen[:-1])


def test_a_run_that_is_there_is_not_run_again(client: TestClient, changed: dict[str, Any]) -> None:
    again = client.post("/api/runs", json=COMPENSATED)
    assert again.status_code == 200
    assert again.json()["id"] == changed["run"]["id"]
    assert again.json()["state"] == "finished"


def test_a_restarted_server_finds_the_run_of_the_one_before(
    service: Service, changed: dict[str, Any]
) -> None:
    later = Service(service.library, service.settings, service.cache)
    try:
        client = client_of(later)
        job = client.post("/api/runs", json=COMPENSATED).json()
        assert job["state"] == "finished"
        page = client.get(f"/api/page/{FLAGSHIP}?run={changed['run']['id']}").json()
        assert page["run"]["digest"] == changed["run"]["digest"]
    finally:
        later.close()


def test_two_runs_at_once_both_end_and_differ(client: TestClient) -> None:
    jobs = [
        client.post(
            "/api/runs",
            json={"scenario": FLAGSHIP, "set": {"prices.liberalization": value},
                  "baseline": False, "until": "2022-01-03"},
        ).json()
        for value in (0, 0.5)
    ]  # fmt: skip
    assert jobs[0]["id"] != jobs[1]["id"]
    assert [finished(client, job)["state"] for job in jobs] == ["finished", "finished"]
    digests = {
        client.get(f"/api/page/{FLAGSHIP}?run={job['id']}").json()["run"]["digest"] for job in jobs
    }
    assert len(digests) == 2


def test_a_cancelled_run_ends_at_once_and_can_be_asked_for_again(client: TestClient) -> None:
    asked = {"scenario": FLAGSHIP, "seed": 77, "replicates": 200, "scale": 200, "baseline": False}
    job = client.post("/api/runs", json=asked).json()
    assert client.delete(f"/api/runs/{job['id']}").json()["state"] == "cancelled"
    assert finished(client, job)["state"] == "cancelled"
    small = asked | {"replicates": 2, "scale": 1000, "until": "2022-01-02"}
    other = client.post("/api/runs", json=small).json()
    assert finished(client, other)["state"] == "finished"
    resumed = client.post("/api/runs", json=asked).json()
    assert resumed["state"] in ("queued", "running")
    client.delete(f"/api/runs/{job['id']}")


def test_a_run_that_two_tabs_want_goes_on_when_one_of_them_leaves(client: TestClient) -> None:
    asked = {"scenario": FLAGSHIP, "seed": 78, "until": "2022-01-02", "baseline": False}
    first = client.post("/api/runs", json=asked).json()
    second = client.post("/api/runs", json=asked).json()
    assert first["id"] == second["id"]
    if second["state"] != "finished":
        client.delete(f"/api/runs/{first['id']}")
    assert finished(client, second)["state"] == "finished"


def test_a_what_if_answers_as_the_command_does(client: TestClient) -> None:
    import upheaval as up

    asked = {
        "scenario": FLAGSHIP,
        "with": ["price-never"],
        "trace": True,
        "replicates": 2,
        "until": "2022-01-04",
    }
    job = finished(client, client.post("/api/whatif", json=asked).json())
    assert job["state"] == "finished", job["message"]
    found = up.whatif(
        FLAGSHIP, with_=["price-never"], replicates=2, scale=1000, until="2022-01-04",
        workers=1, progress=False,
    )  # fmt: skip
    measures = {item["name"]: item for item in job["result"]["measures"]}
    expected = found.measures["peak_participants"].value
    assert measures["peak_participants"]["difference"] == pytest.approx(
        expected.difference, rel=0.01
    )
    assert job["result"]["trace"]["target"] == "outcome"
    asked_again = client.post("/api/whatif", json=asked)
    assert asked_again.status_code == 200
    assert asked_again.json()["result"] == job["result"]


def test_a_page_holds_the_what_ifs_that_were_answered(client: TestClient) -> None:
    asked = {"scenario": FLAGSHIP, "with": ["price-never"]}
    job = finished(client, client.post("/api/whatif", json=asked).json())
    page = client.get(f"/api/page/{FLAGSHIP}?run={baseline_of(client)}").json()
    (entry,) = [item for item in page["whatifs"] if item["name"] == "price-never"]
    assert entry["result"]["measures"] == job["result"]["measures"]


def baseline_of(client: TestClient) -> str:
    found = client.get(f"/api/page/{FLAGSHIP}")
    if found.status_code == 202:
        finished(client, found.json())
        found = client.get(f"/api/page/{FLAGSHIP}")
    return str(found.json()["run"]["id"])


def test_one_pair_makes_no_what_if_and_a_page_without_comparison(client: TestClient) -> None:
    alone = COMPENSATED | {"replicates": 1}
    answer = client.post("/api/whatif", json=alone)
    assert answer.status_code == 400
    assert "at least 2" in error_of(answer)["message"]
    job = finished(client, client.post("/api/runs", json=alone).json())
    page = client.get(f"/api/page/{FLAGSHIP}?run={job['id']}").json()
    assert page["comparison"] is None
    assert page["run"]["replicates"] == 1


def test_the_first_part_is_a_page_of_its_own_and_small(
    client: TestClient, changed: dict[str, Any]
) -> None:
    path = f"/api/page/{FLAGSHIP}?run={changed['run']['id']}"
    first = client.get(f"{path}&part=first")
    assert Page.model_validate(first.json()).sentence == changed["sentence"]
    assert len(first.content) < 300_000
    assert first.json()["street"] == changed["street"]
    assert client.get(f"{path}&part=last").status_code == 422


def test_explaining_without_a_table_says_how_to_make_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UPHEAVAL_CACHE", str(tmp_path))
    answer = client.post("/api/explain", json={"scenario": FLAGSHIP})
    assert answer.status_code == 404
    assert "upheaval prepare kazakhstan-2022" in error_of(answer)["message"]


# ---------------------------------------------------------------------- the page
def test_the_page_is_kept_compressed_and_the_same_without(
    client: TestClient, changed: dict[str, Any]
) -> None:
    path = f"/api/page/{FLAGSHIP}?run={changed['run']['id']}"
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < 200_000


def test_every_table_can_be_taken_out_in_both_kinds(
    client: TestClient, changed: dict[str, Any]
) -> None:
    empty = {"whatifs", "comparison"}
    for table in set(TABLES) - empty:
        path = f"/api/runs/{changed['run']['id']}/export/{table}"
        rows = list(
            csv.DictReader(io.StringIO(client.get(f"{path}.csv").content.decode("utf-8-sig")))
        )
        packed = parquet.read_table(io.BytesIO(client.get(f"{path}.parquet").content))
        assert len(rows) == len(packed) > 0, table
        assert list(rows[0]) == packed.column_names
    shares = {row["name"]: float(row["share"]) for row in
              csv.DictReader(io.StringIO(client.get(
                  f"/api/runs/{changed['run']['id']}/export/outcomes.csv"
              ).content.decode("utf-8-sig")))}  # fmt: skip
    assert shares == {item["name"]: item["share"] for item in changed["outcomes"]}


def test_the_scenario_tells_what_can_be_set(client: TestClient) -> None:
    found = client.get(f"/api/scenarios/{FLAGSHIP}").json()
    assert {item["path"] for item in found["inputs"]} >= {"prices.compensation"}
    assert all(found["sources"][item["source"]] for item in found["inputs"])
    listed = client.get("/api/scenarios").json()
    assert listed["default"] == FLAGSHIP
    assert FLAGSHIP in [item["name"] for item in listed["scenarios"]]


# ---------------------------------------------------------------------- what is refused
@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"scenario": FLAGSHIP, "set": {"prices.compensatio": 1}}, 400, "prices.compensation"),
        ({"scenario": FLAGSHIP, "set": {"prices.compensation": 2}}, 400, "from 0 to 1"),
        ({"scenario": FLAGSHIP, "set": {"prices.compensation": "x" * 300}}, 422, "set"),
        ({"scenario": FLAGSHIP, "with": ["no-treaty-trops"]}, 400, "no-treaty-troops"),
        ({"scenario": FLAGSHIP, "without": ["alliances"]}, 400, "alliance"),
        ({"scenario": FLAGSHIP, "until": "2021-01-01"}, 400, "2022-01-01"),
        ({"scenario": FLAGSHIP, "until": "soon"}, 422, "until"),
        ({"scenario": FLAGSHIP, "replicates": 0}, 422, "replicates"),
        ({"scenario": FLAGSHIP, "replicates": 99_999}, 413, "at most 1,000"),
        ({"scenario": FLAGSHIP, "scale": 1}, 413, "scale of at least 20"),
        ({"scenario": FLAGSHIP, "scale": 21, "replicates": 900}, 413, "too large"),
        ({"scenario": "kazakhstan-2023"}, 404, "kazakhstan-2022"),
        ({"scenario": "../kazakhstan-2022"}, 422, "scenario"),
        ({"scenario": FLAGSHIP, "unknown": 1}, 422, "unknown"),
        ([], 422, "body"),
    ],
)  # fmt: skip
def test_a_wrong_run_is_refused_in_words(
    client: TestClient, body: Any, status: int, words: str
) -> None:
    answer = client.post("/api/runs", json=body)
    assert answer.status_code == status
    assert words in error_of(answer)["message"]


@pytest.mark.parametrize("raw", [b"{", b'{"scenario": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused(client: TestClient, raw: bytes) -> None:
    answer = client.post("/api/runs", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "no JSON" in error_of(answer)["message"]


def test_a_body_beyond_the_limit_is_refused_whatever_it_says_of_its_length(
    client: TestClient,
) -> None:
    long = b'{"scenario": "' + b"a" * 300_000 + b'"}'
    kind = {"content-type": "application/json"}
    assert client.post("/api/runs", content=long, headers=kind).status_code == 413
    in_chunks = client.post("/api/runs", content=iter([long]), headers=kind)
    assert in_chunks.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/api/page/..%2f..%2fetc",
        "/api/page/%2e%2e",
        "/api/page/kazakhstan-2022%00",
        "/api/scenarios/..%5c..%5cwindows",
        "/api/page/kazakhstan-2022?run=../../../etc/passwd",
        "/api/runs/..%2f..%2f/export/cities.csv",
        "/api/runs/0123456789abcdef01234567/export/cities.csv",
        "/api/runs/0123456789abcdef01234567/export/..%2fx.csv",
        "/api/games/..%2f..%2fetc%2fpasswd",
        "/assets/..%2f..%2fapp.py",
        "/assets/app.py",
        "/api/nothing",
    ],
)
def test_no_path_leads_out_of_the_folders(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404, 422)
    assert error_of(answer)["message"]


def test_another_host_or_origin_is_refused(client: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:8321", ""):
        assert client.get("/api/runs", headers={"host": host}).status_code == 421
    for host in ("localhost:8321", "127.0.0.1", "[::1]:8321"):
        assert client.get("/api/runs", headers={"host": host}).status_code == 200
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999"):
        assert client.get("/api/runs", headers={"origin": origin}).status_code == 403
        answer = client.post("/api/runs", json=COMPENSATED, headers={"origin": origin})
        assert answer.status_code == 403
    own = {"origin": "http://127.0.0.1:8321"}
    assert client.get("/api/runs", headers=own).status_code == 200
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.get("/api/runs", headers=foreign).status_code == 403


def test_a_form_of_another_site_cannot_start_anything(client: TestClient) -> None:
    answer = client.post("/api/runs", content=b"{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


def test_every_answer_forbids_the_page_to_ask_anybody_else(client: TestClient) -> None:
    for path in ("/", "/api/runs", "/api/nothing", "/assets/app.js"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "http" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_beyond_loopback_nothing_is_given_without_the_token(service: Service) -> None:
    token = "a token that is long enough"
    client = client_of(service, Rules(any_address=True, token=token), follow_redirects=False)
    there = {"host": "10.0.0.5:8321"}
    assert client.get("/api/runs", headers=there).status_code == 401
    assert client.get("/", headers=there).status_code == 401
    assert client.get("/?token=wrong", headers=there).status_code == 401
    assert client.get("/api/runs?token=" + token, headers=there).status_code == 401
    bearer = there | {"authorization": f"Bearer {token}"}
    assert client.get("/api/runs", headers=bearer).status_code == 200
    opened = client.get("/", params={"token": token}, headers=there)
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    given = there | {"cookie": cookie.partition(";")[0]}
    assert client.get("/api/runs", headers=given).status_code == 200
    assert client.get("/api/runs", headers=given | {"host": "evil.example"}).status_code == 421


def test_too_many_runs_at_once_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = service_in(tmp_path, limits=Limits(waiting=2))
    # Nothing is run, so nothing ends by itself.
    monkeypatch.setattr(service.pool, "submit", lambda work: None)
    try:
        client = client_of(service)
        asked = {"scenario": FLAGSHIP, "replicates": 500, "scale": 300, "baseline": False}
        jobs = [client.post("/api/runs", json=asked | {"seed": n}) for n in (1, 2, 3)]
        assert [answer.status_code for answer in jobs] == [202, 202, 429]
        assert "expected fewer" in error_of(jobs[2])["message"]
        for answer in jobs[:2]:
            client.delete(f"/api/runs/{answer.json()['id']}")
        assert client.post("/api/runs", json=asked | {"seed": 3}).status_code == 202
    finally:
        service.close()


def test_a_dead_worker_is_replaced_and_the_run_goes_on(tmp_path: Path) -> None:
    import multiprocessing

    from upheaval.runs.workers import Worker

    service = service_in(tmp_path, workers=1)
    try:
        client = client_of(service)
        asked = {"scenario": FLAGSHIP, "replicates": 2, "baseline": False}
        job = client.post("/api/runs", json=asked).json()
        started = threading.Event()
        found = service.jobs.get(job["id"])
        assert found is not None
        found.listen(lambda event: started.set() if found.done > 0 else None)
        assert started.wait(60)
        for child in multiprocessing.active_children():
            if isinstance(child, Worker) and child.pid in service.pool.pids():
                child.kill()
        assert finished(client, job)["state"] == "finished"
    finally:
        service.close()
