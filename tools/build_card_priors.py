"""Write the default priors of cards: src/upheaval/scenario/card/priors.csv.

A card inherits how a mechanism works, not how strongly: each range of `kazakhstan-2022` is widened,
and what was tuned to its record is replaced by an open assumption that is stated here. Options and
policies that are switched off there stay off.

    python tools/build_card_priors.py
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import upheaval.mechanisms
from upheaval.mechanisms.loop import declared_parameters, known
from upheaval.scenario import Parameter, ParameterSetting, in_declared_units, load

TARGET = Path(__file__).resolve().parent.parent / "src/upheaval/scenario/card/priors.csv"
STRUCTURES = Path(upheaval.mechanisms.__file__).with_name("structure_priors.csv")
WIDER = 0.25
"""Each end of a range moves out by this part of its width (of its logarithm, where it has one)."""

NOT_OF_CARDS = ("mining", "rents", "sanctions", "fronts", "third_power", "proxy", "provocateurs",
                "foreign_terrorists")  # fmt: skip
"""Mechanisms that no card switches on: they need tables that a card does not make."""

OWN: dict[str, tuple[str, float, float, str]] = {
    # parameter: prior, low, high, source
    "prices.elasticity": ("value 1", 0, 10, "a card gives the whole burden on a household"),
    "prices.reversal": ("value 1", 0.1, 2, "a card's reversal goes back to the price before"),
    "prices.cap": ("value 100", 1, 100, "no cap unless the card has one"),
    "mobilization.threshold": (
        "uniform 6.1 6.8",
        6.1,
        6.8,
        "assumption: from a country in which "
        "a burden of a hundredth of income fills squares to one in which a "
        "tenth hardly does",
    ),
    "grievance.burden_gain": (
        "loguniform 10 25",
        10,
        25,
        "assumption: within a factor of 1.6 of what drove towns in kazakhstan-2022",
    ),
    "triggers.level_gain": (
        "uniform 0.8 4",
        0.8,
        4,
        "assumption: a trigger of level 1 moves people about as much as a burden of a tenth of "
        "income",
    ),
    "grievance.legitimacy": (
        "uniform 0.6 0.85",
        0.6,
        0.85,
        "assumption: between a half and most people have no quarrel with the regime",
    ),
}


def main() -> None:
    """Write the file."""
    everything = declared_parameters(known().values())
    theirs = in_declared_units(load("kazakhstan-2022"), everything).parameters
    rows = []
    for name, declared in everything.items():
        if name.partition(".")[0] in NOT_OF_CARDS or name not in theirs:
            continue
        prior, low, high, source = OWN.get(name) or _wider(theirs.get(name), declared)
        rows.append(
            {
                "parameter": name,
                "prior": prior,
                "unit": declared.unit,
                "low": f"{low:.6g}",
                "high": f"{high:.6g}",
                "meaning": declared.meaning,
                "source": source,
            }
        )
    rows += _of_structures({str(row["parameter"]) for row in rows})
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{TARGET.name}: {len(rows)} parameters")


def _of_structures(known_already: set[str]) -> list[dict[str, str]]:
    """Give the priors of mechanisms that the flagship does not have."""
    with STRUCTURES.open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["parameter"] not in known_already]
    for row in found:
        if row["parameter"] in OWN:
            prior, low, high, source = OWN[row["parameter"]]
            row |= {"prior": prior, "low": f"{low:.6g}", "high": f"{high:.6g}", "source": source}
    return found


def _wider(setting: ParameterSetting | None, declared: Parameter) -> tuple[str, float, float, str]:
    """Give prior, low end, high end and source of one parameter."""
    if setting is None:
        low, high = declared.minimum, declared.maximum
        return f"uniform {low:.6g} {high:.6g}", low, high, "assumption: all that is allowed"
    if setting.prior is None:
        value = float(setting.value or 0.0)
        source = f"option or policy, as in kazakhstan-2022: {setting.source}"
        return f"value {value:.6g}", declared.minimum, declared.maximum, source
    bounds = setting.low, setting.high
    ((kind, numbers),) = setting.prior.model_dump().items()
    low, high = (numbers[0], numbers[-1]) if kind.endswith("uniform") else bounds
    if low > 0 and (kind.startswith("log") or high > 5 * low):
        span = math.log(high / low) * WIDER
        low, high, shape = low * math.exp(-span), high * math.exp(span), "loguniform"
    else:
        span = (high - low) * WIDER
        low, high = (max(low - span, low / 2) if low > 0 else low - span * (low < 0)), high + span
        shape = "uniform"
    low, high = max(low, declared.minimum), min(high, declared.maximum)
    source = f"inherited from kazakhstan-2022, range made wider; there: {setting.source}"
    return f"{shape} {low:.6g} {high:.6g}", min(low, bounds[0]), max(high, bounds[1]), source


if __name__ == "__main__":
    main()
