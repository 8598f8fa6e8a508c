"""How far cities are apart and where each one's news of the others comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS = 6371.0088
"""Mean radius of the Earth in kilometers (IUGG)."""

NEAR = 300.0
"""Scale of the decay of contact with distance, in kilometers: about the distance between
neighboring regional capitals. Only the *shape* of the proximity tie depends on it; its strength is
a parameter of the scenario."""


@dataclass(frozen=True, slots=True)
class ContactShares:
    """Three row-stochastic matrices, shape ``(city, city)``, zero on the diagonal."""

    proximity: Floats
    kin: Floats
    online: Floats


def distances(latitude: ArrayLike, longitude: ArrayLike) -> Floats:
    """Give great-circle distances in kilometers from coordinates in degrees (haversine)."""
    phi = np.radians(np.asarray(latitude, dtype=np.float64))
    lam = np.radians(np.asarray(longitude, dtype=np.float64))
    half = (
        np.sin((phi[:, None] - phi) / 2) ** 2
        + np.cos(phi[:, None]) * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def contact_shares(distance: Floats, people: Floats, kin: NDArray[np.str_]) -> ContactShares:
    """Build the three kinds of ties.

    Proximity decays exponentially with distance and grows with the root of the other city's
    people; kin ties join cities of one network of kin; online ties reach every city alike.
    """
    weight = np.sqrt(people)[None, :] * np.ones_like(distance)
    same = (kin[:, None] == kin[None, :]).astype(np.float64)
    return ContactShares(
        proximity=_stochastic(np.exp(-distance / NEAR) * weight),
        kin=_stochastic(same * weight),
        online=_stochastic(weight),
    )


def _stochastic(matrix: Floats) -> Floats:
    matrix = matrix.copy()
    np.fill_diagonal(matrix, 0.0)
    total = matrix.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0))
