"""Third power: its consent to another's troops near its border, and what it asks for it.

A power that sends no troops may gain or lose by those of another near its border. Asked, it
weighs its stake S in the regime's survival, times the danger d that it sees (with a fear for its
own border added), against the cost K of the intervener's presence:

    gain = S clip(d + border_fear, 0, 1) - K,      price = max(0, -gain)

Where it would lose, the ruler buys its consent with guarantees, up to what his own danger makes
them worth to him (offer = guarantee_limit d): consent comes at a rate that is a logit in
gain + offer. That is the bargain of side payments under a threat (Nash 1950 gives the region of
agreement, gain + offer >= 0; that the asking power gets just its price is an assumption). Until it
has answered, its silence is read by its interest: gain / noise shifts the log odds that it does not
object. So where it would lose but could be paid, its answer is worth waiting for.

That the intervener acts on its behalf is another hypothesis, with a mechanism of its own
(`proxy`).

Reads ``fall_belief`` (1), ``treaty_request_time``, ``fall_time`` (days); writes
``consent_bonus`` (log odds), ``consent_rate``
(1/day), ``guarantee`` (unit of stakes), ``consent_time`` (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.fronts import intervention_benefit
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.allies import third_power
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import NOBODY
from upheaval.world.state import NEVER, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

SURE = 60.0
"""Log odds that leave no doubt: a logit there is 0 or 1 to the last digit."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Ask the third power for its consent."""
    third = third_power(world.setting)
    if third == NOBODY:
        return
    _bargain(world, tick, own, luck, third)


def _bargain(world: World, tick: Tick, own: Parameters, luck: Luck, third: int) -> None:
    state = world.state
    stake = world.setting.column("powers", "stake")[third]
    danger = np.clip(state.fall_belief + own.border_fear, 0.0, 1.0)
    gain = intervention_benefit(danger, stake, own.presence_cost, 0.0, 0.0)
    offer = own.guarantee_limit * state.fall_belief
    # Far from the cut the logit is 0 or 1; cut the exponent so that it does not overflow.
    appeal = 1.0 / (1.0 + np.exp(-np.clip((gain + offer) / own.noise, -SURE, SURE)))
    asked = (state.treaty_request_time <= tick.start) & np.isinf(state.fall_time)
    agrees = luck.happens("consent", own.answer_rate * appeal, tick.length)
    agrees &= asked & np.isinf(state.consent_time)
    state.consent_time[:] = np.where(agrees, tick.end, state.consent_time)
    paid = np.minimum(np.maximum(-gain, 0.0), offer)
    state.guarantee[:] = np.where(agrees, paid, state.guarantee)
    pending = asked & np.isinf(state.consent_time)
    state.consent_rate[:, third] = np.where(pending, own.answer_rate * appeal, 0.0)
    silent = np.where(asked, np.clip(gain / own.noise, -SURE / 2, SURE / 2), 0.0)
    state.consent_bonus[:, third] = np.where(np.isfinite(state.consent_time), SURE, silent)


MECHANISM = Mechanism(
    name="third_power",
    title="Consent of a third power",
    order=12.5,
    source="Nash 1950; closed form of intervention; model document",
    parameters=(
        Parameter("border_fear", "1", 0, 1, "Danger that it adds for its own border."),
        Parameter("presence_cost", "1", 0, 10, "Cost to it of the intervener's troops (the unit "
                  "of stakes)."),
        Parameter("guarantee_limit", "1", 0, 10, "Most that the ruler would guarantee it, at full "
                  "danger."),
        Parameter("noise", "1", 0.001, 5, "Noise of its choice."),
        Parameter("answer_rate", "1/day", 0, 50, "Answers a day once it gains by consenting."),
    ),
    fields=(
        Field("consent_bonus", ("power",), "1", "Rise of the log odds that it does not object."),
        Field("consent_rate", ("power",), "1/day", "Rate of a consent that is still awaited."),
        Field("guarantee", (), "1", "What it was guaranteed, in the unit of stakes.", 0.0,
              "final"),
        Field("consent_time", (), "day", "The third power consents.", NEVER, "final"),
    ),
    reads=("fall_belief", "treaty_request_time", "fall_time"),
    writes=(),
    step=step,
)  # fmt: skip
