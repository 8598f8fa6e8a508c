"""Mobilization: the one rule by which every citizen decides to go out, stay or go home.

    I = A h + B - F R - T > 0,   A = gain (1 - L),

with A, B, F per (city, group): B adds the push of the four demands, company in the streets
w s, s a mixture of r / (r + r0) here and n^2 / (n^2 + n0^2) elsewhere, the chance that the regime
falls, and the cost of the night; F is the fear of repression, the probability of being caught
1 - exp(-k C / A) (Epstein 2002) times its severity, C only as far as police disperse crowds. The
pull w may be negative: protest is not always a game of complements (Cantoni, Yang, Yuchtman and
Zhang 2019).

A share of the people reconsiders in each piece of a tick, which is no longer than `LONGEST_STEP`,
and a crowd that grows counts as it will be in the middle of the piece: so that growth depends
little on the length of a tick.

What a citizen perceives is a mixture of his own square and the news of other cities, which come
by proximity, kin and the internet and arrive with a delay; a shutdown cuts the last and part of
the others (Hassanpour 2014: its net sign is open). The kernel draws one keyed word a citizen and
tick; the same draw decides his fate in the hands of the police, at the risks that the coercion of
the tick before has set.

Reads ``demand``, ``legitimacy``, ``fall_belief``, ``connectivity``, ``organizers``,
``rumor_push``, ``incitement``, ``infiltration``, ``arms_brought``, risks of coercion; writes
``crowd`` (person) and the cumulative counts of arrested, wounded and killed.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from upheaval.closed_forms.civil_violence import arrest_probability
from upheaval.kernels import cells
from upheaval.kernels import citizens as kernel
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import Setting
from upheaval.world.state import Beginning, Field, columns, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

CITIZEN = "mobilization.citizen"
LONGEST_STEP = 0.125
"""Longest time in days for which what people see counts as unchanged."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let every citizen decide, piece by piece of the tick, and count what they do."""
    del luck
    asking = _asking(world)
    for number, piece in enumerate(_pieces(tick)):
        # What falls on the night is the calendar's to say; it is only shared out among the pieces.
        night = world.state.night * _share_of_night(piece, tick)
        _hear(world, piece, own)
        terms = _terms(world, own, asking.push, night)
        counts = _decide(
            world, piece, own, terms, CITIZEN if number == 0 else f"{CITIZEN}.{number}"
        )
        _count(world, piece, counts, asking.voices)


class _Asking(NamedTuple):
    """What the cells ask for, the same in all pieces of a tick.

    ``push``, shape ``(K, cell)``, is that of all demands together; ``voices``, shape
    ``(K, cell, demand)``, the share of each in it.
    """

    push: Floats
    voices: Floats


def _asking(world: World) -> _Asking:
    demand = world.state.demand
    voiced = np.maximum(demand, 0.0)
    total = over_kinds(voiced)[:, :, None]
    voices = np.divide(voiced, total, out=np.zeros_like(voiced), where=total > 0)
    return _Asking(over_kinds(demand), voices)


def _pieces(tick: Tick) -> list[Tick]:
    """Cut a tick into pieces of equal length; one that is longer than a day stays whole.

    A square that grows fivefold a day does so hour by hour: who decides on what stood in the
    streets six hours ago lets it grow more slowly than who looks more often.
    """
    count = math.ceil(tick.length / LONGEST_STEP - 1e-9) if tick.length <= 1.0 else 1
    length = tick.length / count
    return [
        Tick(tick.index, tick.start + i * length, length, tick.begins + timedelta(days=i * length))
        for i in range(count)
    ]


def _share_of_night(piece: Tick, tick: Tick) -> float:
    return piece.night_share / tick.night_share if tick.night_share > 0 else 1.0


