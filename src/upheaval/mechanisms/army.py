"""Army: soldiers obey, refuse, stand aside, take power, and hand it over.

What soldiers do decides most uprisings. They weigh the regime's fragility, what shooting at a crowd
of their own would cost them, and what they owe the ruler (Nepstad 2013); their cohesion, the
regime's legitimacy and the conduct of protesters count (Barany 2016), and they have more choices
than two: loyalty, exit and resistance (Albrecht and Ohl 2016). With

    S = loyalty of the stance + backing foreign_backing + disorder violence
        - fragility pressure - fraternity peaceful crowd

an army that is called out, in an emergency, refuses to shoot at rate choice_rate logistic(-S /
noise); one that has refused stands aside as pressure goes on. A coup is a game of coordination that
protest starts (Casper and Tyson 2014): takeover_rate ambition pressure logistic((pressure - cost) /
noise); it succeeds with cohesion times the army's share of the weight of all organs that would
fight (Singh 2014; De Bruin 2018 on counterbalancing), else the army's faction is purged. A junta
hands power over at a rate of its own.

Refusing takes a share ``cohesion`` of its units from the ruler's force; of a split army only that
share ever follows its command, and the rest obeys.

Reads ``pressure``, ``emergency``, ``crowd``, ``foreign_backing``, ``fall_time``, ``ruler_gone``,
``organ_people``; writes ``obedience_of``, ``obedience``, ``purged``, ``army_choice`` and the times
of refusal, stepping aside, takeover, failed coup and hand-over (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

OBEYS, REFUSES, ASIDE, RULES, HANDED_OVER = range(5)
CHOICES = ("obeys", "refuses to shoot", "stands aside", "rules", "has handed over")
RIOTING_CROWD = 2
AMBITION = {"with_ruler": 0.1, "neutral": 0.3, "kingmaker": 1.0, "split": 0.3}
"""Readiness to take power by stance, relative. Assumption: only the order is known."""
TIE = {"with_ruler": 1.0, "neutral": 0.0, "kingmaker": -0.5, "split": -0.5}
"""Tie to the ruler by stance, in units of the parameter ``tie``. Assumption, likewise."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the army choose, and take its choice out of the ruler's force."""
    if not len(world.setting.table("army")):
        return
    stance = str(world.setting.table("army")["stance"][0])
    rules = np.isinf(world.state.fall_time) & (world.state.ruler_gone < 1)
    _refuse(world, tick, own, luck, stance, rules)
    _take_power(world, tick, own, luck, stance, rules)
    _hand_over(world, tick, own, luck)
    _withhold(world)


def _refuse(
    world: World, tick: Tick, own: Parameters, luck: Luck, stance: str, rules: Flags
) -> None:
    state = world.state
    called_out = state.emergency.max(axis=1) * rules
    adults = world.setting.city_adults.sum()
    people = over_kinds(state.crowd).sum(axis=1) / adults
    rioters = state.crowd[:, :, RIOTING_CROWD].sum(axis=1) / adults
    peaceful = (people - rioters) / (people + own.mass)
    violence = rioters / (rioters + own.mass)
    bond = own.loyalty + own.tie * TIE[stance] + own.backing * state.foreign_backing
    score = bond + own.disorder * violence - own.fragility * state.pressure
    score = score - own.fraternity * peaceful
    rate = own.choice_rate * called_out * expit(-score / own.noise)
    refuses = luck.happens("refuse", rate * (state.army_choice == OBEYS), tick.length)
    _at(state.refusal_time, refuses, tick)
    aside_rate = own.choice_rate * state.pressure * rules * (state.army_choice == REFUSES)
    aside = luck.happens("stand_aside", aside_rate, tick.length)
    _at(state.aside_time, aside, tick)
    state.army_choice[:] = np.where(aside, ASIDE, np.where(refuses, REFUSES, state.army_choice))


def _take_power(
    world: World, tick: Tick, own: Parameters, luck: Luck, stance: str, rules: Flags
) -> None:
    state, setting = world.state, world.setting
    faction = int(setting.positions("army", "faction", "factions")[0])
    free = rules & (state.purged[:, faction] < 1)
    ready = AMBITION[stance] * state.pressure
    choice = expit((state.pressure - own.takeover_cost) / own.noise)
    tries = luck.happens("takeover", own.takeover_rate * ready * choice * free, tick.length)
    wins = tries & (luck.uniform("wins", 1)[:, 0] < success(world, own))
    fails = tries & ~wins
    _at(state.takeover_time, wins, tick)
    _at(state.failed_coup_time, fails, tick)
    state.army_choice[:] = np.where(wins, RULES, np.where(fails, OBEYS, state.army_choice))
    state.purged[:, faction] = np.where(fails, 1.0, state.purged[:, faction])


