"""Proxy: whether the intervener acts on behalf of a third power.

The hypothesis is that the third power is a principal and the intervener its agent, who takes over
a share of what the principal has at stake when the regime may fall:

    push = share * stake of the third power * danger,

which the alliance adds to what the intervener gains by sending its contingent. Left out, the
intervener weighs its own stake alone; the third power may still consent, object or be paid
(`third_power`), for that is what a bystander does too.

Reads ``fall_belief`` (1); writes ``third_power_push`` (unit of stakes, per power).
"""

from __future__ import annotations

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.allies import third_power
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import NOBODY
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Lend the third power's stake to the powers that weigh its consent."""
    del tick, luck
    state, setting = world.state, world.setting
    third = third_power(setting)
    if third == NOBODY:
        return
    stake = setting.column("powers", "stake")[third]
    acts_for = setting.positions("powers", "consent_of", "powers") == third
    push = own.share * stake * state.fall_belief
    state.third_power_push[:] = push[:, None] * acts_for


MECHANISM = Mechanism(
    name="proxy",
    title="The intervener acts for a third power",
    order=12.6,
    source="Salehyan 2010 on the delegation of force; closed form of intervention; model document",
    parameters=(
        Parameter("share", "1", 0, 1, "Share of the third power's stake that the intervener acts "
                  "upon."),
    ),
    fields=(
        Field("third_power_push", ("power",), "1", "Gain that a power takes over from it."),
    ),
    reads=("fall_belief",),
    writes=(),
    step=step,
)  # fmt: skip
