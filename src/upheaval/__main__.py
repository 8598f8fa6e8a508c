"""``upheaval``, or ``python -m upheaval``: the command line as a process of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

from upheaval.errors import INTERRUPTED

# What Python calls the file of its own import system, and seconds until an import that a stop met
# is looked at again.
IMPORTER, SECONDS_BETWEEN = "<frozen importlib._bootstrap>", 0.05


def start() -> None:
    """Run the command line; Ctrl-C ends it with one message."""
    # While modules are imported there is nothing to lose, and an exception raised within them may
    # be swallowed or end as a traceback. Who was started with Ctrl-C ignored goes on ignoring it.
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    try:
        from upheaval.cli import main

        if heard is signal.default_int_handler:
            signal.signal(signal.SIGINT, _stop)
        main()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _be_silent()
        raise
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        _be_silent()
        sys.exit(INTERRUPTED)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End at once: nothing has begun."""
    os.write(2, b"Stopped.\n")
    os._exit(INTERRUPTED)


def _stop(_signal: int, frame: FrameType | None) -> None:
    """Stop as usual, but never within an import: wait until that is over.

    Commands import large libraries when they begin. An interrupt inside one of those is swallowed
    there, or comes out as some other error.
    """
    if not _importing(frame):
        raise KeyboardInterrupt
    again = threading.Timer(SECONDS_BETWEEN, _interrupt_again)
    again.daemon = True
    again.start()


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == IMPORTER:
            return True
        frame = frame.f_back
    return False


def _interrupt_again() -> None:
    if hasattr(signal, "pthread_kill"):
        # The main thread itself, so that it wakes if it has begun to wait for something.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)


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