def success(world: World, own: Parameters) -> Floats:
    """Give the chance that a coup succeeds: cohesion, against the organs that would fight it."""
    setting = world.setting
    units = units_of_army(world)
    weight = setting.column("organs", "weight")
    rest = own.counterweight * (weight * ~units * world.state.organ_loyalty).sum(axis=1)
    ours = (weight * units).sum()
    return np.asarray(world.state.cohesion * ours / np.maximum(ours + rest, 1e-12))


def units_of_army(world: World) -> Flags:
    """Tell which organs are the army's."""
    setting = world.setting
    faction = setting.positions("army", "faction", "factions")[0]
    return np.asarray(setting.positions("organs", "faction", "factions") == faction)


def _hand_over(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state = world.state
    rate = (state.army_choice == RULES) / own.junta_time
    hands = luck.happens("hand_over", rate, tick.length)
    _at(state.handover_time, hands, tick)
    state.army_choice[:] = np.where(hands, HANDED_OVER, state.army_choice)


def _withhold(world: World) -> None:
    state, setting = world.state, world.setting
    out = np.isin(state.army_choice, (REFUSES, ASIDE))
    units = units_of_army(world)
    kept = 1.0 - (out * state.cohesion)[:, None] * units
    state.obedience_of[:] *= kept
    mass = state.organ_people * setting.column("organs", "street_share")
    total = np.maximum(mass.sum(axis=1), 1.0)
    state.obedience[:] *= 1.0 - (mass * (1.0 - kept)).sum(axis=1) / total


def _at(times: Floats, now: Flags, tick: Tick) -> None:
    times[:] = np.where(now & np.isinf(times), tick.end, times)


def _cohesion(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("army", n) for n in ("low", "value", "high"))
    if not len(low):
        return np.zeros(start.replicates)
    return within(low, value, high, start.uniform("cohesion", len(low)))[:, 0]


MECHANISM = Mechanism(
    name="army",
    title="The army as a player",
    order=12.3,
    source="Nepstad 2013; Barany 2016; Albrecht and Ohl 2016; Casper and Tyson 2014; De Bruin 2018",
    parameters=(
        Parameter("choice_rate", "1/day", 0, 50, "Decisions a day of an army that is called out."),
        Parameter("noise", "1", 0.001, 2, "Noise of its choices."),
        Parameter("loyalty", "1", -5, 5, "Tie of a neutral army to the ruler."),
        Parameter("tie", "1", 0, 5, "What a stance adds to it or takes from it."),
        Parameter("fragility", "1", 0, 10, "Weight of the regime's fragility."),
        Parameter("fraternity", "1", 0, 10, "Weight of a peaceful crowd, which it hurts to shoot."),
        Parameter("disorder", "1", 0, 10, "Weight of violence, which binds it to the ruler."),
        Parameter("backing", "1", 0, 10, "Weight of foreign troops behind him."),
        Parameter("mass", "1", 1e-6, 1, "Share of adults in the streets at half its effect."),
        Parameter("takeover_rate", "1/day", 0, 10, "Coups a day of a kingmaker under full "
                  "pressure."),
        Parameter("takeover_cost", "1", 0, 5, "Pressure at which taking power pays."),
        Parameter("counterweight", "1", 0, 10, "Readiness of other organs to fight a coup."),
        Parameter("junta_time", "day", 1, 36500, "Mean time until it hands power over."),
    ),
    fields=(
        Field("cohesion", (), "1", "Share of units that follow its command.", _cohesion),
        Field("army_choice", (), "1", "0 obeys, 1 refuses to shoot, 2 stands aside, 3 rules, 4 has "
              "handed over.", 0, "series", "int8"),
        Field("refusal_time", (), "day", "The army refuses to shoot.", NEVER, "final"),
        Field("aside_time", (), "day", "The army stands aside.", NEVER, "final"),
        Field("takeover_time", (), "day", "The army takes power.", NEVER, "final"),
        Field("failed_coup_time", (), "day", "A coup fails.", NEVER, "final"),
        Field("handover_time", (), "day", "The army hands power over.", NEVER, "final"),
    ),
    reads=("pressure", "emergency", "crowd", "foreign_backing", "fall_time", "ruler_gone",
           "organ_people", "organ_loyalty"),
    writes=("obedience_of", "obedience", "purged"),
    step=step,
    structure=True,
)  # fmt: skip
