"""The accurate posterior of the parameters: a neural density estimate, by the package sbi.

A masked autoregressive flow learns the density of all uncertain parameters given the features of
what was reported (neural posterior estimation, Greenberg, Nonnenmacher and Macke 2019), from the
same simulations and on the same scale as the default posterior, and stands before the same guard
rails: simulations that it had not seen play the record. It needs the extra ``upheaval[sbi]``.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.inference.observation.features import Features
from upheaval.inference.posterior.diagnostics import TESTED, of_ranks
from upheaval.runs.files import replacing

Floats = NDArray[np.float64]

REGRESSION, SBI = "regression", "sbi"
KINDS = (REGRESSION, SBI)

DRAWS = 2000
"""Draws from the posterior given the record."""

RANKED = 200
"""Draws for each simulation that plays the record."""

AT_ONCE, MOST_DRAWS = 50, 2000
"""Simulations for which draws are made together, and most draws at a time."""

HIDDEN, TRANSFORMS, BATCH, PATIENCE, MOST_EPOCHS = 64, 4, 200, 15, 200
"""Size of the flow, and of its training, which stops when unseen simulations gain no more."""


@dataclass(frozen=True)
class Neural:
    """A neural posterior given the record.

    Attributes
    ----------
    draws : float64 array, shape ``(DRAWS, P)``
        Parameters on the normal scale.
    sbc_p, coverage90 : float
        See `guard_rails.parameter_calibration`.
    learned : int
        Simulations that it learned from.
    """

    draws: Floats
    sbc_p: float
    coverage90: float
    learned: int


def check_kind(kind: str) -> None:
    """Raise `UpheavalError` if there is no such posterior, or its extra is not installed."""
    if kind not in KINDS:
        raise UpheavalError(f"`posterior`: got '{kind}', expected {' or '.join(KINDS)}")
    if kind == SBI and importlib.util.find_spec("sbi") is None:
        raise UpheavalError(
            "`posterior`: sbi is not installed; expected the extra, by "
            "\"pip install 'upheaval[sbi]'\", or `posterior=regression`"
        )


def neural(features: Features, scores: Floats, folder: Path, key: str, seed: int) -> Neural:
    """Give the neural posterior of the parameters given the record; one made before is read.

    Parameters
    ----------
    features : Features
        Of N simulations and the record.
    scores : float64 array, shape ``(N, P)``
        Parameters on the normal scale.
    folder : Path
        Where the answer is kept.
    key : str
        What tells these simulations from others.
    seed : int
        Seed of the network's own luck.

    Raises
    ------
    UpheavalError
        If the extra is not installed.
    """
    check_kind(SBI)
    file = folder / f"neural-{_key(features, key, seed)}.pickle"
    if file.is_file():
        try:
            found = pickle.loads(file.read_bytes())
            if isinstance(found, Neural):
                return found
        except Exception:  # a damaged file is made again; unpickling may raise anything
            file.unlink()
    made = estimated(features, scores, seed, _learn)
    with replacing(file) as draft:
        draft.write_bytes(pickle.dumps(made))
    return made


Sampler = Callable[[Floats, int], Floats]
"""``sampler(points, count)``: draws given each row of features, shape ``(rows, count, P)``."""


def estimated(
    features: Features, scores: Floats, seed: int, learn: Callable[[Floats, Floats, int], Sampler]
) -> Neural:
    """Learn a sampler, test it on simulations that were kept back, and draw given the record."""
    count, wanted = len(scores), scores.shape[1]
    if wanted == 0:
        return Neural(np.empty((DRAWS, 0)), 1.0, 0.9, count)
    kept_back = np.unique(np.linspace(0, count - 1, min(TESTED, count // 5)).astype(int))
    seen = np.setdiff1d(np.arange(count), kept_back)
    sampler = learn(features.simulated[seen], scores[seen], seed)
    draws = sampler(features.simulated[kept_back], RANKED)
    ranks = (draws < scores[kept_back][:, None, :]).mean(axis=1)
    sbc_p, coverage90 = of_ranks(ranks)
    return Neural(sampler(features.record[None], DRAWS)[0], sbc_p, coverage90, len(seen))


def _learn(columns: Floats, scores: Floats, seed: int) -> Sampler:
    torch: Any = importlib.import_module("torch")
    inference: Any = importlib.import_module("sbi.inference")
    nets: Any = importlib.import_module("sbi.neural_nets")
    torch.manual_seed(seed)
    size = scores.shape[1]
    prior = torch.distributions.MultivariateNormal(torch.zeros(size), torch.eye(size))
    # The features have mean 0 and standard deviation 1 already.
    flow = nets.posterior_nn(
        model="maf", hidden_features=HIDDEN, num_transforms=TRANSFORMS, z_score_x="none"
    )
    trainer = inference.NPE(
        prior=prior, density_estimator=flow, tracker=_NoDiary(), show_progress_bars=False
    )
    trainer.append_simulations(_tensor(torch, scores), _tensor(torch, columns))
    # It tells of its training on standard output, where nothing but the answer belongs.
    with contextlib.redirect_stdout(io.StringIO()):
        trainer.train(
            training_batch_size=BATCH, stop_after_epochs=PATIENCE, max_num_epochs=MOST_EPOCHS
        )
    learned = trainer.build_posterior()

    def sampler(points: Floats, count: int) -> Floats:
        # Many at a time: a draw goes through the parameters one after the other.
        drawn = [
            learned.sample_batched(
                (count,),
                x=_tensor(torch, part),
                max_sampling_batch_size=MOST_DRAWS,
                show_progress_bars=False,
            )
            for part in np.array_split(points, -(-len(points) // AT_ONCE))
        ]
        return np.concatenate([np.asarray(part, dtype=np.float64).swapaxes(0, 1) for part in drawn])

    return sampler


class _NoDiary:
    """Takes what the trainer would write into a folder beside the user's files."""

    log_dir = None

    def log_metric(self, *_: object, **__: object) -> None:
        pass

    def log_metrics(self, *_: object, **__: object) -> None:
        pass

    def log_params(self, *_: object, **__: object) -> None:
        pass

    def add_figure(self, *_: object, **__: object) -> None:
        pass

    def flush(self) -> None:
        pass


def _tensor(torch: Any, values: Floats) -> Any:
    return torch.as_tensor(np.ascontiguousarray(values), dtype=torch.float32)


def _key(features: Features, key: str, seed: int) -> str:
    whole = hashlib.sha256(f"{key} {seed} {version('sbi')}".encode())
    whole.update("\n".join(item.name for item in features.columns).encode())
    whole.update(features.record.tobytes())
    whole.update(Path(__file__).read_bytes())
    return whole.hexdigest()[:16]
