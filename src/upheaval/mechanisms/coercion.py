"""Coercion: police and organs in each city, what they do, and when they are overrun.

The force in a city is what its organs can bring to the street, as far as they obey and have not
withdrawn, less what has been routed. It arrests, wounds and kills at rates that follow from force
against crowd; the citizens' kernel applies these risks one person at a time. How a square is
policed differs between regions: authorities may negotiate with it and hold police back, or
disperse it (negotiated management against escalated force: McPhail, Schweingruber and McCarthy
1998; della Porta and Reiter 1998), and some arrest far more than others. Where police hold back
nobody fights them: what is not contested stays peaceful (mobilization). Elsewhere rioters hurt the
force, rout it where they outnumber it, seize buildings and take arms. Under a state of emergency
reserves arrive, and people who were in the streets are picked up at home (a sweep).

High lethal force shrinks protest, low force swells it (Steinert-Threlkeld, Chan and Joo 2022):
here the first works through dread, the second through lost legitimacy (grievance).

Reads ``crowd``, organs' ``obedience_of`` and ``withdrawn``, ``emergency``, ``shoot_order``,
``foreign_backing``; writes ``force`` (person), the risks (1/day), ``dread``, ``seized``,
``arms_looted``, losses of the security forces.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

RIOTING_CROWD = 2
GATHERING = 50.0
"""People from whom on a crowd counts as one, as in the Mass Mobilization Protest Data (Clark and
Regan 2016, codebook): fewer overrun nothing."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Deploy, clash, and set the risks that citizens face next."""
    _deploy(world, tick, own)
    clash = _clash(world, tick, own, luck)
    _set_risks(world, tick, own, clash)
    _remember(world, tick, own)


