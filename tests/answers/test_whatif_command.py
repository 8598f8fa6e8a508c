"""``upheaval whatif`` as a user meets it."""

import json
import sys
from collections.abc import Callable

import pytest

from upheaval import cli
from upheaval.scenario import Scenario

FEW = ("--replicates", "3", "--scale", "1000", "--until", "2022-01-06", "--workers", "1")

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def whatif(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["upheaval", "whatif", "kazakhstan-2022", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return left.value.code if isinstance(left.value.code, int) else 0, said.out, said.err

    return call


@pytest.mark.parametrize("columns", ["80", "160"])
def test_the_screen_shows_outcomes_amounts_events_and_why(
    whatif: Call, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    code, out, err = whatif(*FEW, "--with", "no-treaty-troops", "--trace", "--trace-worlds", "2")
    assert (code, err) == (0, "")
    for words in ("How it ends", "incumbent purges patron", "peak participants", "treaty request",
                  "Why the worlds part", "What pairing saved", "No treaty troops"):  # fmt: skip
        assert words in out
    assert "…" not in out
    assert max(map(len, out.splitlines())) <= int(columns)


def test_a_null_change_is_called_one(whatif: Call) -> None:
    code, out, err = whatif(*FEW, "--set", "prices.liberalization=1", "--json")
    assert code == 0
    assert err.startswith("A null change")
    found = json.loads(out)
    assert found["identical"]
    assert {item["difference"] for item in found["outcomes"].values()} == {0.0}


def test_json_names_what_the_interventions_come_to(whatif: Call) -> None:
    code, out, _ = whatif(
        *FEW, "--with", "no-treaty-troops", "--set", "prices.elasticity=1.4", "--json"
    )
    assert code == 0
    assert json.loads(out)["changed"] == {
        "set": {"prices.elasticity": "1.4"},
        "without": ["alliance"],
        "with": ["no-treaty-troops"],
    }


def test_the_list_names_every_intervention(
    whatif: Call, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "150")
    _, out, _ = whatif("--list")
    listed = json.loads(whatif("--list", "--json")[1])
    assert [item["name"] for item in listed] == [item.name for item in scenario.interventions]
    assert all(item.name in out for item in scenario.interventions)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "nothing is changed"),
        (("--with", "no-treaty-trops"), "did you mean 'no-treaty-troops'"),
        (("--without", "alliance", "--until", "2024-01-01"), "a day of the schedule"),
        (("--set", "prices.elasticity"), "expected PATH=VALUE"),
    ],
)
def test_bad_input_is_one_error_and_code_2(
    whatif: Call, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = whatif(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert told in err
    assert "Traceback" not in err
