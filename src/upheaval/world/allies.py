"""Who could send troops under a treaty, who leads them, and whose consent the leader weighs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.world.setting import NOBODY, Setting


def able_members(setting: Setting) -> NDArray[np.bool_]:
    """Tell which powers are members of a treaty and have troops to send, shape ``(power,)``."""
    members = np.zeros(setting.sizes["power"], dtype=bool)
    members[setting.positions("treaties", "member", "powers")] = True
    return np.asarray(members & (setting.column("powers", "contingent") > 0))


def lead_power(setting: Setting) -> int:
    """Give the member with the largest contingent, the first of several; `NOBODY` if none."""
    able = able_members(setting)
    if not able.any():
        return NOBODY
    return int(np.argmax(np.where(able, setting.column("powers", "contingent"), -1.0)))


def third_power(setting: Setting) -> int:
    """Give the power whose consent the leader weighs; `NOBODY` if there is none."""
    lead = lead_power(setting)
    if lead == NOBODY:
        return NOBODY
    return int(setting.positions("powers", "consent_of", "powers")[lead])
