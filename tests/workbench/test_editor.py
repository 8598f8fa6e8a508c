from pathlib import Path

import pytest
from served import FLAGSHIP
from starlette.testclient import TestClient

import upheaval as up
from upheaval.errors import UpheavalError
from upheaval.workbench.editor import save_copy
from upheaval.workbench.scenario_library import Library
from upheaval.workbench.service import Service

VALUES = {
    "prices.compensation": "0.5",
    "alliance.consent": "0.25",
    "regions.mangystau.fuel_dependence": "0.7",
    "offices.knb_chair.holder": "sagimbayev",
}


def test_an_edited_copy_is_accepted_by_check_and_is_what_the_changes_make(
    client: TestClient, service: Service
) -> None:
    body = {"name": "half_paid", "base": FLAGSHIP, "title": "Half paid", "set": VALUES}
    answer = client.post("/api/scenarios", json=body)
    assert answer.status_code == 201, answer.text
    folder = service.library.folder / "half_paid"
    assert up.check(folder) == []
    copy, changed = up.load(folder), up.load(FLAGSHIP).with_changes(VALUES)
    assert copy.title == "Half paid"
    assert copy.parameters["prices.compensation"].value == 0.5
    assert copy.parameters["alliance.consent"].is_fixed
    assert copy.parameters["alliance.consent"].source.startswith("assumption: set by hand")
    for name, table in changed.tables.items():
        assert list(copy.tables[name].rows()) == list(table.rows()), name
    untouched = set(copy.parameters) - set(VALUES)
    assert all(copy.parameters[n] == changed.parameters[n] for n in untouched)
    listed = client.get("/api/scenarios").json()["scenarios"]
    assert {"name": "half_paid", "title": "Half paid", "country": "Kazakhstan", "edited": True} in (
        listed
    )
    assert client.post("/api/scenarios", json=body).status_code == 409


@pytest.mark.parametrize(
    "name", ["../escaped", "a/b", "..", ".hidden", "UPPER", "", "a" * 64, "con\x00", "a b"]
)
def test_an_unsafe_name_makes_no_folder(tmp_path: Path, name: str) -> None:
    library = Library(tmp_path / "saved")
    with pytest.raises(UpheavalError, match="name: got"):
        save_copy(library, name, FLAGSHIP, {"prices.compensation": "0.5"})
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_value_leaves_nothing_behind(tmp_path: Path) -> None:
    library = Library(tmp_path / "saved")
    for values in (
        {"prices.compensation": "2"},
        {"prices.nothing": "2"},
        {"regions.mangystau.population": "1"},
    ):
        with pytest.raises(UpheavalError):
            save_copy(library, "copy", FLAGSHIP, values)
    assert not (tmp_path / "saved").exists() or list((tmp_path / "saved").iterdir()) == []


def test_a_link_is_no_scenario_and_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "saved" / "copy").symlink_to(tmp_path / "elsewhere")
    library = Library(tmp_path / "saved")
    assert "copy" not in library.names()
    with pytest.raises(UpheavalError, match="already"):
        save_copy(library, "copy", FLAGSHIP, {"prices.compensation": "0.5"})
    assert list((tmp_path / "elsewhere").iterdir()) == []
