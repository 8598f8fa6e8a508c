"""The one rule by which anybody decides to act, in the crowd, on the lattice and in the network.

::

    grim * hardship - fear * risk  >  threshold - push

Epstein's rule (PNAS 2002) with a push added: grim is what each unit of hardship weighs, fear what
each unit of aversion to risk weighs, push whatever else draws people out. Granovetter's rule (AJS
1978) is grim = fear = 0 with the share of others as push.
"""

from __future__ import annotations

import numpy as np

from upheaval.kernels.compiling import compiled


@compiled(inner=True)
def wants_to_act(
    grim: np.float32,
    hardship: np.float32,
    fear: np.float32,
    risk: np.float32,
    threshold: np.float32,
    push: np.float32,
) -> np.bool_:
    """Whether one person wants to act; float32 throughout, in the order written, ties say no."""
    return (grim * hardship - fear * risk) > (threshold - push)
