"""Contacts: an activist acts if enough of those whom he knows do (Siegel 2009).

Each city has a network of activists, one node for a thousand adults, of one of Siegel's four
shapes. A share of the ties is weak and leads to anybody in the city; another follows kin to other
cities of the same network of kin, the more to the larger ones. From round to round everybody looks
at those he knows and who are free,

    act iff  b + c > 0,   c <- memory c - (1 - memory)(1 - share of them who act),
    b = motivation + spread z + grievance D - fear p,

z normal and his own for good, D the mean push of the demands in his city, p the probability there
of being caught. The share of the activists at large who act is what `opposition` can count on,

    activity = 1 - weight (1 - acting / at large),

so that cascades over ties decide where there is organization, and when. With weight 0 nothing is
looked at, activity is 1, and no other mechanism is changed by a byte.

How many are at large follows from the organization that arrests have left and that grows back. Who
is taken is drawn once, or, by ``targeting``, goes by ties: the best connected first. They come back
in the opposite order. Rounds follow one another at fixed times, whatever the length of a tick.

Reads ``demand``, ``caught``, ``activists``, ``activists_before``; writes ``activity`` (1).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import words
from upheaval.kernels.network import Graph, Graphs, continue_networks, graphs_side_by_side
from upheaval.kernels.network_places import SHAPES, network_of_places
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import SETUP_TICK, Luck
from upheaval.world.setting import Setting
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
QUIET = -1.0
"""Push of somebody whose contacts were never seen to act: c at rest in Siegel 2009."""


class Ties(NamedTuple):
    """The networks of a batch, and what is a node's own for good."""

    graphs: Graphs
    own: Floats
    """float64[replicate, node], standard normal: how much readier he is than others."""
    turn: Floats
    """float64[replicate, node], order of arrest in the city, from 0 (last) to 1 (first)."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let activists look at their contacts and decide, as many rounds as fall into the tick."""
    del luck
    if not own.weight.any():
        return
    state, setting = world.state, world.setting
    ties = own.once("ties", lambda: make_ties(world, own))
    at_large = _at_large(world, ties)
    first, last = (
        np.floor(time / own.round + 1e-9).astype(np.int64) for time in (tick.start, tick.end)
    )
    continue_networks(
        ties.graphs, -_motivation(world, own, ties), state.acting, state.contact_push, at_large,
        world.bases, first, np.where(own.weight > 0, last - first, 0),
        memory=own.memory.astype(np.float32), cost=1.0,
    )  # fmt: skip
    free = _per_city(setting, at_large)
    share = _per_city(setting, state.acting) / np.maximum(free, 1)
    state.activity[:] = 1.0 - own.weight[:, None] * (1.0 - share)


def make_ties(world: World, own: Parameters) -> Ties:
    """Make the networks of all replicates; where the weight is 0 there is none."""
    setting = world.setting
    luck = world.luck("contacts", SETUP_TICK)
    nodes = setting.sizes["node"]
    # A family of words of its own for each replicate, since a network draws under many names.
    seeds = (luck.uniform("network", 1)[:, 0] * 2.0**52).astype(np.int64)
    graphs = [
        _network(setting, own, k, words.replicate_base(seed, 0))
        if own.weight[k] > 0
        else Graph(np.zeros(nodes + 1, np.int64), np.empty(0, np.int32))
        for k, seed in enumerate(seeds.tolist())
    ]
    side_by_side = graphs_side_by_side(graphs)
    degree = np.diff(side_by_side.first, axis=1)
    return Ties(side_by_side, luck.normal("motivation", nodes), _turns(setting, degree, luck, own))


def _network(setting: Setting, own: Parameters, k: int, base: np.uint64) -> Graph:
    return network_of_places(
        base,
        setting.city_nodes,
        shape=round(float(own.shape[k])),
        degree=float(own.degree[k]),
        moved=float(own.weak_ties[k]),
        between=float(own.kin_ties[k]),
        toward=setting.contact.kin,
    )


