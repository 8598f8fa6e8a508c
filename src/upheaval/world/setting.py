"""What does not change during a run: places, people's kinds, the court, force, powers.

The setting compiles a scenario's tables into plain arrays with named dimensions. A *cell* is the
people of one group in one city; the citizens' rows are sorted by cell. A *node* is one of those in
a city who may be activists; nodes are sorted by city.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.scenario import Scenario
from upheaval.scenario.tables_information import SPEAKERS
from upheaval.scenario.tables_structures import DEMAND_KINDS
from upheaval.world.clock import Clock, Phase
from upheaval.world.geography import ContactShares, contact_shares, distances

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

DEMANDS = DEMAND_KINDS
"""Usual demands; a scenario may add its own, each a case of one of them."""
CROWDS = ("rallying", "striking", "rioting")
ACCOUNTS = ("resources", "households", "state")
"""Accounts of the ledger of rents, before those of the factions."""
NOBODY = -1
ADULTS_PER_NODE = 1_000
"""Adults to one node of a network of activists: how finely networks are cut, at any scale of the
citizens. A city of a million then has a network of the size that Siegel (AJPS 2009) runs, 1,000."""


P = ParamSpec("P")
R = TypeVar("R")


def remembered(
    method: Callable[Concatenate[Setting, P], R],
) -> Callable[Concatenate[Setting, P], R]:
    """Work an answer out once for each setting: mechanisms ask for the same ones every tick."""

    @wraps(method)
    def answer(self: Setting, /, *args: P.args, **keywords: P.kwargs) -> R:
        key = (method.__name__, (*args, *sorted(keywords.items())))
        if key not in self._answers:
            self._answers[key] = method(self, *args, **keywords)
        found: R = self._answers[key]
        return found

    return answer


class Setting:
    """A scenario compiled for a run at one scale.

    Parameters
    ----------
    scenario : Scenario
        A scenario that passed all checks.
    scale : int
        People whom one row of citizens stands for; 1 is the full population.
    clock : Clock, optional
        Ticks of the run; without it the scenario's whole schedule.
    """

    def __init__(self, scenario: Scenario, scale: int, clock: Clock | None = None) -> None:
        self._answers: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self.scenario = scenario
        self.scale = scale
        phases = [Phase(phase.until, phase.length) for phase in scenario.schedule]
        self.clock = Clock(scenario.start, phases) if clock is None else clock
        tables = scenario.tables
        self.labels: dict[str, list[str]] = {
            "region": tables["regions"].names,
            "city": tables["cities"].names,
            "group": tables["groups"].names,
            "faction": tables["factions"].names,
            "figure": tables["figures"].names,
            "office": tables["offices"].names,
            "organ": tables["organs"].names,
            "power": tables["powers"].names,
            "claim": tables["claims"].names,
            "audience": tables["audiences"].names,
            "speaker": list(SPEAKERS),
            "fuel": list(dict.fromkeys(str(fuel) for fuel in tables["prices"]["fuel"])),
            "leaning": tables["leanings"].names,
            "neighbor": tables["neighbors"].names,
            "ruler": tables["rulers"].names,
            "package": tables["sanctions"].names,
            "jurisdiction": list(dict.fromkeys(map(str, tables["exposure"]["jurisdiction"]))),
            "demand": [*DEMANDS, *tables["demands"].names],
            "trigger": tables["triggers"].names,
            "organization": tables["organizations"].names,
            "institution": tables["institutions"].names,
            "election": tables["elections"].names,
            "crowd": list(CROWDS),
            "account": [*ACCOUNTS, *tables["factions"].names],
        }
        self._make_cells()
        self._make_nodes()
        self.sizes = {dim: len(names) for dim, names in self.labels.items()}

    # ------------------------------------------------------------------ people
    def _make_cells(self) -> None:
        cities, groups = self.table("cities"), self.table("groups")
        composition = self.table("composition")
        share: dict[tuple[str, str, str], tuple[float, float, float]] = {}
        for row in composition.rows():
            key = (row["region"], row["settlement"], row["group"])
            share[key] = (row["value"], row["low"], row["high"])
        city_of, group_of, people, low, high = [], [], [], [], []
        for c, city in enumerate(cities.rows()):
            for g, group in enumerate(groups.names):
                key = (city["region"], city["settlement"], group)
                value, lower, upper = share.get(key, (0.0, 0.0, 0.0))
                if value <= 0 or city["population"] == 0:
                    continue
                city_of.append(c)
                group_of.append(g)
                people.append(value * city["population"])
                low.append(lower / value)
                high.append(upper / value)
        self._check_cities(city_of, group_of)
        self.cell_city: Whole = np.array(city_of, dtype=np.int64)
        self.cell_group: Whole = np.array(group_of, dtype=np.int64)
        self.cell_people: Floats = np.array(people)
        self.cell_share_low: Floats = np.array(low)
        self.cell_share_high: Floats = np.array(high)
        self.cell_rows: Whole = _rows_of(self.cell_people, self.cell_city, self.scale)
        self.labels["cell"] = [
            f"{cities.names[c]}/{groups.names[g]}" for c, g in zip(city_of, group_of, strict=True)
        ]

    def _check_cities(self, city_of: list[int], group_of: list[int]) -> None:
        acts = self.table("groups")["acts"]
        peopled = {c for c, g in zip(city_of, group_of, strict=True) if acts[g]}
        for c, name in enumerate(self.table("cities").names):
            if c not in peopled:
                raise UpheavalError(
                    f"cities.csv: '{name}' has nobody who can act; expected some people, of a "
                    "group that acts"
                )

    def _make_nodes(self) -> None:
        self.city_nodes: Whole = np.ceil(self.city_adults / ADULTS_PER_NODE).astype(np.int64)
        self.node_city: Whole = np.repeat(np.arange(len(self.city_nodes)), self.city_nodes)
        self.labels["node"] = [
            f"{city}/{number}"
            for city, nodes in zip(self.labels["city"], self.city_nodes.tolist(), strict=True)
            for number in range(1, nodes + 1)
        ]

    @cached_property
    def cell_acts(self) -> NDArray[np.bool_]:
        """Whether the people of each cell can protest."""
        return np.asarray(self.group("acts"), dtype=bool)[self.cell_group]

    @cached_property
    def cell_region(self) -> Whole:
        """Region of each cell."""
        return np.asarray(self.city_region[self.cell_city], dtype=np.int64)

    @remembered
    def of_cell(self, group_column: str) -> Floats:
        """Give a column of the groups table for each cell."""
        return np.asarray(self.group(group_column), dtype=np.float64)[self.cell_group]

    @cached_property
    def city_people(self) -> Floats:
        """People of each city."""
        return np.asarray(self.table("cities")["population"], dtype=np.float64)

    @cached_property
    def city_adults(self) -> Floats:
        """People of each city who can act."""
        return self.per_city(self.cell_people * self.cell_acts)

    def per_city(self, cells: Floats) -> Floats:
        """Add cells up to cities; the last axis is the cell."""
        return np.add.reduceat(cells, self._city_starts, axis=-1)

    def per_region(self, cities: Floats) -> Floats:
        """Add cities up to regions; the last axis is the city."""
        return np.asarray(cities @ self._city_in_region)

    @cached_property
    def _city_starts(self) -> Whole:
        return np.flatnonzero(np.diff(self.cell_city, prepend=-1))

    @cached_property
    def cells_of_cities(self) -> Whole:
        """First cell of each city and, after the last city, the number of cells."""
        return np.append(self._city_starts, len(self.cell_city))

    @cached_property
    def _city_in_region(self) -> Floats:
        return np.eye(len(self.labels["region"]))[self.city_region]

    # ------------------------------------------------------------------ places
    @cached_property
    def city_region(self) -> Whole:
        """Region of each city."""
        return self.positions("cities", "region", "regions")

    @cached_property
    def rural(self) -> Floats:
        """1 for the villages of a region, 0 for towns."""
        return self.where("cities", "settlement", "rural").astype(np.float64)

    @cached_property
    def holidays(self) -> frozenset[date]:
        """Days without work besides the weekends."""
        return frozenset(holiday.date for holiday in self.scenario.holidays)

    @cached_property
    def distances(self) -> Floats:
        """Great-circle distances between cities, in kilometers, shape ``(city, city)``."""
        cities = self.table("cities")
        return distances(cities["latitude"], cities["longitude"])

    @cached_property
    def contact(self) -> ContactShares:
        """Where each city's news of other cities comes from, by kind of tie."""
        kin = np.asarray(self.table("regions")["kinship"])[self.city_region]
        return contact_shares(self.distances, self.city_people, kin)

    # ------------------------------------------------------------------ tables
    def table(self, name: str) -> Any:
        """Give a table of the scenario."""
        return self.scenario.tables[name]

    @remembered
    def group(self, column: str) -> NDArray[Any]:
        """Give a column of the groups table."""
        return np.asarray(self.table("groups")[column])

    @remembered
    def column(self, table: str, column: str) -> Floats:
        """Give a column of numbers."""
        return np.asarray(self.table(table)[column], dtype=np.float64)

    @remembered
    def positions(self, table: str, column: str, target: str) -> Whole:
        """Give where each cell of a reference column stands in its target table; -1 if empty."""
        target_table = self.table(target)
        return np.array(
            [target_table.position(name) if name else NOBODY for name in self.table(table)[column]],
            dtype=np.int64,
        )

    @remembered
    def where(self, table: str, column: str, value: object) -> NDArray[np.bool_]:
        """Tell which rows of a table have this value in this column."""
        return np.array([cell == value for cell in self.table(table)[column]], dtype=bool)

    @remembered
    def prices(self, column: str) -> Floats:
        """Give a column of the prices table, shape ``(region, fuel)``; dates in days."""
        table = self.table("prices")
        result = np.full((self.sizes["region"], self.sizes["fuel"]), np.nan)
        region = self.positions("prices", "region", "regions")
        fuel = [self.labels["fuel"].index(str(name)) for name in table["fuel"]]
        values = table[column]
        if np.issubdtype(values.dtype, np.datetime64):
            values = np.array([self.clock.days(day) for day in values.astype(object)])
        result[region, fuel] = values
        if np.isnan(result).any():
            r, f = np.argwhere(np.isnan(result))[0]
            raise UpheavalError(
                f"prices.csv: no row for region '{self.labels['region'][r]}' and fuel "
                f"'{self.labels['fuel'][f]}'; where it is not sold, give it a budget_share of 0"
            )
        return result

    @cached_property
    def demand_kind(self) -> Whole:
        """Usual demand that each demand is a case of, as its position in `DEMANDS`."""
        added = [DEMANDS.index(str(kind)) for kind in self.table("demands")["kind"]]
        return np.array([*range(len(DEMANDS)), *added], dtype=np.int64)

    # ------------------------------------------------------------------ court
    @cached_property
    def patron_faction(self) -> int:
        """Faction led by the patron, the second power at the top; `NOBODY` where there is none."""
        found = np.flatnonzero(self.where("factions", "seat", "patron"))
        return int(found[0]) if len(found) else NOBODY

    @cached_property
    def incumbent_faction(self) -> int:
        """Faction led by the incumbent."""
        return int(np.flatnonzero(self.where("factions", "seat", "incumbent"))[0])

    @cached_property
    def figure_faction(self) -> Whole:
        """Faction of each figure."""
        return self.positions("figures", "faction", "factions")

    @cached_property
    def faction_leaning(self) -> Floats:
        """Where a faction's patron ties lead: 1 to the incumbent, -1 to the patron, 0 to neither.

        The mean over its figures of the first of the two camps on each one's chain of patrons.
        """
        seats = {self.incumbent_faction: 1.0}
        if self.patron_faction != NOBODY:
            seats[self.patron_faction] = -1.0
        patron_of = self.positions("figures", "patron", "figures")
        faction, chain = self.figure_faction, len(patron_of)
        leaning = np.zeros(len(patron_of))
        for figure in range(len(patron_of)):
            top, steps = figure, 0
            while int(faction[top]) not in seats and patron_of[top] != NOBODY and steps < chain:
                top, steps = int(patron_of[top]), steps + 1
            leaning[figure] = seats.get(int(faction[top]), 0.0)
        totals = np.bincount(faction, weights=leaning, minlength=len(self.labels["faction"]))
        members = np.bincount(faction, minlength=len(self.labels["faction"]))
        result = np.where(members > 0, totals / np.maximum(members, 1), 0.0)
        for faction_index, seat in seats.items():
            result[faction_index] = seat
        return np.asarray(result)

    @cached_property
    def garrison(self) -> Floats:
        """Share of each organ's people in each city, shape ``(organ, city)``."""
        share = np.zeros((len(self.labels["organ"]), len(self.labels["city"])))
        organ = self.positions("garrisons", "organ", "organs")
        city = self.positions("garrisons", "city", "cities")
        share[organ, city] = self.column("garrisons", "share")
        return share


def _rows_of(people: Floats, city: Whole, scale: int) -> Whole:
    """Give whole rows to each cell so that the rows of a city add up to its people / scale.

    Largest remainders within the city; every cell keeps at least one row, so that no group
    vanishes at a coarse scale (its row then stands for fewer people).
    """
    exact = people / scale
    rows = np.floor(exact).astype(np.int64)
    remainder = exact - rows
    for c in np.unique(city):
        cells = np.flatnonzero(city == c)
        spare = round(exact[cells].sum()) - rows[cells].sum()
        order = cells[np.argsort(-remainder[cells], kind="stable")]
        rows[order[: max(0, spare)]] += 1
    return np.asarray(np.maximum(rows, 1))
