"""Opposition: activists in cities and exiles abroad who lower the cost of going out together.

Organization is a level from 0 to 1 per city: a share of what a movement could be, larger in towns
and where discontent is old. Arrests behead it, since activists are out first: the level falls by
exp(-decapitation * a), a the arrested as a share of those who were in the streets, and grows back
slowly. Exiles reach people online while lines are open. Both add up as independent chances to be
reached by an organizer,

    organizers = 1 - (1 - activists * activity)(1 - broadcast * online * connectivity),

and mobilization adds them to the push. ``activity``, the share of the activists who act, is 1
unless `contacts` says otherwise. Repression keeps such a movement small; the question what an
organized one would change is asked by raising ``organization``.

Reads ``arrested``, ``crowd``, ``connectivity``, ``activity``; writes ``organizers`` (1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import Setting
from upheaval.world.state import Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Behead and rebuild the organization of each city, and add what exiles reach."""
    del luck
    state, setting = world.state, world.setting
    fresh = state.arrested - state.arrests_known
    state.arrests_known[:] = state.arrested
    share = fresh / np.maximum(fresh + state.crowd.sum(axis=2), 1.0)
    state.activists[:] *= np.exp(-own.decapitation[:, None] * share)
    grown = -np.expm1(-tick.length / own.regrowth)[:, None]
    state.activists[:] += grown * (state.activists_before - state.activists)
    reach = own.broadcast[:, None] * _online(setting) * state.connectivity[:, None]
    if not np.asarray(setting.table("figures")["abroad"], dtype=bool).any():
        reach = np.zeros_like(reach)
    state.organizers[:] = 1.0 - (1.0 - state.activists * state.activity) * (1.0 - reach)


def _online(setting: Setting) -> Floats:
    """Give the share of each city's adults who hear of other cities through the internet."""
    adults = setting.cell_people * setting.cell_acts
    return setting.per_city(adults * setting.of_cell("online")) / setting.city_adults


def _activists(start: Beginning) -> Floats:
    setting: Setting = start.setting
    own = start.parameters
    discontent = setting.column("regions", "discontent")[setting.city_region]
    level = 1.0 + own.old_discontent[:, None] * discontent - own.rural_gap[:, None] * setting.rural
    return np.asarray(np.clip(own.organization[:, None] * np.maximum(level, 0.0), 0.0, 1.0))


MECHANISM = Mechanism(
    name="opposition",
    title="Activists and exiles",
    order=6.5,
    source="Siegel 2009; Kuran 1991; model document",
    parameters=(
        Parameter("organization", "1", 0, 1, "Organization of a town with mean discontent."),
        Parameter("old_discontent", "1", 0, 10, "How much more per unit of discontent, relative."),
        Parameter("rural_gap", "1", 0, 1, "How much less in villages, relative."),
        Parameter("decapitation", "1", 0, 50, "Fall of its logarithm if all who are out are "
                  "arrested."),
        Parameter("regrowth", "day", 0.1, 3650, "Time in which it grows back."),
        Parameter("broadcast", "1", 0, 1, "Share of people online whom exiles reach."),
    ),
    fields=(
        Field("activists", ("city",), "1", "Organization of local activists.", _activists),
        Field("activists_before", ("city",), "1", "The same before the crisis.", _activists),
        Field("arrests_known", ("city",), "person", "Arrests so far, for the count of new ones."),
        Field("organizers", ("city",), "1", "Reach of organizers, at home and abroad.", 0.0,
              "series"),
    ),
    reads=("arrested", "crowd", "connectivity", "activity"),
    writes=(),
    step=step,
)  # fmt: skip
