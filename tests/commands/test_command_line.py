"""What holds for every command: help that is never cut, options of one meaning, errors as JSON."""

import inspect
import json
import re
import sys
from collections import defaultdict
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

import upheaval as up
from upheaval import cli
from upheaval.cli import GROUPS, Command
from upheaval.views.flags import in_flags

COMMANDS = [item for commands in GROUPS.values() for item in commands]
WIDTH = 80

WRONG_INPUT = {
    "bench": ["--quack"], "theory": ["no_such_model"], "merge": ["nowhere"], "list": ["--quack"],
    "schema": ["--out", "/dev/null/x"], "new": ["folder", "--country", "XXX", "--start",
    "2020-01-01"], "report": ["nowhere", "out.html"], "page": ["nowhere", "out.json"],
    "foresee": ["nowhere", "--from", "2022-01-05"],
}  # fmt: skip
"""Arguments that a command refuses; by default a scenario that there is not."""


def options_of(command: Command) -> dict[str, Any]:
    """Give the declaration of each option by its first long name."""
    found = {}
    hints = get_type_hints(command.function, include_extras=True)
    for name in inspect.signature(command.function).parameters:
        assert get_origin(hints[name]) is Annotated, (command.name, name)
        info = get_args(hints[name])[1]
        if type(info).__name__ != "OptionInfo":
            continue
        names = [item for item in info.param_decls or () if item.startswith("--")]
        found[names[0] if names else "--" + name.rstrip("_").replace("_", "-")] = info
    return found


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
            ) -> Any:  # fmt: skip
    def call(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("UPHEAVAL_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(sys, "argv", ["upheaval", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        heard = capsys.readouterr()
        return left.value.code, heard.out, heard.err

    return call


@pytest.mark.parametrize("command", COMMANDS, ids=lambda item: item.name)
def test_the_line_of_a_command_is_whole_at_eighty_columns(command: Command) -> None:
    longest = max(len(item.name) for item in COMMANDS)
    assert len(command.help) + longest + 4 <= WIDTH
    assert command.help.endswith(".")


def test_the_help_lists_every_command_under_its_heading(failing: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    code, out, _ = failing("-h")
    assert code == 0
    assert "..." not in out.split("Answers:")[1]
    places = [out.index(f"\n{title}:") for title in GROUPS]
    assert places == sorted(places)
    for item in COMMANDS:
        assert (f"{item.name} " in out and item.help in out) is not item.hidden


def test_an_option_means_the_same_in_every_command() -> None:
    helps: dict[str, set[str]] = defaultdict(set)
    for command in COMMANDS:
        for name, info in options_of(command).items():
            helps[name].add(info.help)
    differing = {name: texts for name, texts in helps.items() if len(texts) > 1}
    assert not differing


SAME_QUESTION = ("explain", "whatif", "foresee", "verify", "prepare")
IN_PYTHON_ONLY = {"progress", "scenario", "folder"}
ON_THE_LINE_ONLY = {
    "json", "figure", "markdown", "list", "hindcast", "self_test", "crises", "write", "scenario",
    "folder",
}  # fmt: skip
"""What a terminal needs, and questions that are functions of their own in Python."""


def test_one_scale_for_answers_and_a_reason_for_every_other() -> None:
    for command in COMMANDS:
        scale = inspect.signature(command.function).parameters.get("scale")
        if scale is None:
            continue
        if command.name in SAME_QUESTION:
            assert scale.default == 50, command.name
        else:
            said = " ".join((command.function.__doc__ or "").split())
            assert f"1:{scale.default}" in said, command.name


@pytest.mark.parametrize(
    "command",
    [item for item in COMMANDS if inspect.isfunction(getattr(up, item.name, None))],
    ids=lambda item: item.name,
)
def test_python_and_the_command_line_use_the_same_words_and_defaults(command: Command) -> None:
    python = inspect.signature(getattr(up, command.name)).parameters
    line = inspect.signature(command.function).parameters
    words = {name.rstrip("_") for name in python} - IN_PYTHON_ONLY
    assert words == {name.rstrip("_") for name in line} - ON_THE_LINE_ONLY
    for name in python.keys() & line.keys():
        own, declared = python[name].default, line[name].default
        # On the command line None stands for what the function makes of nothing given.
        assert declared is None or own == declared, name
        if isinstance(own, int) and not isinstance(own, bool) and declared is None:
            info = get_args(get_type_hints(command.function, include_extras=True)[name])[1]
            assert str(own) in info.show_default, name


@pytest.mark.parametrize("width", [80, 100, 140])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda item: item.name)
def test_no_help_of_a_command_is_cut(
    command: Command, width: int, failing: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = failing(command.name, "-h")
    assert code == 0
    assert max(map(len, out.splitlines())) <= width
    said = " ".join(out.split())
    for name, info in options_of(command).items():
        # A long word may be broken at a hyphen.
        assert " ".join(info.help.split()).replace("- ", "-") in said.replace("- ", "-"), name


@pytest.mark.parametrize("command", COMMANDS, ids=lambda item: item.name)
def test_every_command_prints_json_and_can_be_quiet(command: Command) -> None:
    assert "--json" in options_of(command)
    registered = {item.name: item for item in cli.app.registered_commands}
    assert "quiet" in inspect.signature(registered[command.name].callback).parameters


@pytest.mark.parametrize(
    "command", [item for item in COMMANDS if item.name != "serve"], ids=lambda item: item.name
)
def test_an_error_with_json_is_one_object(command: Command, failing: Any) -> None:
    wrong = WRONG_INPUT.get(command.name, ["nowhere"])
    code, out, err = failing(command.name, *wrong, "--json")
    assert (code, out) == (2, "")
    said = json.loads(err)["error"]["message"]
    assert said
    assert not said.startswith("Error")
    code, out, err = failing(command.name, *wrong)
    assert code == 2
    assert "Traceback" not in err


def test_a_quiet_run_says_nothing_but_its_result(failing: Any) -> None:
    small = ("--replicates", "2", "--scale", "1000", "--until", "2022-01-01", "--workers", "1")
    code, out, err = failing("run", "kazakhstan-2022", *small, "--quiet", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["replicates"] == 2
    assert "Running" in failing("run", "kazakhstan-2022", *small)[2]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("complete it with `resume=True`", "complete it with --resume"),
        ("`for_`: got 'x'", "--for: got 'x'"),
        ("use fewer `workers` or `basis=prior`", "use fewer --workers or --basis prior"),
        ("`leave_out`: unknown", "--leave-out: unknown"),
        ("with up.prepare('kaz', simulations=600, scale=50, seed=1).",
         "with 'upheaval prepare kaz --simulations 600 --scale 50 --seed 1'."),
    ],
)  # fmt: skip
def test_messages_of_python_become_flags(message: str, expected: str) -> None:
    assert in_flags(message) == expected


def test_no_message_of_the_python_api_speaks_in_flags() -> None:
    import upheaval

    root = next(iter(upheaval.__path__))
    from pathlib import Path

    spoken = re.compile(r"""f?["'](?:[^"'\n]*\s)?--[a-z][a-z-]+[^"'\n]*["']""")
    rooms = ("runs", "record", "inference", "answers", "scenario", "mechanisms", "world")
    # The rows of `parts` name the switch by the command that a reader would type.
    told = {"answers/parts/part.py"}
    found = [
        f"{file.relative_to(root).as_posix()}: {line.strip()}"
        for room in rooms
        for file in sorted((Path(root) / room).rglob("*.py"))
        if file.relative_to(root).as_posix() not in told
        for line in file.read_text(encoding="utf-8").splitlines()
        if spoken.search(line) and not line.lstrip().startswith('"""')
    ]
    assert found == []
