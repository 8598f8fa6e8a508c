"""Alliance: the treaty clause, the claim that opens it, and the allies' decision.

The treaty opens only for a threat from outside. The ruler asks when the danger he sees, and the
share of his own force that does not obey, outweigh the dependence that help brings. His claim is
Bayesian persuasion (Kamenica and Gentzkow 2011): with prior mu that the threat comes from outside
and an ally who acts at a posterior of tau, a false claim is believed with probability
q = mu (1 - tau) / ((1 - mu) tau), and always where mu >= tau; armed violence raises mu. A power
then sends its contingent if its stake in the regime's survival outweighs the cost, the claim of
other fronts and the objection of a third power whose consent it weighs.

Three more terms come from other mechanisms, each 0 without them: the precedent that an ally fears,
what the force would earn on the other front, and the third power's consent and stake.

Reads ``fall_belief``, ``obedience``, ``seized``, ``precedent_fear``, ``front_price``,
``consent_bonus``, ``third_power_push``, ``outside_belief_shift``; writes ``troops`` (person),
``foreign_backing`` (1) and the times of claim, request, decision, arrival and withdrawal (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.theory.closed_forms.fronts import intervention_benefit
from upheaval.theory.closed_forms.persuasion import persuade
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import NOBODY, Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Ask, decide, send, and bring the troops home."""
    _ask(world, tick, own, luck)
    _decide(world, tick, own, luck)
    _send(world, tick, own)
    _go_home(world, tick, own)


