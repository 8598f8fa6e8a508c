"""Terminals and pipes that do not know every sign: signs degrade, and no work is lost."""

import ast
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import upheaval
from upheaval import cli
from upheaval.commands.streams import plain

SOURCE = Path(upheaval.__file__).parent
ENCODINGS = ("cp1252", "cp1251", "cp437", "ascii")
SMALL = ("--replicates", "2", "--scale", "1000", "--until", "2022-01-01", "--workers", "1")
COMMANDS = (
    ("run", "kazakhstan-2022", *SMALL),
    ("whatif", "kazakhstan-2022", "--without", "alliance", *SMALL),
    ("parts", "kazakhstan-2022", *SMALL),
    ("ledgers", "kazakhstan-2022", *SMALL),
    ("show", "kazakhstan-2022"),
    ("loop", "kazakhstan-2022"),
    ("list",),
    ("theory", "granovetter"),
    ("explain", "nowhere"),
)


def printed(monkeypatch: Any, encoding: str, *arguments: str) -> tuple[object, bytes, bytes]:
    """Run a command whose output and errors go to pipes of an encoding."""
    pipes = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", pipes[0])
    monkeypatch.setattr(sys, "stderr", pipes[1])
    monkeypatch.setattr(sys, "argv", ["upheaval", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    for pipe in pipes:
        pipe.flush()
    return left.value.code, *(pipe.buffer.getvalue() for pipe in pipes)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda item: item[0])
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_every_command_ends_well_on_a_narrow_pipe(
    encoding: str, command: tuple[str, ...], monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("UPHEAVAL_CACHE", str(tmp_path))
    code, out, err = printed(monkeypatch, encoding, *command)
    assert code == (2 if command[1:] == ("nowhere",) else 0), err.decode(encoding)
    assert (out + err).decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_help_is_printed_in_every_encoding(encoding: str, monkeypatch: Any) -> None:
    for name in ("", *(item.name for commands in cli.GROUPS.values() for item in commands)):
        code, out, err = printed(monkeypatch, encoding, *filter(None, [name]), "--help")
        assert (code, err) == (0, b""), name
        assert "Usage: " in out.decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_signs_are_replaced_by_plain_ones(encoding: str, monkeypatch: Any) -> None:
    code, out, _ = printed(monkeypatch, encoding, "show", "kazakhstan-2022")
    assert code == 0
    text = out.decode(encoding)
    assert "Kazakhstan" in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_keeps_its_value(encoding: str, monkeypatch: Any) -> None:
    wide = json.loads(printed(monkeypatch, "utf-8", "show", "kazakhstan-2022", "--json")[1])
    narrow = printed(monkeypatch, encoding, "show", "kazakhstan-2022", "--json")[1]
    assert json.loads(narrow.decode("ascii")) == wide


def test_every_sign_that_the_program_prints_has_a_plain_one() -> None:
    signs = {
        sign
        for room in ("views", "commands", "answers", "record", "runs", "inference", "scenario")
        for file in (SOURCE / room).rglob("*.py")
        if file.name != "streams.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for sign in node.value
        if ord(sign) > 127
    }
    assert signs
    lost = {s for s in signs if plain(UnicodeEncodeError("ascii", s, 0, 1, ""))[0] == "?"}
    assert lost == set()
