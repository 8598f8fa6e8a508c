"""The one list of measures, shared by the record, charts, scores and queries.

A *gathering* is a crowd of at least `GATHERING` people in one city: a record counts gatherings
that somebody reported. The *acute phase* is the first phase of the scenario's schedule.
"""

from __future__ import annotations

from upheaval.errors import UpheavalError, unknown
from upheaval.record import crowds, power, tolls, turning_points
from upheaval.record.abroad import MEASURES_ABROAD
from upheaval.record.beliefs import BELIEFS
from upheaval.record.crowds import GATHERING, NOTABLE_SHARE
from upheaval.record.economy import ECONOMY
from upheaval.record.everywhere import EVERYWHERE
from upheaval.record.measure import DATE, Function, Measure
from upheaval.record.order_of_regions import order_of_regions
from upheaval.record.places import COUNTRY

__all__ = ["GATHERING", "MEASURES", "NOTABLE_SHARE", "Measure", "find_measure", "measure_names"]

_NATION = (COUNTRY,)
_LAND = (COUNTRY, "region", "city")
_REGIONS = (COUNTRY, "region")


def _count(name: str, places: tuple[str, ...], meaning: str, function: Function) -> Measure:
    return Measure(name, "person", places, True, "count", meaning, function)


def _time(name: str, field: str, meaning: str, places: tuple[str, ...] = _NATION) -> Measure:
    return Measure(name, DATE, places, False, "time", meaning, turning_points.time_of(field))


def _everywhere(name: str, field: str, meaning: str) -> Measure:
    function = turning_points.time_everywhere(field)
    return Measure(name, DATE, _NATION, False, "time", meaning, function)


_STREETS = (
    Measure(
        "participants", "person", _LAND, True, "count",
        "People in the streets: each city's largest crowd of the day, added up; rallies, strikes "
        "and riots alike.",
        crowds.participants,
    ),
    Measure(
        "regions_with_protest", "region", _NATION, True, "count",
        "Regions where some city has a gathering on the day.",
        crowds.regions_with_protest,
    ),
    Measure(
        "cities_with_protest", "city", _NATION, False, "count",
        "Towns with a gathering at any time of the acute phase.",
        crowds.cities_with_protest,
    ),
    Measure(
        "first_protest", DATE, _LAND, False, "time",
        "End of the first tick with a gathering in some city of the place.",
        crowds.first_protest,
    ),
    Measure(
        "last_protest", DATE, _LAND, False, "time",
        "End of the last tick of the acute phase with a gathering; never where there was none.",
        crowds.last_protest,
    ),
    Measure(
        "order_of_regions", "1", _NATION, False, "number",
        "Kendall's tau between the order in which regions first have a gathering and that of the "
        "record; never comes last, moments of the record whose ranges overlap are ties.",
        order_of_regions,
    ),
    Measure(
        "riot", "1", _LAND, False, "yes_no",
        "Whether a gathering riots at any time of the acute phase.",
        crowds.riot,
    ),
    Measure(
        "regions_with_violence", "region", _NATION, True, "count",
        "Regions where some city has a gathering that riots on the day.",
        crowds.regions_with_violence,
    ),
    Measure(
        "demand_political", "1", _REGIONS, True, "number",
        "Share of political demands among the day's crowds; 0 where the streets are empty.",
        crowds.demand_political,
    ),
    Measure(
        "political_demand", "1", _REGIONS, True, "yes_no",
        f"Whether political demands reach {NOTABLE_SHARE:g} of all demands of the day's crowds.",
        crowds.political_demand,
    ),
)  # fmt: skip

_FORCE = (
    Measure(
        "site_seized", "1", _LAND, False, "yes_no",
        "Whether crowds seize a site by the end of the acute phase.",
        turning_points.happens("first_seizure_time"),
    ),
    _time("first_seizure", "first_seizure_time", "When crowds seize the first site.", _LAND),
    Measure(
        "stood_down", "1", _LAND, False, "yes_no",
        "Whether forces leave their posts by the end of the acute phase.",
        turning_points.happens("stood_down_time"),
    ),
    _time("first_stand_down", "stood_down_time", "When forces first leave their posts.", _LAND),
    _count(
        "deaths", _LAND, "Dead by the end of the day, civilians and security forces.",
        tolls.total("killed", "security_killed"),
    ),
    _count(
        "deaths_security", _LAND, "Dead of the security forces by the end of the day.",
        tolls.total("security_killed"),
    ),
    _count(
        "wounded", _LAND, "Wounded by the end of the day, civilians and security forces.",
        tolls.total("wounded", "security_wounded"),
    ),
    _count(
        "wounded_security", _LAND, "Wounded of the security forces by the end of the day.",
        tolls.total("security_wounded"),
    ),
    _count(
        "detained", _LAND, "People detained so far by the end of the day, released or not.",
        tolls.total("arrested"),
    ),
    Measure(
        "arms_looted", "weapon", _LAND, False, "count",
        "Weapons taken from forces and shops by the end of the acute phase.",
        tolls.total_acute("arms_looted"),
    ),
)  # fmt: skip

