"""Write the reference of the commands from the command line itself."""

from __future__ import annotations

from typing import Any

import typer

from upheaval import cli

OPENING = """# Commands

Every command prints text for people, or JSON with `--json`. An error is one message on standard
error, with `--json` one object `{"error": {"message": ...}}` there, and ends with exit code 2;
Ctrl-C ends with 130. `-q` prints results and errors only. This page is made from the program's own
help.
"""


def page() -> str:
    """Give the page in Markdown: one section a command, one table of its arguments and options."""
    program: Any = typer.main.get_command(cli.app)
    lines = [OPENING]
    for title, commands in cli.GROUPS.items():
        lines += [f"## {title}", ""]
        lines += [_section(program.commands[item.name]) for item in commands if not item.hidden]
    return "\n".join(lines)


def _section(command: Any) -> str:
    context = command.make_context(command.name, [], resilient_parsing=True)
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    usage = " ".join([f"upheaval {command.name}", *(_argument(item) for item in arguments)])
    rows = [_row(item, context) for item in command.params if not getattr(item, "hidden", False)]
    lines = [
        *(f"### {command.name}", "", (command.help or "").strip(), ""),
        *("```text", f"{usage} [OPTIONS]", "```", ""),
        *("| | meaning | default |", "| --- | --- | --- |", *rows, ""),
    ]
    return "\n".join(lines)


def _argument(item: Any) -> str:
    name = item.name.upper()
    return name if item.required else f"[{name}]"


def _row(item: Any, context: Any) -> str:
    if item.param_type_name == "argument":
        name, described = item.name.upper(), item.get_help_record(context)
        text = described[1] if described else (item.help or "")
        return f"| `{name}` | {_cell(text.replace('[required]', ''))} | |"
    described = item.get_help_record(context) or ("", "")
    name, text = described
    meaning, _, default = text.partition("[default: ")
    return f"| `{_cell(name)}` | {_cell(meaning)} | {_cell(default.rstrip(']'))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").strip()
