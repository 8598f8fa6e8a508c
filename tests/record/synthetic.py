"""A country of two regions and a run of three replicates, small enough to work out by hand.

Sixteen ticks of 6 hours from 1 January 2022, then two of 7 days. Replicate 0 has a crisis,
replicate 1 has none, replicate 2 a small one.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import xarray

from upheaval.scenario import TABLES, Scenario, SchedulePhase, Table
from upheaval.scenario.cells import moment
from upheaval.scenario.table import Sheet

START = datetime(2022, 1, 1)
TICK_ENDS = [0.25 * (i + 1) for i in range(16)] + [11.0, 18.0]
OUTCOMES = ("duumvirate holds", "incumbent purges patron", "regime falls")
_NEUTRAL = {"integer": 1, "number": 1.0, "boolean": False, "date": None}

REGIONS = [
    {"name": "west", "title": "West", "population": 300, "kinship": "coast"},
    {"name": "south", "title": "South", "population": 100, "kinship": "hills"},
]
CITIES = [
    {"name": "port", "title": "Port", "region": "west", "settlement": "town",
     "population": 100, "latitude": 44.0, "longitude": 51.0},
    {"name": "steppe", "title": "Steppe", "region": "west", "settlement": "rural",
     "population": 200, "latitude": 46.0, "longitude": 53.0},
    {"name": "hill", "title": "Hill", "region": "south", "settlement": "town",
     "population": 100, "latitude": 43.0, "longitude": 76.0},
]  # fmt: skip
FIGURES = [{"name": "president"}, {"name": "patron"}, {"name": "chief"}]
OFFICES = [
    {"name": "presidency", "holder": "president", "kind": "presidency", "rank": 1},
    {"name": "council", "title": "Council", "holder": "patron", "kind": "council", "rank": 1},
    {"name": "security", "holder": "chief", "kind": "security", "rank": 2},
]

AUDIENCES = [
    {"name": "westerners", "kind": "citizens", "kinship": "coast", "language": "any"},
    {"name": "southerners", "kind": "citizens", "kinship": "hills", "language": "any"},
    {"name": "court", "kind": "elites"},
    {"name": "pact", "kind": "allies"},
    {"name": "abroad", "kind": "abroad"},
]
CLAIMS = [{"name": "plot"}, {"name": "rumor"}]


def table(name: str, rows: list[dict[str, Any]]) -> Table:
    """Make a table; cells that a row leaves out get a neutral value."""
    kind = TABLES[name]
    cells = {
        column.name: [row.get(column.name, _NEUTRAL.get(column.kind, "")) for row in rows]
        for column in kind.columns
    }
    return Table(Sheet(kind, list(range(2, len(rows) + 2)), cells))


def observation(measure: str, value: str, **cells: Any) -> dict[str, Any]:
    """Make a row of the record; its name is the measure's unless given."""
    row = {"name": measure, "place": "country", "unit": "person", "use": "fit"}
    row |= {"measure": measure, "value": value, "low": value, "high": value, **cells}
    if isinstance(row.get("date"), str):
        row["date"] = moment(row["date"])
    return row | {"confidence": "high", "source": "made up"}


RECORD = [
    observation("participants", "1000", date="2022-01-03", low="500", high="2000"),
    observation("participants", "5", date="2022-01-01", name="too_few"),
    observation("deaths", "90", date="2022-01-04", name="dead", use="check"),
    observation("regions_with_protest", "1", date="2022-01-03", unit="region"),
    observation("detained", "40", date="2022-01-04"),
    observation("troops", "0", date="2022-01-12"),
    observation("first_protest", "2022-01-02", unit="date"),
    observation("first_troops", "2022-01-04T06:00", unit="date", use="check"),
    observation("office_lost", "2022-01-04T00:00", unit="date", place="patron"),
    observation("riot", "1", unit="1", place="west"),
]


def scenario(record: list[dict[str, Any]] | None = None) -> Scenario:
    """Make the country."""
    rows: dict[str, list[dict[str, Any]]] = {
        "regions": REGIONS,
        "cities": CITIES,
        "audiences": AUDIENCES,
        "claims": CLAIMS,
        "figures": FIGURES,
        "offices": OFFICES,
        "organs": [{"name": "guard"}],
        "factions": [{"name": "clan"}, {"name": "palace"}],
        "powers": [{"name": "north"}, {"name": "neighbor"}],
        "neighbors": [{"name": "twin"}, {"name": "stranger"}],
        "rulers": [{"name": "twin_ruler"}],
        "demands": [],
        "prices": [{"region": name, "fuel": "gas"} for name in ("west", "south")],
        "record": RECORD if record is None else record,
    }
    return Scenario(
        name="tiny",
        folder=Path("tiny"),
        title="A small country",
        country="Nowhere",
        summary="",
        start=START,
        schedule=(
            SchedulePhase(datetime(2022, 1, 5), 0.25),
            SchedulePhase(datetime(2022, 1, 19), 7.0),
        ),
        holidays=(),
        mechanisms=(),
        mechanism_files={},
        mechanism_digests={},
        parameters={},
        explanations=(),
        tables={name: table(name, found) for name, found in rows.items()},
        map={"type": "FeatureCollection", "features": [_square("west", 50), _square("south", 70)]},
    )