_RESPONSE = (
    Measure(
        "price", "KZT/liter", ("region", COUNTRY), True, "number",
        "Price of the scenario's first fuel at the end of the day; the country's mean is weighted "
        "by people.",
        tolls.price,
    ),
    _time(
        "concession", "concession_time",
        "When the price rise is first taken back; for the country, in its first region.",
        _REGIONS,
    ),
    _everywhere(
        "concession_everywhere", "concession_time",
        "When the price rise has been taken back in every region.",
    ),
    _time("government_dismissed", "government_dismissed_time", "When the government is dismissed."),
    _time(
        "emergency", "emergency_time",
        "When a state of emergency begins; for the country, in its first region.", _REGIONS,
    ),
    _everywhere(
        "emergency_everywhere", "emergency_time",
        "When a state of emergency has been declared in every region.",
    ),
    _time("shutdown_start", "shutdown_time", "When the internet is first shut down."),
    _time("shutdown_end", "shutdown_end_time", "When the internet is back."),
    _time("shoot_order", "shoot_order_time", "When forces are ordered to shoot without warning."),
)  # fmt: skip

_COURT = (
    _time("office_lost", "office_lost_time", "When the figure first loses an office.", ("figure",)),
    Measure(
        "holds_office", "1", ("figure",), True, "yes_no",
        "Whether the figure holds any office at the end of the day.",
        power.holds_office,
    ),
    Measure(
        "in_custody", "1", ("figure",), True, "yes_no",
        "Whether the figure is in custody at the end of the day.",
        power.in_custody,
    ),
    Measure(
        "organ_with_incumbent", "1", ("organ",), True, "yes_no",
        "Whether most of the organ follows the incumbent at the end of the day.",
        power.organ_with_incumbent,
    ),
    Measure(
        "incumbent_rules", "1", _NATION, True, "yes_no",
        "Whether who held the presidency on the first day holds it at the end of the day; not "
        "once the regime has fallen.",
        power.ruler_in_office,
    ),
    Measure(
        "regime_falls", "1", _NATION, False, "yes_no",
        "Whether the regime falls by the end of the acute phase.",
        turning_points.happens("fall_time"),
    ),
)  # fmt: skip

_ALLIANCE = (
    _time("treaty_request", "treaty_request_time", "When the ruler asks the alliance for troops."),
    _time("treaty_decision", "treaty_decision_time", "When the alliance decides to send them."),
    _time("first_troops", "first_troops_time", "When the first foreign troops arrive."),
    _time("withdrawal_start", "withdrawal_start_time", "When foreign troops begin to leave."),
    _time("withdrawal_end", "withdrawal_end_time", "When the last foreign troops have left."),
    _count(
        "troops", (COUNTRY, "power"), "Foreign troops in the country at the end of the day.",
        tolls.troops,
    ),
)  # fmt: skip

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        *_STREETS,
        *_FORCE,
        *_RESPONSE,
        *_COURT,
        *_ALLIANCE,
        *EVERYWHERE,
        *MEASURES_ABROAD,
        *ECONOMY,
        *BELIEFS,
    )
}
"""Every measure by name, in the order of the reference page."""


def find_measure(name: str) -> Measure:
    """Give a measure by name.

    Raises
    ------
    UpheavalError
        If there is none; the message gives the nearest name.
    """
    try:
        return MEASURES[name]
    except KeyError:
        raise UpheavalError(unknown("measure", name, MEASURES)) from None


def measure_names() -> dict[str, str]:
    """Give the unit of each measure by its name, for the checks of a scenario."""
    return {name: measure.unit for name, measure in MEASURES.items()}