def _ask(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state = world.state
    need = state.fall_belief + own.disloyalty_weight * (1.0 - state.obedience)
    appeal = expit((need - own.dependence_cost) / own.noise)
    free = np.isinf(state.treaty_request_time) & np.isinf(state.fall_time)
    asks = luck.happens("ask", own.request_rate * appeal, tick.length) & free
    state.treaty_request_time[:] = np.where(asks, tick.end, state.treaty_request_time)


def _outside_threat(world: World, own: Parameters) -> Floats:
    # Armed violence is somewhat likelier under an outside threat: it multiplies the odds.
    state = world.state
    violence = 1.0 - np.exp(-state.seized.sum(axis=1) / own.violence_scale)
    odds = own.prior_outside / (1.0 - own.prior_outside)
    odds = odds * np.exp(own.violence_evidence * violence + state.outside_belief_shift)
    return np.asarray(odds / (1.0 + odds))


def _decide(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the allies meet once the decision time has passed since the request."""
    state, setting = world.state, world.setting
    due = (state.treaty_request_time + own.decision_time <= tick.end) & np.isinf(
        state.treaty_decision_time
    )
    due &= np.isinf(state.treaty_refused_time)
    if not due.any():
        return
    belief = _outside_threat(world, own)
    claim = persuade(belief, own.acceptance)
    needs_claim = any(setting.table("treaties")["needs_outside_threat"])
    believed = luck.uniform("claim", 1)[:, 0] < claim.false_claim_rate if needs_claim else due
    pays = _pays(world, own, luck)
    agreed = due & believed & pays.any(axis=1)
    refused = due & ~agreed
    moment = np.maximum(state.treaty_request_time + own.decision_time, tick.start)
    state.treaty_decision_time[:] = np.where(agreed, moment, state.treaty_decision_time)
    state.treaty_refused_time[:] = np.where(refused, moment, state.treaty_refused_time)
    state.committed[:] = np.where(agreed[:, None], pays * state.contingent, state.committed)


def _pays(world: World, own: Parameters, luck: Luck) -> Flags:
    """Tell which members gain from sending their contingent."""
    state, setting = world.state, world.setting
    members = np.zeros(setting.sizes["power"], dtype=bool)
    members[setting.positions("treaties", "member", "powers")] = True
    able = members & (setting.column("powers", "contingent") > 0)
    danger = (state.fall_belief + own.fear_of_precedent)[:, None] + state.precedent_fear
    saved = own.survival_gain[:, None] * np.clip(danger, 0.0, 1.0)
    stake = setting.column("powers", "stake")
    consent_of = setting.positions("powers", "consent_of", "powers")
    objects = luck.uniform("objection", setting.sizes["power"]) > (
        own.consent[:, None] + state.consent_bonus
    )
    objected = np.where(consent_of != NOBODY, objects[:, np.maximum(consent_of, 0)], 0.0)
    cost = own.contingent_cost[:, None] + own.objection_cost[:, None] * objected
    benefit = intervention_benefit(
        saved, stake[None, :], cost, own.other_front[:, None] + state.front_price, 1.0
    )
    return np.asarray((benefit + state.third_power_push > 0) & able[None, :])


def _send(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    transit = setting.column("powers", "transit") / 24.0
    arrival = state.treaty_decision_time[:, None] + transit * own.transit_factor[:, None]
    going = (arrival < tick.end) & (state.committed > 0)
    going &= np.isinf(state.withdrawal_start_time)[:, None]
    landed = np.clip((tick.end - arrival) / own.deployment_time[:, None], 0.0, 1.0)
    state.troops[:] = np.where(going, landed * state.committed, state.troops)
    here = state.troops.sum(axis=1) > 0
    first = np.where(going, arrival, NEVER).min(axis=1)
    state.first_troops_time[:] = np.where(
        here & np.isinf(state.first_troops_time), first, state.first_troops_time
    )
    # Backing works through beliefs, so it counts from the decision on, before the last plane.
    promised = state.committed.sum(axis=1)
    whole = np.maximum((state.contingent * (setting.column("powers", "contingent") > 0)).sum(1), 1)
    decided = np.isfinite(state.treaty_decision_time) & np.isinf(state.withdrawal_end_time)
    state.foreign_backing[:] = decided * promised / whole


def _go_home(world: World, tick: Tick, own: Parameters) -> None:
    state = world.state
    calm = (state.crowd.sum(axis=(1, 2)) < own.calm_crowd) & (state.troops.sum(axis=1) > 0)
    state.quiet_days[:] = np.where(calm, state.quiet_days + tick.length, 0.0)
    leaves = (state.quiet_days > own.calm_time) & np.isinf(state.withdrawal_start_time)
    state.withdrawal_start_time[:] = np.where(leaves, tick.end, state.withdrawal_start_time)
    going = state.withdrawal_start_time < tick.end
    passed = tick.end - state.withdrawal_start_time
    left = np.clip(1.0 - passed / own.withdrawal_time, 0.0, 1.0)
    state.troops[:] = np.where(
        going[:, None], np.minimum(state.troops, left[:, None] * state.committed), state.troops
    )
    gone = going & (left <= 0.0) & np.isinf(state.withdrawal_end_time)
    last = state.withdrawal_start_time + own.withdrawal_time
    state.withdrawal_end_time[:] = np.where(gone, last, state.withdrawal_end_time)


def _contingent(start: Beginning) -> Floats:
    setting: Setting = start.setting
    names = ("contingent_low", "contingent", "contingent_high")
    low, value, high = (setting.column("powers", name) for name in names)
    return within(low, value, high, start.uniform("contingent", len(low)))


MECHANISM = Mechanism(
    name="alliance",
    title="Treaty, claim and troops",
    order=13,
    source="Kamenica and Gentzkow 2011; Berkemeier and Fuhrmann 2018; Cunningham 2016",
    parameters=(
        Parameter("request_rate", "1/day", 0, 50, "Requests a day once the need is clear."),
        Parameter("noise", "1", 0.001, 1, "Noise of that choice."),
        Parameter("disloyalty_weight", "1", 0, 5, "Weight of own organs that do not obey."),
        Parameter("dependence_cost", "1", 0, 5, "Need at which help is worth its price."),
        Parameter("prior_outside", "1", 0.001, 0.999, "Allies' prior of an outside threat."),
        Parameter("violence_evidence", "1", 0, 10, "Log odds that full violence adds to it."),
        Parameter("violence_scale", "1", 0.1, 1000, "Seized buildings that make it evident."),
        Parameter("acceptance", "1", 0.01, 1, "Posterior at which allies may act."),
        Parameter("survival_gain", "1", 0, 1, "Gain in survival that the contingent brings."),
        Parameter("fear_of_precedent", "1", 0, 1, "Danger that allies add for the precedent."),
        Parameter("contingent_cost", "1", 0, 10, "Cost of the contingent (the unit of stakes)."),
        Parameter("other_front", "1", 0, 10, "What the force would earn on the other front."),
        Parameter("consent", "1", 0, 1, "Chance that the third power consents."),
        Parameter("objection_cost", "1", 0, 10, "Cost of acting against its objection."),
        Parameter("decision_time", "day", 0.01, 30, "From the request to the decision."),
        Parameter("transit_factor", "1", 0.1, 10, "Transit times relative to the table."),
        Parameter("deployment_time", "day", 0.05, 30, "Time in which a contingent arrives."),
        Parameter("calm_crowd", "person", 1, 1e7, "Crowd below which a day counts as calm."),
        Parameter("calm_time", "day", 0, 365, "Calm days until the troops leave."),
        Parameter("withdrawal_time", "day", 0.1, 365, "Time in which they leave."),
    ),
    fields=(
        Field("contingent", ("power",), "person", "Troops that a power can send.", _contingent),
        Field("committed", ("power",), "person", "Troops that it has promised."),
        Field("troops", ("power",), "person", "Troops in the country.", 0.0, "series"),
        Field("foreign_backing", (), "1", "Share of the whole contingent that is promised.", 0.0,
              "series"),
        Field("treaty_request_time", (), "day", "Help requested.", NEVER, "final"),
        Field("treaty_decision_time", (), "day", "Help decided.", NEVER, "final"),
        Field("treaty_refused_time", (), "day", "Help refused.", NEVER, "final"),
        Field("first_troops_time", (), "day", "First troops arrive.", NEVER, "final"),
        Field("withdrawal_start_time", (), "day", "Withdrawal begins.", NEVER, "final"),
        Field("withdrawal_end_time", (), "day", "Last troops leave.", NEVER, "final"),
        Field("quiet_days", (), "day", "Calm days with troops in the country."),
    ),
    reads=("fall_belief", "obedience", "seized", "crowd", "fall_time", "precedent_fear",
           "consent_bonus", "front_price", "third_power_push", "outside_belief_shift"),
    writes=(),
    step=step,
)  # fmt: skip