def _turns(setting: Setting, degree: NDArray[np.int64], luck: Luck, own: Parameters) -> Floats:
    """Order the people of each city by whom the police take first."""
    drawn = luck.uniform("arrest", degree.shape[1])
    # Equal ties are told apart by the draw.
    by_ties = _places(setting, degree + drawn)
    chosen = own.targeting[:, None] * by_ties + (1.0 - own.targeting[:, None]) * drawn
    return _places(setting, chosen)


def _places(setting: Setting, score: Floats) -> Floats:
    """Give each node's place in its city by rising score, from 0 to 1, in the middle of ranks."""
    city, nodes = setting.node_city, setting.city_nodes
    order = np.lexsort((score, np.broadcast_to(city, score.shape)), axis=-1)
    starts = (np.cumsum(nodes) - nodes)[city]
    places = np.empty(score.shape)
    rank = (np.arange(len(city)) - starts + 0.5) / nodes[city]
    np.put_along_axis(places, order, np.broadcast_to(rank, score.shape), axis=1)
    return places


def _at_large(world: World, ties: Ties) -> NDArray[np.uint8]:
    """Tell who is free: as large a share of a city as its organization is of what it was."""
    state = world.state
    before = state.activists_before
    level = np.divide(state.activists, before, out=np.ones_like(before), where=before > 0)
    return np.asarray(ties.turn < level[:, world.setting.node_city], dtype=np.uint8)


def _motivation(world: World, own: Parameters, ties: Ties) -> NDArray[np.float32]:
    state, setting = world.state, world.setting
    adults = setting.cell_people * setting.cell_acts
    demand = setting.per_city(state.demand.sum(axis=2) * adults) / setting.city_adults
    here = own.grievance[:, None] * demand - own.fear[:, None] * state.caught
    everywhere = own.motivation[:, None] + own.spread[:, None] * ties.own
    motivation = everywhere + here[:, setting.node_city]
    return np.asarray(motivation, dtype=np.float32)


def _per_city(setting: Setting, nodes: NDArray[Any]) -> NDArray[np.int64]:
    """Count the nodes of each city that are 1, shape ``(replicate, city)``."""
    starts = np.cumsum(setting.city_nodes) - setting.city_nodes
    return np.asarray(np.add.reduceat(nodes, starts, axis=1, dtype=np.int64))


MECHANISM = Mechanism(
    name="contacts",
    title="Activists look at whom they know",
    order=6.4,
    source="Siegel 2009; Watts and Strogatz 1998",
    parameters=(
        Parameter("weight", "1", 0, 1, "Share of the organization that works through contacts; 0 "
                  "leaves all of it as it is."),
        Parameter("shape", "1", 0, len(SHAPES) - 1, "Type of network: 0 small world, 1 villages, "
                  "2 opinion leaders, 3 hierarchy."),
        Parameter("degree", "1", 2, 100, "Mean number of ties of an activist."),
        Parameter("weak_ties", "1", 0, 0.5, "Share of the ties that lead anywhere in the city."),
        Parameter("kin_ties", "1", 0, 0.5, "Share of the ties that lead to kin in other cities."),
        Parameter("motivation", "1", -3, 3, "Mean net motivation; above 1 he acts alone."),
        Parameter("spread", "1", 0, 3, "Its standard deviation among activists."),
        Parameter("grievance", "1", 0, 3, "What it gains per unit of the demands' mean push."),
        Parameter("fear", "1", 0, 3, "What it loses if to be caught is certain."),
        Parameter("memory", "1", 0, 0.99, "What stays of others' influence from round to round."),
        Parameter("round", "day", 0.05, 30, "Time from one look at one's contacts to the next."),
        Parameter("targeting", "1", 0, 1, "How far police take the best connected first: 0 by "
                  "chance, 1 strictly by ties."),
    ),
    fields=(
        Field("activity", ("city",), "1", "Share of the activists at large who act.", 1.0),
        Field("acting", ("node",), "1", "Whether an activist acts.", 0, dtype="uint8"),
        Field("contact_push", ("node",), "1", "What his contacts add to an activist's motivation.",
              QUIET, dtype="float32"),
    ),
    reads=("demand", "caught", "activists", "activists_before"),
    writes=(),
    step=step,
)  # fmt: skip
