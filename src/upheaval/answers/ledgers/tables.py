"""The ledgers, each a table with one row a day and thing, over all worlds of a run.

Shares are of worlds, with Wilson's 90% range; numbers have their mean and the quantiles 5%, 50% and
95% over worlds. A day is named by its date; where ticks are longer than a day, it is the last one
of a tick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.ledgers.days import band, dates, grid, shares, ticks
from upheaval.record.series import Series
from upheaval.world.setting import ACCOUNTS

if TYPE_CHECKING:
    import pyarrow

NOBODY, NEWCOMER = "nobody", "newcomer"
"""Who holds an office that no figure of the scenario holds: empty, or taken by somebody else."""

BEFORE = "before"
"""Day of the ledger of alignment that stands for the time before the crisis."""

Ledger = Callable[[Series], "pyarrow.Table"]


def offices(run: Series) -> pyarrow.Table:
    """Give who holds which office: ``date, office, commands, holder, share, low, high``.

    Only holders of some world on the day are listed. ``commands`` is the organ that the office
    commands.
    """
    import pyarrow

    holders = run.field("office_holder")[:, ticks(run)]
    names = run.tables["figures"].names
    # The last two codes, -2 and -1, count from the end.
    labels = [*names, NEWCOMER, NOBODY]
    code = np.where(holders < 0, len(labels) + holders, holders)
    is_held = code[..., None] == np.arange(len(labels))
    date, office, holder = grid(dates(run), run.tables["offices"].names, labels)
    found = shares(is_held)
    commands = dict(
        zip(run.tables["offices"].names, map(str, run.tables["offices"]["commands"]), strict=True)
    )
    table = {
        "date": date,
        "office": office,
        "commands": [commands[name] for name in office],
        "holder": holder,
        **found,
    }
    return pyarrow.table(table).filter(pyarrow.array(found["share"] > 0))


def organs(run: Series) -> pyarrow.Table:
    """Give whom each organ follows and who commands it.

    Columns ``date, organ, commander, commander_share, with_incumbent, mean, p5, p50, p95``: the
    holder of the commanding office in most worlds (empty where no office commands it) and in how
    large a share of them (null there), the share of worlds in which most of it follows the
    incumbent, and the share of its people who do.
    """
    import pyarrow

    loyalty = np.asarray(run.field("organ_loyalty"), dtype=np.float64)[:, ticks(run)]
    date, organ = grid(dates(run), run.tables["organs"].names)
    who, how_often = _commanders(run)
    return pyarrow.table(
        {
            "date": date,
            "organ": organ,
            "commander": who.ravel().tolist(),
            "commander_share": pyarrow.array(how_often.ravel(), from_pandas=True),
            "with_incumbent": (loyalty > 0.5).mean(axis=0).ravel(),
            **band(loyalty),
        }
    )


def _commanders(run: Series) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """Give the commander of each organ in most worlds and his share, shape ``(days, organs)``."""
    names = [*run.tables["figures"].names, NEWCOMER, NOBODY]
    holders = run.field("office_holder")[:, ticks(run)]
    code = np.where(holders < 0, len(names) + holders, holders)
    organs_ = run.tables["organs"].names
    who = np.full((code.shape[1], len(organs_)), "", dtype=object)
    how_often = np.full(who.shape, np.nan)
    commanding = [str(name) for name in run.tables["offices"]["commands"]]
    for column, organ in enumerate(organs_):
        if organ not in commanding:
            continue
        held = code[:, :, commanding.index(organ)]
        counts = (held[..., None] == np.arange(len(names))).mean(axis=0)
        who[:, column] = [names[most] for most in counts.argmax(axis=1)]
        how_often[:, column] = counts.max(axis=1)
    return who, how_often


def rents(run: Series) -> pyarrow.Table:
    """Give the balance of every account: ``date, account, kind, mean, p5, p50, p95`` in KZT.

    ``kind`` is ``source`` for accounts that are no faction's. What all accounts add up to is 0 in
    every world and tick (`imbalance`).
    """
    import pyarrow

    accounts = run.labels("account")
    date, account = grid(dates(run), accounts)
    kinds = {name: "source" if name in ACCOUNTS else "faction" for name in accounts}
    return pyarrow.table(
        {
            "date": date,
            "account": account,
            "kind": [kinds[name] for name in account],
            **band(run.field("ledger")[:, ticks(run)]),
        }
    )


def imbalance(run: Series) -> int:
    """Give the largest sum of all accounts of rents in any tick of any world, a whole number."""
    return int(np.abs(run.field("ledger").sum(axis=2)).max())


def claims(run: Series) -> pyarrow.Table:
    """Give who believes what, by audience.

    Columns ``date, claim, audience, true, made, retracted, mean, p5, p50, p95``: the shares of
    worlds in which the claim is true (hidden from everybody in them), has been made and has been
    taken back by the end of the day, and the audience's mean belief.
    """
    import pyarrow

    at = ticks(run)
    belief = np.asarray(run.field("belief"), dtype=np.float64)[:, at]
    audiences, claims_ = run.tables["audiences"].names, run.tables["claims"].names
    date, audience, claim = grid(dates(run), audiences, claims_)
    true = np.broadcast_to(run.field("claim_truth").mean(axis=0), belief.shape[1:])

    def by_day(field: str) -> NDArray[np.float64]:
        happened = run.field(field)[:, None, :] <= run.ends[at][None, :, None] + 1e-6
        return np.repeat(happened.mean(axis=0)[:, None, :], len(audiences), axis=1)

    return pyarrow.table(
        {
            "date": date,
            "claim": claim,
            "audience": audience,
            "true": true.ravel().astype(np.float64),
            "made": by_day("claim_asserted_time").ravel(),
            "retracted": by_day("claim_retracted_time").ravel(),
            **band(belief),
        }
    )


def alignment(run: Series) -> pyarrow.Table:
    """Give the state's position between West (-1) and East (1), before and by day.

    Columns ``date, mean, p5, p50, p95`` and ``shift_p5, shift_p50, shift_p95``, how far it has
    moved; the first row, ``before``, is that before the crisis.
    """
    import pyarrow

    before = np.asarray(run.field("alignment_before"), dtype=np.float64)
    later = np.asarray(run.field("alignment"), dtype=np.float64)[:, ticks(run)]
    position = np.concatenate([before[:, None], later], axis=1)
    shift = band(position - before[:, None])
    return pyarrow.table(
        {
            "date": [BEFORE, *dates(run)],
            **band(position),
            **{f"shift_{name}": shift[name] for name in ("p5", "p50", "p95")},
        }
    )


LEDGERS: dict[str, Ledger] = {
    "offices": offices,
    "organs": organs,
    "rents": rents,
    "claims": claims,
    "alignment": alignment,
}
"""Every ledger by its name."""

FIELDS = {
    "offices": ("office_holder",),
    "organs": ("organ_loyalty", "office_holder"),
    "rents": ("ledger",),
    "claims": ("belief", "claim_truth", "claim_asserted_time", "claim_retracted_time"),
    "alignment": ("alignment", "alignment_before"),
}
"""Recorded fields that each ledger is made of."""
