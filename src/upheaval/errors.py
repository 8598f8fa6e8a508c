"""Errors that a user sees, and the words that help them put things right.

Every error meant for a user is an `UpheavalError`. The command line prints its message alone,
without a traceback, and ends with exit code 2.
"""

from collections.abc import Iterable
from difflib import get_close_matches

# Exit codes of the command line: after an error of the user's, and after Ctrl-C.
WRONG, INTERRUPTED = 2, 130


class UpheavalError(Exception):
    """Base of every error shown to a user.

    Parameters
    ----------
    message
        What was wrong, where (file, row, column), and what was expected, in one sentence.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OutsidePriorWarning(UserWarning):
    """A value was set by hand beyond the range that the scenario holds possible."""


class Interrupted(UpheavalError):  # noqa: N818 - nobody erred
    """Ctrl-C; the message says what is kept of the work."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice spelled most like `word`, ignoring case, or None if none is close."""
    # Sorted, so that the answer is the same when the choices come from a set.
    by_folded = {choice.casefold(): choice for choice in sorted(choices)}
    matches = get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[matches[0]] if matches else None


MOST_NAMES = 5
"""Names that a message lists; the rest are counted."""


def listed(names: Iterable[str], most: int = MOST_NAMES) -> str:
    """List names for a message, the first few and how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(names)
    if len(every) <= most:
        return ", ".join(every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"


def unknown(kind: str, word: str, choices: Iterable[str]) -> str:
    """Word the message for a name that is not among the known ones.

    Parameters
    ----------
    kind
        What the name stands for: 'mechanism', 'column', 'scenario'.
    word
        The name as the user wrote it.
    choices
        The names that would have been accepted.

    Examples
    --------
    >>> unknown("mechanism", "curt", ["streets", "court"])
    "unknown mechanism 'curt'; did you mean 'court'? known: court, streets"
    """
    known = sorted(choices)
    if not known:
        return f"unknown {kind} {word!r}; no {kind} is known here"
    guess = nearest(word, known)
    hint = f"did you mean {guess!r}? " if guess is not None else ""
    return f"unknown {kind} {word!r}; {hint}known: {listed(known)}"
