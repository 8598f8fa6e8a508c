"""Rents in the selectorate model, purely private goods.

Source: Bueno de Mesquita, Smith, Siverson and Morrow (2003, The Logic of Political Survival). The
incumbent matches a challenger's best offer: all revenue R shared now among a new coalition of size
W drawn from the selectorate S, and from then on a place in it with probability W/S only. Solving
z/(1-delta) = R/W + delta (W/S) z/(1-delta) for the rent z of each member gives

    z = (1-delta)(R/W)/(1 - delta W/S),   slack = R - W z = delta R (1 - W/S)/(1 - delta W/S).

Derived again here; it agrees. R in money per period, W and S in people, delta per period.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import FloatArray, as_float, nonnegative, positive


def _parts(
    revenue: npt.ArrayLike,
    coalition: npt.ArrayLike,
    selectorate: npt.ArrayLike,
    discount: npt.ArrayLike,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    members = positive("coalition", coalition)
    loyalty_norm = as_float(members / positive("selectorate", selectorate))
    if np.any(loyalty_norm > 1):
        raise ValueError("coalition: expected at most the selectorate")
    delta = nonnegative("discount", discount)
    if np.any(delta >= 1):
        raise ValueError("discount: expected a number from 0 to below 1")
    return nonnegative("revenue", revenue), members, loyalty_norm, delta


def rent_per_member(
    revenue: npt.ArrayLike,
    coalition: npt.ArrayLike,
    selectorate: npt.ArrayLike,
    discount: npt.ArrayLike,
) -> FloatArray:
    """Return z, money per member and period, that keeps the coalition loyal.

    Arguments broadcast. Raises ValueError unless revenue >= 0, 0 < coalition <= selectorate and
    0 <= discount < 1.
    """
    revenue, members, norm, delta = _parts(revenue, coalition, selectorate, discount)
    return as_float((1 - delta) * revenue / members / (1 - delta * norm))


def slack(
    revenue: npt.ArrayLike,
    coalition: npt.ArrayLike,
    selectorate: npt.ArrayLike,
    discount: npt.ArrayLike,
) -> FloatArray:
    """Return the money per period left to the ruler's own use.

    Rises as the loyalty norm W/S falls. Arguments broadcast; errors as `rent_per_member`.
    """
    revenue, _, norm, delta = _parts(revenue, coalition, selectorate, discount)
    return as_float(delta * revenue * (1 - norm) / (1 - delta * norm))
