"""Which citizens belong to which audience, by the kin network and nationality of their region."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.scenario.table import Table

Floats = NDArray[np.float64]


def audience_shares(audiences: Table, regions: Table) -> Floats:
    """Give the share of each region's people who belong to each audience of citizens.

    Returns
    -------
    array, shape ``(regions, audiences)``
        Rows add up to 1; a region that no audience covers has zeros, as have audiences that are
        not citizens.
    """
    titular = np.asarray(regions["titular_share"], dtype=np.float64)
    share = {"any": np.ones_like(titular), "titular": titular, "other": 1.0 - titular}
    result = np.zeros((len(titular), len(audiences)))
    columns = (audiences[name] for name in ("kind", "kinship", "language"))
    for a, (kind, network, language) in enumerate(zip(*columns, strict=True)):
        here = np.array([network in ("", kin) for kin in regions["kinship"]])
        if kind == "citizens":
            result[:, a] = here * share[str(language)]
    total = result.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(result, total, out=np.zeros_like(result), where=total > 0))
