"""Teacher mode: who may choose what, and on which days.

A role's options are the interventions of the scenario that touch its mechanisms or tables, the
mechanisms that it can do without, and the ends of the range of parameters that are its to set.
Its days are the first one and those on which the record dates a decision that is its to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from upheaval.record.measure import DATE
from upheaval.record.observations import Observation, read_observations
from upheaval.scenario import Intervention, Scenario
from upheaval.workbench.page.head import title_of
from upheaval.workbench.page.model import Option, Role, Turn

NOTHING = "nothing"
"""Option of doing nothing, which every role has."""


@dataclass(frozen=True)
class Part:
    """A role before it meets a scenario.

    Parameters
    ----------
    name, title, meaning : str
        Who it is.
    owns : tuple of str
        Mechanisms, tables and single parameters whose interventions are its own.
    without : tuple of str
        Mechanisms that it can do without.
    levers : tuple of str
        Parameters whose ends it may choose.
    days : tuple of str
        Measures whose recorded dates ask for its decision.
    """

    name: str
    title: str
    meaning: str
    owns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


PARTS = (
    Part(
        "president", "President", "Holds the presidency and weighs each step against the danger.",
        owns=("prices", "regime_response", "offices", "organs"),
        without=("palace_coup",),
        levers=("regime_response.shoot_cost",),
        days=("concession", "shutdown_start", "shoot_order"),
    ),
    Part(
        "patron", "Patron", "The senior partner of the president, with a camp in every office.",
        without=("clan_war", "provocateurs"),
        levers=("clan_war.intensity", "provocateurs.people"),
        days=("government_dismissed", "emergency"),
    ),
    Part(
        "security_chief", "Security chief",
        "Commands an organ of force, and decides whom it obeys.",
        levers=("coercion.arrest_rate", "organs.reluctance", "organs.switch_rate"),
        days=("first_seizure", "shoot_order"),
    ),
    Part(
        "ally", "Ally", "A power that the ruler may ask for troops, and its partner.",
        owns=("alliance", "third_power", "proxy"),
        without=("alliance", "third_power", "proxy"),
        days=("treaty_request", "withdrawal_start"),
    ),
    Part(
        "opposition", "Opposition", "Those who want the streets to last, at home and in exile.",
        owns=("opposition",),
        levers=("opposition.broadcast",),
        days=("first_protest", "shutdown_start"),
    ),
    Part(
        "foreign_ministry", "Foreign ministry",
        "A power that watches from outside, with wealth and words as its means.",
        owns=("sanctions", "backlash"),
        levers=("sanctions.declared",),
        days=("shoot_order", "first_troops"),
    ),
)  # fmt: skip


def roles(scenario: Scenario) -> list[Role]:
    """Give the roles that a scenario has choices for."""
    observations = read_observations(scenario)
    found = []
    for part in PARTS:
        options = list(_options(scenario, part))
        if options:
            found.append(
                Role(
                    id=part.name,
                    title=part.title,
                    who=_who(scenario, part),
                    meaning=part.meaning,
                    options=options,
                    days=_turns(scenario, part, options, observations),
                )
            )
    return found


def option_of(scenario: Scenario, role: str, name: str) -> Option | None:
    """Give a role's option by name; None if the role has none of that name."""
    part = next((item for item in PARTS if item.name == role), None)
    if part is None:
        return None
    return next((item for item in _options(scenario, part) if item.id == name), None)


def _options(scenario: Scenario, part: Part) -> Iterator[Option]:
    for item in scenario.interventions:
        if _is_own(part, item):
            yield Option(
                id=item.name,
                title=item.title,
                meaning=item.meaning,
                set={path.removeprefix("parameters."): text for path, text in item.set.items()},
                without=list(item.without),
                first_day_only=any(_is_cell(scenario, path) for path in item.set),
            )
    covered = {name for item in scenario.interventions for name in item.without}
    for explanation in scenario.explanations:
        own = set(explanation.mechanisms) & set(part.without)
        if own and not own <= covered:
            yield Option(
                id=f"without-{explanation.name}",
                title=f"Keep out of it: {explanation.title[:1].lower()}{explanation.title[1:]}",
                meaning=f"What this explanation says is left undone: {explanation.meaning}",
                set={},
                without=sorted(own),
                first_day_only=False,
            )
    for name in part.levers:
        if name in scenario.parameters and name.partition(".")[0] in scenario.mechanisms:
            yield from _ends(scenario, name)


def _is_own(part: Part, item: Intervention) -> bool:
    names = {path.removeprefix("parameters.").partition(".")[0] for path in item.set}
    names |= set(item.without)
    return bool(names) and names <= {*part.owns, *part.without}


def _is_cell(scenario: Scenario, path: str) -> bool:
    return path.removeprefix("parameters.") not in scenario.parameters


UNITS = {"1": "", "person": " people", "1/day": " a day"}
"""Units whose names are no words; all others stand as they are."""


def _ends(scenario: Scenario, name: str) -> Iterator[Option]:
    setting = scenario.parameters[name]
    for end, value in zip(("low", "high"), setting.given_range, strict=True):
        if setting.prior is None and setting.given_value == value:
            continue
        unit = UNITS.get(setting.given_unit, f" {setting.given_unit}")
        yield Option(
            id=f"{name}:{end}",
            title=f"{title_of(setting)}: {value:g}{unit}, the {end} end",
            meaning=setting.meaning,
            set={name: f"{value:g}"},
            without=[],
            first_day_only=False,
        )


def _turns(
    scenario: Scenario, part: Part, options: list[Option], observations: list[Observation]
) -> list[Turn]:
    always = [NOTHING, *(item.id for item in options if not item.first_day_only)]
    first = scenario.start.date()
    why = {first: "The first day."}
    for measure in part.days:
        dated = [item.value for item in observations if _dates(item, measure)]
        if dated:
            day = (scenario.start + timedelta(days=min(dated))).date()
            why.setdefault(day, f"The record dates this day: {measure.replace('_', ' ')}.")
    return [
        Turn(
            date=day.isoformat(),
            why=why[day],
            options=[NOTHING, *(item.id for item in options)] if day == first else always,
        )
        for day in sorted(why)
    ]


def _dates(item: Observation, measure: str) -> bool:
    return item.measure.name == measure and item.unit == DATE


def _who(scenario: Scenario, part: Part) -> str:
    """Name who stands for the role in the tables."""
    if part.name == "president":
        return _holder(scenario, "presidency")
    if part.name == "patron":
        factions = {row["name"]: row for row in scenario.tables["factions"].rows()}
        seat = next((row["title"] for row in factions.values() if row["seat"] == "patron"), "")
        return str(seat)
    if part.name == "ally":
        names = [row["title"] for row in scenario.tables["treaties"].rows()]
        return str(names[0]) if names else ""
    return ""


def _holder(scenario: Scenario, kind: str) -> str:
    figures = scenario.tables["figures"]
    for row in scenario.tables["offices"].rows():
        if row["kind"] == kind and row["holder"]:
            return str(figures["title"][figures.position(row["holder"])])
    return ""
