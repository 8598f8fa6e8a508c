"""When unrest in one city spreads to others.

Source: Bonnasse-Gahot et al. (2018, Scientific Reports 8:107), on the French riots of 2005; the
form was not checked against the printed paper, the threshold is derived here. Activity lambda_k of
city k and its susceptible pool sigma_k follow

    d lambda_k/dt = -w lambda_k + sigma_k Psi(sum_j W_kj lambda_j),   d sigma_k/dt = -sigma_k Psi(.)

so near calm activity grows iff (1/w) rho(diag(sigma) W) Psi'(0) > 1. Checked by integrating the
equations just above and just below it. w per day, Psi'(0) per day and unit of felt activity, W pure
proximity weights, sigma in units of activity.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    BoolArray,
    FloatArray,
    as_float,
    nonnegative,
    positive,
)


def reproduction_number(
    susceptible: npt.ArrayLike,
    proximity: npt.ArrayLike,
    decay: npt.ArrayLike,
    sensitivity: npt.ArrayLike,
) -> FloatArray:
    """Return (1/w) rho(diag(sigma) W) Psi'(0), the spread per unit of activity before it fades.

    susceptible (..., cities), proximity (..., cities, cities), decay and sensitivity (...); result
    (...). Costs an eigenvalue problem per leading index. Raises ValueError if decay is not above 0,
    another argument is negative, or shapes do not fit.
    """
    pool, weights = nonnegative("susceptible", susceptible), nonnegative("proximity", proximity)
    if weights.ndim < 2 or not weights.shape[-1] == weights.shape[-2] == pool.shape[-1]:
        raise ValueError(
            "proximity: expected shape (..., cities, cities) for as many cities as susceptible, "
            f"found {weights.shape} for {pool.shape}"
        )
    radius = np.abs(np.linalg.eigvals(pool[..., :, None] * weights)).max(axis=-1)
    return as_float(radius * nonnegative("sensitivity", sensitivity) / positive("decay", decay))


def spreads(
    susceptible: npt.ArrayLike,
    proximity: npt.ArrayLike,
    decay: npt.ArrayLike,
    sensitivity: npt.ArrayLike,
) -> BoolArray:
    """Say whether a spark grows: reproduction number above 1. Shapes and errors as there."""
    return np.asarray(reproduction_number(susceptible, proximity, decay, sensitivity) > 1)
