"""Messages of the Python interface in the words of the command line."""

from __future__ import annotations

import re


def in_flags(message: str) -> str:
    """Word a message of the Python API for the command line.

    Examples
    --------
    >>> in_flags("complete it with `resume=True`")
    'complete it with --resume'
    >>> in_flags("`for_`: got 'x'")
    "--for: got 'x'"
    >>> in_flags("make some with up.prepare('kaz', simulations=600, scale=50, seed=1)")
    "make some with 'upheaval prepare kaz --simulations 600 --scale 50 --seed 1'"
    """
    message = re.sub(r"up\.(\w+)\('([^']+)'((?:, \w+=\w+)*)\)", _command_of, message)
    return re.sub(r"`(\w+?)_?(?:=(\w+))?`", _flag_of, message)


def _command_of(found: re.Match[str]) -> str:
    options = re.findall(r"(\w+)=(\w+)", found[3])
    flags = "".join(f" --{name.replace('_', '-')} {value}" for name, value in options)
    return f"'upheaval {found[1]} {found[2]}{flags}'"


def _flag_of(found: re.Match[str]) -> str:
    flag = f"--{found[1].replace('_', '-')}"
    return flag if found[2] in (None, "True") else f"{flag} {found[2]}"
