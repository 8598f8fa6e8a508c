"""Price shocks: what a household loses, and when mining of coins pays.

The first-order loss of a price rise is the budget share times the rise of the logarithm. The
mechanism `prices` makes it from a scenario's tables.
"""

from __future__ import annotations

from upheaval.closed_forms import price_burden
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "price_shock"
SOURCE = "Deaton 1989, World Bank Economic Review 3:183-210"
MINING = "own accounting"


def felt_burden(after: float, conceded: float = 0.0) -> float:
    """Give the burden when only `prices` steps: a fuel with 5% of spending goes from 60 to `after`.

    Everybody burns it and is exposed alike; the new price is at the pumps the same day; `conceded`
    is the share of the rise taken back.
    """
    fuel = {"before": 60, "after": after, "after_low": after, "after_high": after,
            "regulated": 60, "budget_share": 0.05}  # fmt: skip
    world = small_country(
        "prices",
        {"prices": [fuel], "groups": [{"price_exposure": 1}]},
        {
            "elasticity": 1.0, "liberalization": 1.0,
            "pass_through_time": 1e-3, "reversal": 1.0,
            "cap": 100, "reversed_after": 36500,
        },
    )  # fmt: skip
    world.state.conceded[:] = conceded
    step_alone(world, "prices")
    return float(world.state.burden[0, 0])


def mining_and_scarcity() -> tuple[float, float]:
    """Give load and scarcity when `mining` alone steps: power at the price where it breaks even.

    Rigs of 2.4 could run and half of them pay; demand is 14 and capacity 15.
    """
    world = small_country(
        "mining",
        {
            "energy": [
                {"name": kind, "kind": kind, "value": mw, "low": mw, "high": mw}
                for kind, mw in (("mining", 2.4), ("demand", 14.0), ("capacity", 15.0))
            ]
        },
        parameters={
            "revenue": 0.3, "energy_use": 1.2, "power_price": 0.25, "spread": 1.0,
            "entry_rate": 1e9, "review_interval": 1e6,
        },
    )  # fmt: skip
    state = world.state
    state.connectivity[:] = 1.0
    step_alone(world, "mining")
    return float(state.mining_load[0]), float(state.scarcity[0])


def rows() -> list[TheoryRow]:
    """Give the real income lost, from the closed form and from the mechanism, and mining."""
    load, scarcity = mining_and_scarcity()
    return [
        *rows_of(MODEL, SOURCE, "closed form price_burden", [
            ("income change: price doubles, 5% of spending", -0.034657,
             float(price_burden.real_income_change(0.05, 2.0, 1.0)), 1e-6, "C"),
            ("burden at half the mean wage", 0.069315,
             float(price_burden.burden(1.0, 0.05, 2.0, 1.0, 0.5)), 1e-6, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "mechanism prices", [
            ("burden of a doubled price", 0.034657, felt_burden(120), 1e-6, "C"),
            ("burden with half the rise taken back", 0.017329, felt_burden(120, 0.5), 1e-6, "C"),
            ("burden of a price that stays", 0, felt_burden(60), 1e-12, "C"),
        ]),
        *rows_of(MODEL, MINING, "closed form price_burden", [
            ("power price at which mining breaks even", 0.25,
             float(price_burden.mining_break_even_price(0.3, 1.2)), 1e-12, "C"),
            ("shortage: demand 14, mining 1.2, capacity 15", 0.2,
             float(price_burden.shortage(14.0, 1.2, 15.0)), 1e-9, "C"),
        ]),
        *rows_of(MODEL, MINING, "mechanism mining", [
            ("load of rigs where half of 2.4 pays", 1.2, load, 1e-9, "C"),
            ("scarcity with it: demand 14, capacity 15", 0.013333, scarcity, 1e-6, "C"),
        ]),
    ]  # fmt: skip
