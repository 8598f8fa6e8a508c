"""Write docs/commands.md from the declarations of the commands in `upheaval.cli.GROUPS`."""

from __future__ import annotations

from inspect import Parameter, cleandoc, signature
from typing import Any, Literal, get_args, get_origin, get_type_hints

from upheaval import cli
from upheaval.commands.line import Quiet

OPENING = """# Commands

Every command prints text for people, or JSON with `--json`. An error is one message on standard
error, with `--json` one object `{"error": {"message": ...}}` there, and ends with exit code 2;
Ctrl-C ends with 130. `-q` prints results and errors only. An option means the same in every command
that takes it. This page is made from the declarations of the commands: `make documents`.
"""


def page() -> str:
    """Give the page in Markdown: one section a command, one table of its arguments and options."""
    lines = [OPENING]
    for title, commands in cli.GROUPS.items():
        lines += [f"## {title}", ""]
        lines += [_section(item) for item in commands if not item.hidden]
    return "\n".join(lines).rstrip() + "\n"


def _section(command: cli.Command) -> str:
    hints = get_type_hints(command.function, include_extras=True)
    declared = list(signature(command.function).parameters.values())
    declared.append(Parameter("quiet", Parameter.KEYWORD_ONLY, default=False))
    hints["quiet"] = Quiet
    words, rows = ["upheaval", command.name], []
    for parameter in declared:
        kind, info = get_args(hints[parameter.name])
        if type(info).__name__ == "ArgumentInfo":
            name = info.metavar or parameter.name.upper()
            words.append(name if parameter.default is Parameter.empty else f"[{name}]")
        else:
            name = _option(parameter, kind, info)
        cells = (f"`{name}`", info.help, _default(parameter, info))
        rows.append("| " + " | ".join(map(_cell, cells)) + " |")
    lines = [
        *(f"### {command.name}", "", command.help, ""),
        *("```text", f"{' '.join(words)} [OPTIONS]", "```", ""),
        *(cleandoc(command.function.__doc__ or ""), ""),
        *("| | meaning | default |", "| --- | --- | --- |", *rows, ""),
    ]
    return "\n".join(lines)


def _option(parameter: Parameter, kind: Any, info: Any) -> str:
    """Name an option in all its forms, with what it is given."""
    own = "--" + parameter.name.rstrip("_").replace("_", "-")
    # The first of the names given stands where a default would.
    first = [info.default] if isinstance(info.default, str) else []
    named = [*first, *(info.param_decls or ())] or [own]
    names = ", ".join(name.replace("/", " / ") for name in named)
    return names if kind is bool else f"{names} {info.metavar or _value(kind)}"


def _value(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "|".join(get_args(kind))
    return "NUMBER" if {int, float} & {kind, *get_args(kind)} else "TEXT"


def _default(parameter: Parameter, info: Any) -> str:
    if isinstance(info.show_default, str):
        return info.show_default
    if parameter.default is Parameter.empty:
        return "required"
    if parameter.default is None or parameter.default is False:
        return ""
    return "on" if parameter.default is True else str(parameter.default)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").strip()
