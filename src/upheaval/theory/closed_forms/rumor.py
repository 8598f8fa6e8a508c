"""How many never hear a rumor.

Source: Daley and Kendall (1965, IMA Journal of Applied Mathematics 1:42-55). Spreaders tell the
ignorant and stop on meeting anyone who knows; contacts are UNORDERED pairs (ordered pairs would
leave about 0.285 instead of 0.203). Dividing the two rate equations, the share x of ignorant when
the last spreader stops satisfies x = x0 exp(-(y0 + 2 (x0 - x))), solved by Lambert's W. Checked by
simulating the pair process. Shares of the population.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import lambertw

from upheaval.theory.closed_forms._checks import FloatArray, as_float, closed_unit


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
    argument = -2 * unaware * np.exp(-(telling + 2 * unaware))
    return as_float(-0.5 * np.real(lambertw(argument)))