def _deploy(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    street = state.organ_people * setting.column("organs", "street_share")
    available = street[:, :, None] * setting.garrison * (1.0 - state.withdrawn)
    obeying = (available * state.obedience_of[:, :, None]).sum(axis=1)
    reserve = ((state.organ_people - street) * state.obedience_of).sum(axis=1)
    arrives = -np.expm1(-tick.length / own.reserve_time)[:, None]
    goal = state.emergency * own.reserve_share[:, None]
    state.mobilized[:] += arrives * (goal - state.mobilized)
    crowd = state.remembered + 1.0
    emergency_crowd = crowd * state.emergency[:, setting.city_region]
    where = emergency_crowd / np.maximum(emergency_crowd.sum(axis=1, keepdims=True), 1.0)
    called = (state.mobilized * setting.per_region(where)).sum(axis=1) * reserve
    freed = own.freed_by_allies * state.troops.sum(axis=1)
    sent = (called + freed)[:, None] * where
    state.force[:] = (obeying + sent) * state.presence


def _clash(world: World, tick: Tick, own: Parameters, luck: Luck) -> Floats:
    """Fight between rioters and force: returns how much the force is outnumbered, 0 to 1."""
    state = world.state
    rioters = state.crowd[:, :, RIOTING_CROWD]
    ratio = rioters / (state.force + 1.0)
    outnumbered = ratio**2 / (ratio**2 + own.rout_ratio[:, None] ** 2)
    lost = -np.expm1(-own.rout_rate[:, None] * outnumbered * tick.length)
    rally = -np.expm1(-tick.length / own.rally_time)[:, None]
    state.presence[:] += rally * (1.0 - state.presence) - lost * state.presence
    state.presence[:] = np.clip(state.presence, own.least_presence[:, None], 1.0)
    meeting = np.minimum(rioters, state.force)
    hurt = luck.poisson("hurt", own.security_wound_rate[:, None] * meeting * tick.length)
    dead = luck.poisson("dead", own.security_death_rate[:, None] * meeting * tick.length)
    state.security_wounded[:] += hurt
    state.security_killed[:] += dead
    _seize(world, tick, own, luck, outnumbered * (rioters >= GATHERING))
    return outnumbered


def _seize(world: World, tick: Tick, own: Parameters, luck: Luck, chance: Floats) -> None:
    state = world.state
    left = (state.withdrawn.sum(axis=1) > 0).astype(float)
    storming = (
        left * (1.0 - state.restraint) * (over_kinds(state.crowd) >= own.storming_crowd[:, None])
    )
    open_door = chance + own.open_door[:, None] * storming
    sites = luck.poisson("seize", own.seize_rate[:, None] * open_door * tick.length)
    state.seized[:] += sites
    first = (sites > 0) & np.isinf(state.first_seizure_time)
    state.first_seizure_time[:] = np.where(first, tick.end, state.first_seizure_time)
    mean_arms = own.arms_per_site[:, None] * sites * (1.0 + own.arms_left_behind[:, None] * left)
    state.arms_looted[:] += luck.poisson("arms", mean_arms)


def _set_risks(world: World, tick: Tick, own: Parameters, outnumbered: Floats) -> None:
    state, setting = world.state, world.setting
    crowd = over_kinds(state.crowd)
    rioters = state.crowd[:, :, RIOTING_CROWD]
    emergency = state.emergency[:, setting.city_region]
    shoot = state.shoot_order[:, None]
    per_person = state.force / (crowd + own.crowd_floor[:, None])
    zeal = 1.0 + own.emergency_zeal[:, None] * emergency
    arrest = np.minimum(own.arrest_rate[:, None] * zeal * per_person, own.arrest_limit[:, None])
    arrest = arrest * state.arrest_zeal * (1.0 - state.restraint)
    state.arrest_rate[:] = arrest
    state.arrest_rate_riot[:] = arrest
    contact = (1.0 - state.restraint) * state.force / (rioters + state.force + 1.0)
    state.wound_rate[:] = own.wound_rate[:, None] * own.peaceful_share[:, None] * contact
    state.wound_rate_riot[:] = own.wound_rate[:, None] * contact
    lethal = own.kill_rate[:, None] * outnumbered + own.kill_rate_order[:, None] * shoot
    state.kill_rate_riot[:] = lethal * contact
    state.kill_rate[:] = (
        own.peaceful_share[:, None] * own.kill_rate_order[:, None] * shoot * contact
    )
    _sweep(world, tick, own)
    wounds = state.wound_rate_riot * rioters / np.maximum(crowd, 1.0)
    harm = arrest + own.wound_weight[:, None] * wounds
    state.coercion_severity[:] = np.where(crowd >= 1.0, harm / (1.0 + harm), 0.0)


def _sweep(world: World, tick: Tick, own: Parameters) -> None:
    # Those who were out and went home are known to somebody; the stock is counted in people.
    state, setting = world.state, world.setting
    state.at_large[:] = np.maximum(state.at_large, 0.0) + np.maximum(
        state.remembered - state.seen, 0.0
    )
    state.seen[:] = np.maximum(state.seen, state.remembered)
    calm = state.emergency[:, setting.city_region] * (1.0 - state.crowding)
    capacity = own.sweep_rate[:, None] * state.force * calm
    taken = np.minimum(capacity, own.sweep_share[:, None] * state.at_large)
    taken = np.minimum(
        taken * state.arrest_zeal * (1.0 - state.restraint), state.at_large / tick.length
    )
    state.at_large[:] -= taken * tick.length
    state.sweep_rate[:] = taken / setting.city_adults


def _remember(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    deaths = state.killed + state.security_killed
    fresh = deaths - state.deaths_known
    state.deaths_known[:] = deaths
    fade = np.exp(-tick.length / own.dread_time)[:, None]
    state.deaths_remembered[:] = fade * state.deaths_remembered + fresh
    near = state.deaths_remembered / (setting.city_adults / 100_000.0)
    country = state.deaths_remembered.sum(axis=1) / (setting.city_adults.sum() / 100_000.0)
    felt = near + own.dread_elsewhere[:, None] * country[:, None]
    state.dread[:] = np.log1p(own.dread_scale[:, None] * felt) + state.shoot_order[:, None]
    crowd = over_kinds(state.crowd)
    state.crowding[:] = crowd / (crowd + state.force + 1.0)


def _organ_people(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("organs", name) for name in ("low", "value", "high"))
    return within(low, value, high, start.uniform("organ_people", len(low)))


def _first_force(start: Beginning) -> Floats:
    setting = start.setting
    street = _organ_people(start) * setting.column("organs", "street_share")
    return np.asarray((street * setting.column("organs", "zeal")) @ setting.garrison)


def _restraint(start: Beginning) -> Floats:
    setting, own = start.setting, start.parameters
    drawn = start.uniform("restraint", setting.sizes["region"])
    negotiates = drawn < own.negotiating[:, None]
    return np.asarray((own.held_back[:, None] * negotiates)[:, setting.city_region])


def _arrest_zeal(start: Beginning) -> Floats:
    setting, own = start.setting, start.parameters
    drawn = ndtri(start.uniform("arrest_zeal", setting.sizes["region"]))
    return np.asarray(np.exp(own.local_zeal[:, None] * drawn)[:, setting.city_region])


MECHANISM = Mechanism(
    name="coercion",
    title="Police and crowd",
    order=9,
    source="Epstein 2002; Lichbach 1987; Steinert-Threlkeld, Chan and Joo 2022",
    parameters=(
        Parameter("arrest_rate", "1/day", 0, 50, "Arrests a day per officer facing one person."),
        Parameter("arrest_limit", "1/day", 0, 50, "Highest arrest rate that a person can face."),
        Parameter("crowd_floor", "person", 1, 1e5, "Crowd below which police hold back no less."),
        Parameter("negotiating", "1", 0, 1, "Chance that a region's authorities negotiate with a "
                  "square instead of dispersing it."),
        Parameter("held_back", "1", 0, 1, "How far police hold back where they negotiate."),
        Parameter("local_zeal", "1", 0, 3, "Spread of the zeal to arrest among regions, in "
                  "logarithms."),
        Parameter("emergency_zeal", "1", 0, 50, "How much more is arrested in an emergency."),
        Parameter("reserve_share", "1", 0, 1, "Share of the reserves called in an emergency."),
        Parameter("reserve_time", "day", 0.05, 30, "Time in which reserves arrive."),
        Parameter("freed_by_allies", "1", 0, 5, "Own forces freed by each allied soldier."),
        Parameter("rout_ratio", "1", 0.05, 100, "Rioters per officer at which half the rate of "
                  "rout is reached."),
        Parameter("rout_rate", "1/day", 0, 100, "Rate at which an outnumbered force gives way."),
        Parameter("least_presence", "1", 0, 1, "Share of the force that no rout drives away."),
        Parameter("rally_time", "day", 0.05, 30, "Time in which a routed force comes back."),
        Parameter("seize_rate", "1/day", 0, 500, "Buildings seized a day where the force is "
                  "overrun."),
        Parameter("open_door", "1", 0, 1, "How open a city is once an organ has left it."),
        Parameter("storming_crowd", "person", 1, 1e5, "Crowd that goes into what an organ left."),
        Parameter("arms_per_site", "weapon", 0, 5000, "Arms taken with a seized building."),
        Parameter("arms_left_behind", "1", 0, 50, "How many times more where an organ has left."),
        Parameter("wound_rate", "1/day", 0, 10, "Rioters wounded a day in the hands of the force."),
        Parameter("wound_weight", "1", 0, 100, "Arrests that a wound weighs in the severity of a "
                  "response."),
        Parameter("kill_rate", "1/day", 0, 10, "Rioters killed a day by a force overrun."),
        Parameter("kill_rate_order", "1/day", 0, 10, "Rioters killed a day under a shoot order."),
        Parameter("peaceful_share", "1", 0, 1, "Risk of the peaceful relative to rioters."),
        Parameter("security_wound_rate", "1/day", 0, 10, "Officers wounded a day per rioter met."),
        Parameter("security_death_rate", "1/day", 0, 1, "Officers killed a day per rioter met."),
        Parameter("sweep_rate", "1/day", 0, 10, "People picked up at home a day per officer."),
        Parameter("sweep_share", "1/day", 0, 10, "Highest share of those at large per day."),
        Parameter("dread_time", "day", 0.1, 365, "How long deaths are feared."),
        Parameter("dread_scale", "1", 0, 1000, "Dread of one death per 100,000 adults."),
        Parameter("dread_elsewhere", "1", 0, 10, "Weight of deaths in the rest of the country."),
    ),
    fields=(
        Field("organ_people", ("organ",), "person", "People under arms.", _organ_people),
        Field("force", ("city",), "person", "Force in the streets.", _first_force),
        Field("restraint", ("city",), "1", "How far police hold back, 0 to 1.", _restraint),
        Field("arrest_zeal", ("city",), "1", "Zeal to arrest, relative to the country's.",
              _arrest_zeal),
        Field("presence", ("city",), "1", "Share of the force that has not been routed.", 1.0),
        Field("mobilized", ("region",), "1", "Share of the reserves that has arrived."),
        Field("arrest_rate", ("city",), "1/day", "Risk of arrest."),
        Field("arrest_rate_riot", ("city",), "1/day", "Risk of arrest of rioters."),
        Field("wound_rate", ("city",), "1/day", "Risk of a wound."),
        Field("wound_rate_riot", ("city",), "1/day", "Risk of a wound of rioters."),
        Field("kill_rate", ("city",), "1/day", "Risk of death."),
        Field("kill_rate_riot", ("city",), "1/day", "Risk of death of rioters."),
        Field("sweep_rate", ("city",), "1/day", "Risk of being picked up at home."),
        Field("at_large", ("city",), "person", "People who were out and have gone home."),
        Field("seen", ("city",), "person", "Largest crowd so far."),
        Field("crowding", ("city",), "1", "Crowd against force, 0 to 1."),
        Field("coercion_severity", ("city",), "1", "Severity of the response, 0 to 1."),
        Field("dread", ("city",), "1", "Fear for one's life."),
        Field("deaths_known", ("city",), "person", "Deaths so far, for the count of new ones."),
        Field("deaths_remembered", ("city",), "person", "Deaths as they are remembered."),
        Field("security_wounded", ("city",), "person", "Officers wounded so far.", 0.0, "series"),
        Field("security_killed", ("city",), "person", "Officers killed so far.", 0.0, "series"),
        Field("seized", ("city",), "1", "Buildings seized so far.", 0.0, "series"),
        Field("first_seizure_time", ("city",), "day", "First building seized.", NEVER, "final"),
        Field("arms_looted", ("city",), "weapon", "Arms looted so far.", 0.0, "series"),
    ),
    reads=("crowd", "obedience_of", "withdrawn", "emergency", "shoot_order", "troops",
           "remembered", "killed"),
    writes=(),
    step=step,
)  # fmt: skip
