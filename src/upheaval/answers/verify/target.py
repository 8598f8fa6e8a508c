"""The quantity that a check should tell about: named by the user, or all explanations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError, unknown
from upheaval.inference.posterior.regression import normal_scores
from upheaval.inference.simulations.reference_table import ReferenceTable, TablePlan
from upheaval.inference.simulations.shards import uncertain
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.measures import MEASURES
from upheaval.record.quantities import quantity_of, usual

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """What a check should tell about.

    Attributes
    ----------
    name : str
        Its name; ``explanations`` for all of them.
    kind : {"explanations", "yes_no", "number"}
        How its change is measured: in bits, or as a share of its variance.
    values : float64 array, shape ``(N,)`` or ``(N, M)``, or None
        It in the simulations of the table; None if worlds must be run again for it.
    column : str
        Where a run again has it; empty if the table has it.
    extra : str
        What a run again must measure beside the usual; empty if nothing.
    is_time : bool
        Whether values are times, infinite for never.
    raw : float64 array, shape ``(N,)``, or None
        Of a number in the table: it in its own unit.
    """

    name: str
    kind: Literal["explanations", "yes_no", "number"]
    values: Floats | None
    column: str = ""
    extra: str = ""
    is_time: bool = False
    raw: Floats | None = None


def target_of(table: ReferenceTable, text: str | None) -> Target:
    """Read what ``--for`` names: an explanation, outcome, parameter, observation or measure.

    Raises
    ------
    UpheavalError
        If there is none of the name; the message gives the nearest.
    """
    if text is None or text == "explanations":
        return Target("explanations", "explanations", table.indicators.astype(np.float64))
    if text in table.names:
        return Target(text, "yes_no", table.indicators[:, table.names.index(text)].astype(float))
    if text in OUTCOMES:
        return Target(text, "yes_no", (table.outcome == OUTCOMES.index(text)).astype(np.float64))
    if text in table.parameters:
        drawn = table.parameters[text]
        return Target(text, "number", normal_scores(drawn), raw=drawn)
    kinds = {item.name: item.kind for item in usual()}
    if text in kinds:
        return _measured(text, kinds[text], "")
    if _is_measure(text):
        return _measured(text, quantity_of(table.plan.scenario, text).kind, text)
    raise _unknown(text, [*table.names, *table.parameters])


def check_target(plan: TablePlan, text: str | None) -> None:
    """Raise what `target_of` would, before a table is made for it."""
    names = [item.name for item in plan.testable]
    known = {"explanations", *names, *OUTCOMES, *uncertain(plan), *(q.name for q in usual())}
    if text is None or text in known:
        return
    if not _is_measure(text):
        raise _unknown(text, [*names, *uncertain(plan)])
    quantity_of(plan.scenario, text)


def _is_measure(text: str) -> bool:
    return text.partition(":")[0].partition("@")[0] in MEASURES


def _unknown(text: str, names: list[str]) -> UpheavalError:
    kinds = [item.name for item in usual()]
    known = [*names, *OUTCOMES, *kinds, *MEASURES]
    message = unknown("quantity", text, known).partition("known:")[0]
    return UpheavalError(
        f"`for_`: {message}expected an explanation, an outcome, a parameter, one of "
        f"{', '.join(kinds)}, or MEASURE@PLACE:DAY"
    )


def _measured(name: str, kind: str, extra: str) -> Target:
    return Target(
        name, "yes_no" if kind == "yes_no" else "number", None, f"quantity.{name}", extra,
        is_time=kind == "time",
    )  # fmt: skip


def of_runs(
    target: Target, found: dict[str, Floats], horizon: float
) -> tuple[Floats, Floats | None]:
    """Give a target that only runs again have, shape ``(R,)``; times are cut at the horizon.

    The second is a number in its own unit; None for yes and no.

    Raises
    ------
    UpheavalError
        If the runs do not reach it.
    """
    values = found[target.column]
    if np.isnan(values).any():
        raise UpheavalError(
            f"`for_`: {target.name} lies after the acute phase, to which worlds are run again"
        )
    if target.is_time:
        cut = np.minimum(values, horizon)
        return cut, cut
    # Counts range over powers of ten: their spread is told in ranks.
    return (values, None) if target.kind == "yes_no" else (normal_scores(values), values)
