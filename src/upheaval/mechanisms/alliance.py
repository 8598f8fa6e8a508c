"""Alliance: the treaty clause, the claim that opens it, and the allies' decision.

The treaty opens only for a threat from outside. The ruler asks when the danger he sees, and the
share of his own force that does not obey, outweigh the dependence that help brings. His claim is
Bayesian persuasion (Kamenica and Gentzkow 2011): with prior mu that the threat comes from outside
and an ally who acts at a posterior of tau, a false claim is believed with probability
q = mu (1 - tau) / ((1 - mu) tau), and always where mu >= tau; armed violence raises mu. A power
then sends its contingent if its stake in the regime's survival outweighs the cost, the claim of
other fronts and the objection of a third power whose consent it weighs. The leader, who brings the
others, decides for all; where a consent is awaited he waits while it is worth more than the delay.
With B the gain if nobody objects, o the chance of an objection, C its cost and h the rate of
consent, an answer is worth G = o min(B, C) and a decision now B - G: he waits while
h G > urgency (B - G).

Three more terms come from other mechanisms, each 0 without them: the precedent that an ally fears,
what the force would earn on the other front, and the third power's consent and stake.

Reads ``fall_belief``, ``obedience``, ``seized``, ``precedent_fear``, ``front_price``,
``consent_bonus``, ``consent_rate``, ``consent_time``, ``third_power_push``,
``outside_belief_shift``; writes ``troops`` (person), ``foreign_backing`` (1) and
the times of claim, request, decision, arrival and
withdrawal (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from upheaval.closed_forms.fronts import intervention_benefit
from upheaval.closed_forms.persuasion import persuade
from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.third_power import SURE
from upheaval.scenario.parameters import Parameter
from upheaval.world.allies import able_members, lead_power, third_power
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import NOBODY, Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Ask, decide, send, and bring the troops home; without a treaty there is nobody to ask."""
    if not len(world.setting.table("treaties")):
        return
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
    due &= ~_waits(world, own)
    belief = _outside_threat(world, own)
    claim = persuade(belief, own.acceptance)
    needs_claim = any(setting.table("treaties")["needs_outside_threat"])
    believed = luck.uniform("claim", 1)[:, 0] < claim.false_claim_rate if needs_claim else due
    pays = _pays(world, own, luck)
    lead = lead_power(setting)
    agreed = due & believed & (pays[:, lead] if lead != NOBODY else pays.any(axis=1))
    refused = due & ~agreed
    moment = np.maximum(state.treaty_request_time + own.decision_time, tick.start)
    # A decision that knows of a consent does not come before it.
    moment = np.maximum(moment, np.where(np.isfinite(state.consent_time), state.consent_time, 0.0))
    state.treaty_decision_time[:] = np.where(agreed, moment, state.treaty_decision_time)
    state.treaty_refused_time[:] = np.where(refused, moment, state.treaty_refused_time)
    state.committed[:] = np.where(agreed[:, None], pays * state.contingent, state.committed)


def _pays(world: World, own: Parameters, luck: Luck) -> Flags:
    """Tell which members gain from sending their contingent."""
    setting = world.setting
    consent_of = setting.positions("powers", "consent_of", "powers")
    objects = luck.uniform("objection", setting.sizes["power"]) > _accepts(world, own)
    objected = np.where(consent_of != NOBODY, objects[:, np.maximum(consent_of, 0)], 0.0)
    benefit = _benefit(world, own) - own.objection_cost[:, None] * objected
    return np.asarray((benefit > 0) & able_members(setting)[None, :])


def _accepts(world: World, own: Parameters) -> Floats:
    """Give the chance that each power does not object, shape ``(K, power)``."""
    bonus = world.state.consent_bonus
    # With nothing to add the chance is the number itself; what was given is sure.
    chance = np.where(
        bonus == 0.0, own.consent[:, None], expit(logit(own.consent)[:, None] + bonus)
    )
    return np.asarray(np.where(bonus >= SURE, 1.0, chance))


def _benefit(world: World, own: Parameters) -> Floats:
    """Give what each power gains by sending its contingent where nobody objects."""
    state = world.state
    danger = (state.fall_belief + own.fear_of_precedent)[:, None] + state.precedent_fear
    saved = own.survival_gain[:, None] * np.clip(danger, 0.0, 1.0)
    stake = world.setting.column("powers", "stake")
    front = own.other_front[:, None] + state.front_price
    cost = own.contingent_cost[:, None]
    benefit = intervention_benefit(saved, stake[None, :], cost, front, 1.0)
    return np.asarray(benefit + state.third_power_push)


def _waits(world: World, own: Parameters) -> Flags:
    """Tell where the leader of the alliance waits for the third power's consent."""
    state, setting = world.state, world.setting
    third = third_power(setting)
    if third == NOBODY:
        return np.zeros(world.size, dtype=bool)
    gain = np.maximum(_benefit(world, own)[:, lead_power(setting)], 0.0)
    answer = (1.0 - _accepts(world, own)[:, third]) * np.minimum(gain, own.objection_cost)
    waits = state.consent_rate[:, third] * answer > own.urgency * (gain - answer)
    return np.asarray(waits & np.isinf(state.fall_time))


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
        Parameter("urgency", "1/day", 0, 50, "Share of its gain that a day of waiting costs."),
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
           "consent_bonus", "consent_rate", "consent_time", "front_price", "third_power_push",
           "outside_belief_shift"),
    writes=(),
    step=step,
)  # fmt: skip