def _hear(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    share = _company_ahead(world, tick, own)
    contact = setting.contact
    ties = np.stack([own.proximity, own.kin, own.online])
    ties = ties / np.maximum(ties.sum(axis=0), 1e-12)
    open_lines = state.connectivity
    abroad = (
        ties[0][:, None] * (share @ contact.proximity.T)
        + ties[1][:, None] * (share @ contact.kin.T)
        + (ties[2] * open_lines)[:, None] * (share @ contact.online.T)
    )
    arrived = -np.expm1(-tick.length / own.news_time)[:, None]
    state.news[:] += arrived * (abroad - state.news)
    state.beside[:] = share / (share + own.saturation[:, None])
    # A few hundred people far away are no news: whether a crowd is reported depends on its size
    # more than on anything else (McCarthy, McPhail and Smith 1996), hence the square.
    loud = state.news**2
    heard = loud / (loud + own.news_saturation[:, None] ** 2)
    outside = own.outside_share[:, None]
    state.company[:] = (1.0 - outside) * state.beside + outside * heard


def _company_ahead(world: World, tick: Tick, own: Parameters) -> Floats:
    """Give the share of adults in the streets as people meet it in the course of the tick.

    Taken at its start, the crowd of a growing square would count as smaller than it is, the more so
    the longer the tick: so it is led on at its rate of growth (the second-order step of Adams and
    Bashforth), for half the tick, or half the time between reconsiderations where that is shorter.
    """
    state = world.state
    rate = own.reconsider_rate
    lead = (-np.expm1(-rate * tick.length) / (2.0 * rate))[:, None]
    share = over_kinds(state.crowd) / world.setting.city_adults
    return np.asarray(np.clip(share + lead * state.growth, 0.0, 1.0))


def _terms(
    world: World, own: Parameters, demands: Floats, night: Floats
) -> tuple[Floats, Floats, Floats]:
    state, setting = world.state, world.setting
    city = setting.cell_city
    grim = own.hardship_gain[:, None] * (1.0 - columns(state.legitimacy, city))
    place = (
        own.social_pull[:, None] * state.company
        + (own.fall_pull * state.fall_belief)[:, None]
        - (own.night_cost * night)[:, None]
        - own.curfew_cost[:, None] * columns(state.emergency, setting.city_region)
        - own.lethal_fear[:, None] * state.dread
        + own.organizer_pull[:, None] * state.organizers
        + state.rumor_push
    )
    push = (
        demands
        + columns(place, city)
        + setting.of_cell("readiness")
        - own.threshold[:, None]
        + columns(state.unrest_shift, city)
        + state.group_shift
        - own.rural_cost[:, None] * setting.rural[city]
    )
    people_out = np.maximum(over_kinds(state.crowd), 1.0)
    dispersing = state.force * (1.0 - state.restraint)
    state.caught[:] = arrest_probability(
        dispersing, people_out / own.crowd_per_officer[:, None], own.deterrence[:, None], "none"
    )
    fear = columns(own.fear[:, None] * state.caught, city)
    return grim, push, fear


def _decide(
    world: World,
    tick: Tick,
    own: Parameters,
    terms: tuple[Floats, Floats, Floats],
    decision: str,
) -> NDArray[np.int64]:
    state, setting, people = world.state, world.setting, world.citizens
    reconsider = -np.expm1(-own.reconsider_rate * tick.length)[:, None]
    strike, riot = _repertoire(world, own)

    # Risks are those of a city: worked out there, and given to its cells as thresholds of draws.
    def risk(rate: Floats) -> Floats:
        return np.asarray(-np.expm1(-rate * tick.length))

    arrest, arrest_riot, wound, wound_riot, kill, kill_riot = _exclusive(
        risk(state.arrest_rate), risk(state.arrest_rate_riot),
        risk(state.wound_rate), risk(state.wound_rate_riot),
        risk(state.kill_rate), risk(state.kill_rate_riot),
    )  # fmt: skip
    sweep = risk(state.sweep_rate)
    # The upper tail of the draw is the police's, the lower the citizen's; they must not meet.
    # Where a tick is so long that they would, fate goes first.
    taken = np.maximum(arrest + wound + kill, arrest_riot + wound_riot + kill_riot)
    of_city = {
        "reconsider": np.clip(reconsider, 0.0, 1.0 - np.minimum(np.maximum(taken, sweep), 1.0)),
        "arrest": arrest,
        "arrest_riot": arrest_riot,
        "wound": wound,
        "wound_riot": wound_riot,
        "kill": kill,
        "kill_riot": kill_riot,
        "release": -np.expm1(-tick.length / own.release_time)[:, None],
        "recover": -np.expm1(-tick.length / own.recovery_time)[:, None],
        "sweep": sweep,
    }
    counts = np.empty((world.size, setting.sizes["cell"], 10), np.int64)
    grim, push, fear = (np.ascontiguousarray(term, np.float32) for term in terms)
    states, occupied = people.moving
    kernel.step_citizens(
        states, people.hardship, people.risk, people.threshold,
        people.low, people.high, people.cell, grim, push, fear,
        bases=world.bases,
        counter=world.counter(decision, tick.index),
        counts=counts,
        order=people.order,
        occupied=occupied,
        place=setting.cell_city,
        strike=kernel.probability_threshold(strike),
        riot=kernel.probability_threshold(riot),
        **{name: _limit(p, setting) for name, p in of_city.items()},
    )  # fmt: skip
    return counts


def _limit(probability: Floats, setting: Setting) -> NDArray[np.uint32]:
    """Give each city's threshold of a probability by replicate or by city."""
    limits = kernel.probability_threshold(probability)
    shape = (len(limits), setting.sizes["city"])
    return np.ascontiguousarray(np.broadcast_to(limits, shape))


def _exclusive(*fates: Floats) -> list[Floats]:
    # One person meets one fate a tick: of the peaceful and of rioters, at most all meet some.
    result = list(fates)
    for kind in (0, 1):
        total = np.maximum(sum(fates[kind::2]), 1.0)
        result[kind::2] = [fate / total for fate in fates[kind::2]]
    return result


def _repertoire(world: World, own: Parameters) -> tuple[Floats, Floats]:
    state, setting = world.state, world.setting
    city = setting.cell_city
    works = np.array([trade != "none" for trade in setting.group("trade")])[setting.cell_group]
    strike = own.strike_share[:, None] * works * state.workday[:, None]
    # Rage needs company to hide in and a force that is there to be fought and too weak to win:
    # a square that nobody contests stays peaceful. None of it needs an order.
    contested = (1.0 - state.crowding) * (1.0 - state.restraint)
    weak = (1.0 - state.caught) * state.beside * contested
    arms = state.arms_looted + state.arms_brought
    armed = arms / (arms + own.arms_scale[:, None])
    # Where the authorities give way on what is asked for, fewer fight them (Lichbach 1987).
    answered = state.conceded * state.demand_share[:, :, 0]
    calmed = 1.0 - own.accommodation[:, None] * columns(answered, setting.city_region)
    urge = own.riot_gain[:, None] * (weak * (1.0 + armed) * calmed)
    drawn_in = columns(state.incitement + state.infiltration, city)
    riot = -np.expm1(-columns(urge, city) * setting.of_cell("rage") - drawn_in)
    return strike * (1.0 - riot), riot


def _count(world: World, tick: Tick, counts: NDArray[np.int64], voices: Floats) -> None:
    state, setting = world.state, world.setting
    cities = setting.sizes["city"]
    people = np.empty((world.size, cities, len(cells.ADDED_UP)))
    asked = np.empty((world.size, voices.shape[2], cities))
    cells.people_of_cities(
        counts, state.people_per_row, voices, setting.cells_of_cities, people, asked
    )
    before = over_kinds(state.crowd)
    state.crowd[:] = people[:, :, cells.CROWDS]
    gained = over_kinds(state.crowd) - before
    state.growth[:] = gained / (setting.city_adults * tick.length)
    state.arrested[:] += people[:, :, cells.DETAINED]
    state.wounded[:] += people[:, :, cells.WOUNDED]
    state.killed[:] = people[:, :, cells.KILLED]
    _share_demands(world, asked)


def _share_demands(world: World, asked: Floats) -> None:
    # What the squares ask for: demands of the cells, weighted by who is in the streets.
    state, setting = world.state, world.setting
    by_region = np.moveaxis(setting.per_region(asked), 1, 2)
    sums = by_region.sum(axis=2, keepdims=True)
    np.divide(by_region, sums, out=state.demand_share, where=sums > 0)


def _people_per_row(start: Beginning) -> Floats:
    """Give how many people a row stands for: the shares of groups are uncertain.

    One draw a group moves its share everywhere within its range; the city keeps its people.
    """
    setting: Setting = start.setting
    drawn = start.uniform("composition", setting.sizes["group"])[:, setting.cell_group]
    one = np.ones(setting.sizes["cell"])
    ratio = within(setting.cell_share_low, one, setting.cell_share_high, drawn)
    people = ratio * setting.cell_people
    scale = setting.city_people / setting.per_city(people)
    return people * scale[:, setting.cell_city] / setting.cell_rows


def _unrest_shift(start: Beginning) -> Floats:
    setting: Setting = start.setting
    drawn = ndtri(start.uniform("unrest_shift", setting.sizes["city"]))
    stated = setting.column("regions", "discontent")[setting.city_region]
    return np.asarray(stated + start.parameters.local_noise[:, None] * drawn)


def _group_shift(start: Beginning) -> Floats:
    setting: Setting = start.setting
    drawn = ndtri(start.uniform("group_shift", setting.sizes["cell"]))
    return np.asarray(start.parameters.group_noise[:, None] * drawn)


MECHANISM = Mechanism(
    name="mobilization",
    title="Citizens decide",
    order=7,
    source="Granovetter 1978; Kuran 1991; Epstein 2002; Siegel 2009; Bonnasse-Gahot et al. 2018",
    parameters=(
        Parameter("threshold", "1", -10, 20, "Mean threshold, in its own standard deviations."),
        Parameter("local_noise", "1", 0, 3, "Spread of unknown readiness among cities."),
        Parameter("group_noise", "1", 0, 3, "Spread of unknown readiness among the groups of a "
                  "city."),
        Parameter("rural_cost", "1", -3, 5, "Cost of gathering where people live in villages."),
        Parameter("hardship_gain", "1", 0, 20, "Weight of hardship under lost legitimacy."),
        Parameter("social_pull", "1", -10, 10, "Pull of company; negative if people free-ride."),
        Parameter("saturation", "1", 1e-6, 1, "Share of the city's adults at half the pull."),
        Parameter("news_saturation", "1", 1e-6, 1, "Share of adults elsewhere, as heard of, at "
                  "half the pull: news of far fewer people move as much."),
        Parameter("fall_pull", "1", -10, 10, "Pull of the chance that the regime falls."),
        Parameter("organizer_pull", "1", -10, 10, "Pull of organizers where all are reached."),
        Parameter("outside_share", "1", 0, 1, "Weight of other cities in what people perceive."),
        Parameter("proximity", "1", 0, 1, "Weight of near cities among other cities."),
        Parameter("kin", "1", 0, 1, "Weight of cities of the same kin network."),
        Parameter("online", "1", 0, 1, "Weight of all cities, by the internet."),
        Parameter("news_time", "day", 0.01, 30, "Time in which news of other cities arrive."),
        Parameter("night_cost", "1", 0, 10, "Cost of being out at night."),
        Parameter("curfew_cost", "1", 0, 10, "Cost of being out under a state of emergency."),
        Parameter("fear", "1", 0, 20, "Weight of the risk of being caught for the most averse."),
        Parameter("lethal_fear", "1", 0, 20, "Weight of dread: deaths and a shoot order."),
        Parameter("deterrence", "1", 0, 10, "Salience of police among the crowd (2.3 in Epstein)."),
        Parameter("crowd_per_officer", "1", 0.1, 1000, "People whom one officer can face."),
        Parameter("reconsider_rate", "1/day", 0.01, 50, "How often people reconsider."),
        Parameter("strike_share", "1", 0, 1, "Share of workers who strike rather than rally."),
        Parameter("riot_gain", "1", 0, 50, "Readiness to riot per unit of rage."),
        Parameter("accommodation", "1", 0, 1, "Fall of the readiness to riot where all demands "
                  "are met."),
        Parameter("arms_scale", "weapon", 1, 1e5, "Looted arms that add half their full effect."),
        Parameter("release_time", "day", 0.1, 3650, "Mean time in detention."),
        Parameter("recovery_time", "day", 0.1, 3650, "Mean time until the wounded are back."),
    ),
    fields=(
        Field("crowd", ("city", "crowd"), "person", "People in the streets.", 0.0, "series"),
        Field("news", ("city",), "1", "Share of adults in the streets elsewhere, as heard of."),
        Field("beside", ("city",), "1", "Company in one's own city, from 0 (alone) to 1."),
        Field("company", ("city",), "1", "Perceived company here and elsewhere, from 0 to 1."),
        Field("caught", ("city",), "1", "Perceived probability of being caught."),
        Field("demand_share", ("region", "demand"), "1", "Demands of the people in the streets.",
              0.0, "series"),
        Field("arrested", ("city",), "person", "People arrested so far.", 0.0, "series"),
        Field("wounded", ("city",), "person", "Civilians wounded so far.", 0.0, "series"),
        Field("killed", ("city",), "person", "Civilians killed so far.", 0.0, "series"),
        Field("people_per_row", ("cell",), "person", "People whom a row stands for.",
              _people_per_row),
        Field("unrest_shift", ("city",), "1", "Readiness of a city: the region's stated discontent "
              "and what is unknown.", _unrest_shift),
        Field("group_shift", ("cell",), "1", "Readiness of a group in a city that is unknown.",
              _group_shift),
        Field("growth", ("city",), "1/day", "Growth of the share of adults in the streets."),
    ),
    reads=(
        "demand", "legitimacy", "fall_belief", "connectivity", "night", "workday", "emergency",
        "dread", "force", "arrest_rate", "arrest_rate_riot", "wound_rate", "wound_rate_riot",
        "kill_rate", "kill_rate_riot", "sweep_rate", "arms_looted", "conceded", "crowding",
        "restraint",
        "organizers", "rumor_push", "incitement", "infiltration", "arms_brought",
    ),
    writes=(),
    step=step,
)  # fmt: skip
