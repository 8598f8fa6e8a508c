"""How violence by the state and by protesters moves the size of the next protest.

Source: Steinert-Threlkeld, Chan and Joo (2022, Journal of Politics; images of protests in 24 cities
of 5 countries): protester violence is followed by smaller protests; low state violence by
larger and high state violence by smaller ones. Functional form (own choice, the least that shows
the three signs): d ln A = a v - b v^2 - c v_p per day, v and v_p the violence of the state and of
protesters on a scale from 0 to 1.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import FloatArray, as_float, closed_unit, nonnegative


def growth(
    state_violence: npt.ArrayLike,
    protester_violence: npt.ArrayLike,
    backlash: npt.ArrayLike,
    deterrence: npt.ArrayLike,
    repulsion: npt.ArrayLike,
) -> FloatArray:
    """Return d ln A per day: backlash v - deterrence v^2 - repulsion v_p.

    Arguments broadcast. Raises ValueError if a violence lies outside [0, 1] or one of the three
    coefficients (per day) is negative.
    """
    state = closed_unit("state_violence", state_violence)
    protester = closed_unit("protester_violence", protester_violence)
    from_state = state * (
        nonnegative("backlash", backlash) - nonnegative("deterrence", deterrence) * state
    )
    return as_float(from_state - nonnegative("repulsion", repulsion) * protester)


def most_inflaming_violence(backlash: npt.ArrayLike, deterrence: npt.ArrayLike) -> FloatArray:
    """Return the state violence at which protest grows fastest: backlash/(2 deterrence), at most 1.

    Arguments broadcast; 1 where deterrence is 0. Raises ValueError if a coefficient is negative.
    """
    backlash = nonnegative("backlash", backlash)
    twice = 2 * nonnegative("deterrence", deterrence)
    inner = twice > backlash
    return as_float(np.where(inner, backlash / np.where(inner, twice, 1.0), 1.0))
