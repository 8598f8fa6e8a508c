"""Bueno de Mesquita et al. (2003): rents of the winning coalition.

A challenger can promise a share of private goods with certainty only today; a member of the
incumbent's coalition W, drawn from a selectorate S, weighs the chance W/S to be in the next one.
The smaller that chance, the less the ruler must pay and the more he keeps.
"""

from __future__ import annotations

from upheaval.closed_forms.selectorate import rent_per_member, slack
from upheaval.theory.rows import Entry, TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "selectorate"
SOURCE = "Bueno de Mesquita, Smith, Siverson and Morrow 2003 (private goods only)"
VALUES = (
    ((100, 10, 100, 0.8), 2.173913, 78.260870),
    ((100, 10, 1000, 0.8), 2.016129, 79.838710),
    ((100, 40, 50, 0.8), 1.388889, 44.444444),
    ((100, 50, 100, 0.9), 0.363636, 81.818182),
)


def booked(revenue: float, coalition: float, selectorate: float, discount: float) -> list[float]:
    """Give what the coalition is paid and the ruler keeps when `rents` alone steps for a day.

    The incumbent's faction keeps, the patron's is paid. Sums are whole: 10 million to the unit.
    """
    unit = 1e7
    every = {"value": 1, "low": 1, "high": 1}
    world = small_country(
        "rents",
        {
            "rents": [
                {"account": "coalition", "faction": "patron", **every},
                {"account": "rulers", "faction": "incumbent", **every},
            ]
        },
        parameters={"income": revenue * unit, "coalition": coalition, "selectorate": selectorate,
                    "discount": discount},
    )  # fmt: skip
    setting, state = world.setting, world.state
    patron, incumbent = setting.patron_faction, setting.incumbent_faction
    before = state.ledger.copy()
    step_alone(world, "rents")
    factions = (state.ledger - before)[0, -setting.sizes["faction"] :]
    return [float(factions[patron]) / unit, float(factions[incumbent]) / unit]


def rows() -> list[TheoryRow]:
    """Give pay per member and the ruler's own share."""
    entries: list[Entry] = []
    for game, rent, kept in VALUES:
        named = "R {:g}, W {:g}, S {:g}, delta {:g}".format(*game)
        entries += [
            (f"pay of a member: {named}", rent, float(rent_per_member(*game)), 1e-6, "C"),
            (f"ruler's slack: {named}", kept, float(slack(*game)), 1e-6, "C"),
        ]
    paid, kept = booked(100, 10, 100, 0.8)
    return [
        *rows_of(MODEL, SOURCE, "closed form selectorate", entries),
        *rows_of(MODEL, SOURCE, "mechanism rents", [
            ("booked to the coalition: R 100, W 10, S 100, delta 0.8", 21.739130, paid, 1e-6, "C"),
            ("booked to the ruler", 78.260870, kept, 1e-6, "C"),
        ]),
    ]  # fmt: skip
