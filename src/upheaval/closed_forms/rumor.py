"""How many never hear a rumor.

Source: Daley and Kendall (1965, IMA Journal of Applied Mathematics 1:42-55). Spreaders tell the
ignorant and stop on meeting anyone who knows; contacts are UNORDERED pairs (ordered pairs would
leave about 0.285 instead of 0.203). Dividing the two rate equations, the share x of ignorant when
the last spreader stops satisfies x = x0 exp(-(y0 + 2 (x0 - x))), that is x = -W0(-2 x0 exp(-y0 - 2
x0))/2. Checked by simulating the pair process. Shares of the population.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import FloatArray, as_float, closed_unit
from upheaval.closed_forms._numeric import bisect


def final_ignorant_share(
    ignorant: npt.ArrayLike = 1.0, spreaders: npt.ArrayLike = 0.0
) -> FloatArray:
    """Return the share that never hears, from first shares of ignorant people and of spreaders.

    The defaults are a single spreader in a large population: 0.20318787. The rest are stiflers, who
    know and do not spread. With no spreaders at all and ignorant < 1 the rumor still starts from
    one, if ignorant > 1/2; else it dies at once. Arguments broadcast. Raises ValueError if a share
    lies outside [0, 1] or they sum to more than 1.
    """
    unaware = closed_unit("ignorant", ignorant)
    telling = closed_unit("spreaders", spreaders)
    if np.any(unaware + telling > 1 + 1e-12):
        raise ValueError("spreaders: expected ignorant + spreaders at most 1")

    def heard_too_few(share: FloatArray) -> FloatArray:
        return as_float(unaware * np.exp(-(telling + 2 * (unaware - share))) - share)

    # Below 1/2, where spreading slows, and below the start lies exactly one root. Bracketed rather
    # than read off Lambert's W, which has its branch point at an even start.
    shape = np.broadcast_shapes(unaware.shape, telling.shape)
    high = np.broadcast_to(np.minimum(unaware, 0.5), shape)
    return bisect(heard_too_few, np.zeros(shape), high)
