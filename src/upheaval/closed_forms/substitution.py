"""Nonviolent and violent dissent as substitutes.

Source: Lichbach (1987, Journal of Conflict Resolution 31:266-97): repressing nonviolence lowers it
and raises violence. Here with a demand of constant elasticity sigma (own choice of form):
dissidents with a budget B of effort face a cost c_N of a nonviolent and c_V of a violent act and
weigh them a and 1 - a, so that

    N = B a^sigma c_N^-sigma / D,   V = B (1-a)^sigma c_V^-sigma / D,
    D = a^sigma c_N^(1-sigma) + (1-a)^sigma c_V^(1-sigma).

V rises with c_N iff sigma > 1; at sigma = 1 it does not move, and below 1 Lichbach's first result
fails: it is a statement about close substitutes. Checked against numerical maximisation of the
utility (a N^r + (1-a) V^r)^(1/r), sigma = 1/(1-r). Acts per unit of time; costs in effort per act.
"""

from typing import NamedTuple

import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    nonnegative,
    open_unit,
    positive,
)


class Dissent(NamedTuple):
    """Demand for the two kinds of act: arrays of one shape."""

    nonviolent: FloatArray
    violent: FloatArray


def dissent(
    nonviolent_cost: npt.ArrayLike,
    violent_cost: npt.ArrayLike,
    nonviolent_weight: npt.ArrayLike,
    elasticity: npt.ArrayLike,
    effort: npt.ArrayLike = 1.0,
) -> Dissent:
    """Return the acts chosen; c_N N + c_V V = effort always holds.

    Arguments broadcast. Raises ValueError unless costs and elasticity are above 0, the weight lies
    in (0, 1) and effort is 0 or more.
    """
    cost_n = positive("nonviolent_cost", nonviolent_cost)
    cost_v = positive("violent_cost", violent_cost)
    weight = open_unit("nonviolent_weight", nonviolent_weight)
    sigma = positive("elasticity", elasticity)
    effort = nonnegative("effort", effort)
    # Relative demand first: it cannot overflow both ways, where powers of each cost could.
    share_v = 1 / (1 + (weight / (1 - weight)) ** sigma * (cost_n / cost_v) ** (1 - sigma))
    return Dissent(as_float(effort * (1 - share_v) / cost_n), as_float(effort * share_v / cost_v))
