"""``upheaval``, or ``python -m upheaval``: the command line as a process of its own."""

from __future__ import annotations

import os
import sys

from upheaval.errors import INTERRUPTED


def start() -> None:
    """Run the command line; Ctrl-C ends it with one message."""
    try:
        from upheaval.cli import main

        main()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _be_silent()
        raise
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        _be_silent()
        sys.exit(INTERRUPTED)


def _be_silent() -> None:
    """Drop what libraries say when the interpreter ends with their work half done.

    Reads and writes of the store run on threads and loops of their own, which are told of an
    interrupt by being torn down; they print tracebacks that help nobody.
    """
    sys.stderr.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)


if __name__ == "__main__":
    start()