def _square(name: str, west: float) -> dict[str, Any]:
    ring = [[west, 42], [west + 10, 42], [west + 10, 50], [west, 50], [west, 42]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


NEVER = np.inf

# (replicate, tick, city, kind of crowd): people. Tick 5 ends on 2 January at 12:00.
CROWDS = {
    (0, 4, 0, 0): 49.0,  # too few for a gathering
    (0, 5, 0, 0): 30.0, (0, 5, 0, 1): 20.0,  # fifty in all: the first gathering
    (0, 8, 0, 0): 400.0, (0, 9, 0, 2): 300.0, (0, 9, 1, 0): 60.0, (0, 10, 2, 0): 1000.0,
    (0, 12, 2, 2): 50.0, (0, 13, 2, 0): 80.0,
    (0, 16, 0, 0): 70.0,  # in the aftermath
    (2, 9, 2, 0): 60.0, (2, 10, 2, 2): 49.0,
}  # fmt: skip


def run() -> xarray.Dataset:
    """Make the run."""
    crowd = np.zeros((3, 18, 3, 3))
    for where, people in CROWDS.items():
        crowd[where] = people
    cumulative = _cumulative()
    demand = np.zeros((3, 18, 2, 4))
    demand[0, 8:12, 0] = (0.5, 0.4, 0.1, 0.0)
    demand[0, 8:12, 1] = (0.2, 0.1, 0.7, 0.0)
    belief = np.full((3, 18, 5, 2), 0.1)
    belief[0, 12:, :, 0] = (0.2, 0.6, 0.5, 0.7, 0.05)
    nationalism = np.zeros((3, 18, 2))
    nationalism[0, 12:] = (0.4, 0.8)
    price = np.full((3, 18, 2, 1), 50.0)
    price[:, 2:, 0] = 100.0
    holder = np.tile(np.array([0, 1, 2]), (3, 18, 1))
    holder[0, 12:, 1] = 0  # the president takes the council over
    holder[2, 17:, 0] = -2  # a newcomer in the presidency
    status = np.zeros((3, 18, 3), np.int8)
    status[0, 12:14, 2] = 1
    status[0, 14:, 2] = 2
    loyalty = np.full((3, 18, 1), 0.6)
    loyalty[0, 8:12] = 0.5
    troops = np.zeros((3, 18, 2))
    troops[0, 13:16] = (300.0, 20.0)
    load = np.full((3, 18), 900.0)
    load[0, 13:] = 250.0
    hash_share = np.full((3, 18), 0.18)
    hash_share[0, 13:15] = 0.05
    ledger = np.zeros((3, 18, 5), np.int64)
    ledger[:, 3:] = (-100, 20, 10, 40, 30)
    money = np.zeros((3, 18, 2), np.int64)
    money[0, 4:] = (7, -3)
    series = {
        **_outside(),
        "mining_load": ((), load),
        "hash_rate_share": ((), hash_share),
        "ledger": (("account",), ledger),
        "reform_rent": (("faction",), money),
        "favors": (("faction",), 2 * money),
        "crowd": (("city", "kind"), crowd),
        "demand_share": (("region", "demand"), demand),
        "price": (("region", "fuel"), price),
        "office_holder": (("office",), holder),
        "figure_status": (("figure",), status),
        "belief": (("audience", "claim"), belief),
        "nationalism": (("region",), nationalism),
        "organ_loyalty": (("organ",), loyalty),
        "troops": (("power",), troops),
        **{name: (("city",), values) for name, values in cumulative.items()},
    }
    final = {name: (dims, np.array(values)) for name, (dims, values) in TIMES.items()}
    variables = {name: (("replicate", "time", *dims), v) for name, (dims, v) in series.items()}
    variables |= {name: (("replicate", *dims), v) for name, (dims, v) in final.items()}
    ends = np.datetime64(START, "ns") + np.round(np.array(TICK_ENDS) * 86_400e9).astype("m8[ns]")
    coordinates = {
        "time": ends,
        "region": ["west", "south"],
        "city": ["port", "steppe", "hill"],
        "kind": ["rallying", "striking", "rioting"],
        "demand": ["price", "labor", "political", "foreign"],
        "audience": [row["name"] for row in AUDIENCES],
        "claim": ["plot", "rumor"],
        "figure": ["president", "patron", "chief"],
        "office": ["presidency", "council", "security"],
        "organ": ["guard"],
        "power": ["north", "neighbor"],
        "neighbor": ["twin", "stranger"],
        "ruler": ["twin_ruler"],
        "fuel": ["gas"],
        "account": ["resources", "households", "state", "clan", "palace"],
        "faction": ["clan", "palace"],
    }
    attributes = {"scenario": "tiny", "seed": 1, "scale": 20, "version": "0"}
    return xarray.Dataset(variables, coordinates, attributes)


def _outside() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """Make what changes abroad in replicate 0, from 4 January on."""
    fields = {
        "alignment": ((), np.full((3, 18), -0.1)),
        "other_front_pressure": ((), np.ones((3, 18))),
        "bargaining_credit": ((), np.zeros((3, 18))),
        "defected": (("faction",), np.zeros((3, 18, 2))),
        "sanction_risk": (("faction",), np.zeros((3, 18, 2))),
        "naming_probability": (("ruler",), np.full((3, 18, 1), 0.7)),
        "ruler_control": (("ruler",), np.full((3, 18, 1), 0.3)),
        "neighbor_risk": (("neighbor",), np.full((3, 18, 2), 0.2)),
    }
    fields["alignment"][1][0, 12:] = 0.2
    fields["other_front_pressure"][1][0, 12:] = 0.8
    fields["bargaining_credit"][1][0, 12:] = 0.5
    fields["defected"][1][0, 12:, 0] = 1
    fields["sanction_risk"][1][0, 12:, 0] = 0.6
    fields["naming_probability"][1][0, 12:] = 0.4
    fields["ruler_control"][1][0, 12:] = 0.5
    fields["neighbor_risk"][1][0, 12:] = (0.1, 0.3)
    return fields


def _cumulative() -> dict[str, np.ndarray]:
    names = (
        "killed", "security_killed", "wounded", "security_wounded", "arrested", "arms_looted",
        "sent_belief", "organizers",
    )  # fmt: skip
    fields = {name: np.zeros((3, 18, 3)) for name in names}
    fields["killed"][0, 9:] = (7, 1, 0)
    fields["killed"][0, 12:] = (7, 1, 80)
    fields["security_killed"][0, 12:, 2] = 2
    fields["wounded"][0, 9:, 0] = 30
    fields["security_wounded"][0, 12:, 2] = 4
    fields["arrested"][0, 12:, 0] = 40
    fields["arrested"][0, 17:, 0] = 90
    fields["arms_looted"][0, 12:, 2] = 15
    fields["arms_looted"][0, 16:, 2] = 25
    fields["sent_belief"][0, 12:] = (0.3, 0.2, 0.8)
    fields["organizers"][0, 12:] = (0.3, 0.0, 0.1)
    return fields


TIMES: dict[str, tuple[tuple[str, ...], list[Any]]] = {
    "claim_asserted_time": (("claim",), [[3.0, NEVER], [NEVER] * 2, [4.0, 5.0]]),
    "claim_retracted_time": (("claim",), [[9.0, NEVER], [NEVER] * 2, [NEVER] * 2]),
    "first_seizure_time": (("city",), [[NEVER, NEVER, 3.1], [NEVER] * 3, [NEVER] * 3]),
    "stood_down_time": (("city",), [[3.2, NEVER, 3.0], [NEVER] * 3, [NEVER, NEVER, 9.0]]),
    "emergency_time": (("region",), [[3.0, 2.75], [NEVER] * 2, [NEVER, 2.5]]),
    "concession_time": (("region",), [[2.0, 3.0], [NEVER] * 2, [NEVER] * 2]),
    "government_dismissed_time": ((), [3.0, NEVER, NEVER]),
    "shutdown_time": ((), [3.25, NEVER, NEVER]),
    "shutdown_end_time": ((), [8.0, NEVER, NEVER]),
    "shoot_order_time": ((), [3.5, NEVER, NEVER]),
    "office_lost_time": (("figure",), [[NEVER, 3.0, 3.25], [NEVER] * 3, [16.0, NEVER, NEVER]]),
    "treaty_request_time": ((), [3.0, NEVER, NEVER]),
    "treaty_decision_time": ((), [3.1, NEVER, NEVER]),
    "first_troops_time": ((), [3.25, NEVER, NEVER]),
    "withdrawal_start_time": ((), [9.0, NEVER, NEVER]),
    "withdrawal_end_time": ((), [11.0, NEVER, NEVER]),
    "mining_cut_time": ((), [3.25, NEVER, NEVER]),
    "fall_time": ((), [NEVER, NEVER, 16.0]),
    "consent_time": ((), [3.2, NEVER, 5.0]),
    "alignment_before": ((), [-0.1, -0.1, -0.2]),
    "naming_before": (("ruler",), [[0.7], [0.7], [0.6]]),
    "neighbor_risk_before": (("neighbor",), [[0.2, 0.1], [0.2, 0.1], [0.2, 0.1]]),
    "outcome": ((), [1, 0, 2]),
}
