"""Transition: the ruler resigns, or bargains his exit, or makes a pact and stays.

A negotiated exit needs a ruler who fears what would come of staying more than he values it, and an
opposition that can promise him something and keep it (Przeworski 1991: reformers and moderates;
Haggard and Kaufman 2016: exits under mass pressure, and those that elites arrange). With

    worth of staying = 1 - (1 + punishment) pressure - deserted [the army stands aside]

talks open at rate talk_rate pressure logistic((guarantee - worth) / noise), if somebody leads an
organization that can be talked to. While they go on an agreement comes at rate agreement_rate times
that organization's strength: the ruler goes if the guarantee is still worth more to him than
staying, else both sign a pact, he stays and political demands are met in part (`appeasement`).
Without anybody to talk to he may resign, at rate resign_rate pressure logistic((- honor - worth) /
noise).

Reads ``pressure``, ``army_choice``, ``organization_strength``, ``leader_status``, ``fall_time``,
``ruler_gone``; writes ``talks_time``, ``agreement_time``, ``pact_time``, ``resigned_time`` (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.mechanisms.army import ASIDE
from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.movement import CALLING_KINDS, NOBODY_LEADS
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import NEVER, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Open talks, agree, or resign."""
    state = world.state
    rules = np.isinf(state.fall_time) & (state.ruler_gone < 1)
    deserted = own.deserted * (state.army_choice == ASIDE)
    worth = 1.0 - (1.0 + own.punishment) * state.pressure - deserted
    partner = _partner(world)
    talks = np.isfinite(state.talks_time)
    over = np.isfinite(state.agreement_time) | np.isfinite(state.pact_time)
    wants = state.pressure * expit((own.guarantee - worth) / own.noise)
    opens = luck.happens(
        "talk", own.talk_rate * wants * rules * (partner > 0) * ~talks, tick.length
    )
    state.talks_time[:] = np.where(opens, tick.end, state.talks_time)
    agree = luck.happens("agree", own.agreement_rate * partner * rules * talks * ~over, tick.length)
    leaves = agree & (own.guarantee > worth)
    state.agreement_time[:] = np.where(leaves, tick.end, state.agreement_time)
    state.pact_time[:] = np.where(agree & ~leaves, tick.end, state.pact_time)
    tired = state.pressure * expit((-own.honor - worth) / own.noise)
    alone = rules & (partner <= 0) & np.isinf(state.resigned_time)
    resigns = luck.happens("resign", own.resign_rate * tired * alone, tick.length)
    state.resigned_time[:] = np.where(resigns, tick.end, state.resigned_time)


def _partner(world: World) -> Floats:
    """Give the strength of the best organization that somebody leads, shape ``(K,)``; 0 if none."""
    state, setting = world.state, world.setting
    calls = np.isin(setting.table("organizations")["kind"], CALLING_KINDS)
    led = state.leader_status != NOBODY_LEADS
    return np.asarray((state.organization_strength * led * calls).max(axis=1, initial=0.0))


MECHANISM = Mechanism(
    name="transition",
    title="Talks, a pact, resignation",
    order=12.4,
    source="Przeworski 1991; Haggard and Kaufman 2016; model document",
    parameters=(
        Parameter("punishment", "1", 0, 10, "What a ruler who is brought down loses besides his "
                  "office."),
        Parameter("deserted", "1", 0, 5, "Worth of staying that goes with an army that stands "
                  "aside."),
        Parameter("guarantee", "1", -5, 1, "What an agreed exit is worth to him, relative to "
                  "ruling unchallenged."),
        Parameter("honor", "1", -5, 5, "What resigning without an agreement costs him."),
        Parameter("noise", "1", 0.001, 2, "Noise of these choices."),
        Parameter("talk_rate", "1/day", 0, 10, "Openings of talks a day under full pressure."),
        Parameter("agreement_rate", "1/day", 0, 10, "Agreements a day with a perfect "
                  "organization."),
        Parameter("resign_rate", "1/day", 0, 10, "Resignations a day under full pressure."),
    ),
    fields=(
        Field("talks_time", (), "day", "Talks open.", NEVER, "final"),
        Field("agreement_time", (), "day", "The ruler leaves by agreement.", NEVER, "final"),
        Field("pact_time", (), "day", "A pact, and the ruler stays.", NEVER, "final"),
        Field("resigned_time", (), "day", "The ruler resigns.", NEVER, "final"),
    ),
    reads=("pressure", "army_choice", "organization_strength", "leader_status", "fall_time",
           "ruler_gone"),
    writes=(),
    step=step,
    structure=True,
)  # fmt: skip
