"""``run.json``: what a store holds, written first and finished last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.runs.files import write_text
from upheaval.runs.plan import RunPlan

FILE = "run.json"
FORMAT = "run/1"


@dataclass(frozen=True)
class Manifest:
    """What ``run.json`` says.

    Attributes
    ----------
    format : str
        Version of the layout of the store.
    identity : dict
        What tells this run from others (`RunPlan.identity`).
    start : str
        First moment, local time, ISO 8601.
    schedule : list of [str, float]
        End of each phase, local time, and the length of its ticks in days.
    batch : int
        Replicates in one chunk of the store.
    digest : str or None
        SHA-256 of the whole run; None until it is complete.
    """

    format: str
    identity: dict[str, Any]
    start: str
    schedule: list[list[Any]]
    batch: int
    digest: str | None = None

    @property
    def replicates(self) -> int:
        """Number of replicates of the complete run."""
        return int(self.identity["replicates"])

    @property
    def is_complete(self) -> bool:
        """Whether every replicate was run."""
        return self.digest is not None

    def write(self, folder: Path) -> None:
        """Write the file into the folder of a store, atomically."""
        write_text(folder / FILE, json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n")

    def differences(self, plan: RunPlan) -> list[str]:
        """Say in words how the run of the store differs from a plan; empty if it is the same."""
        wanted = plan.identity()
        different = [name for name in wanted if self.identity.get(name) != wanted[name]]
        # A hash says nothing to a reader where a name or a value says it already.
        told = [name for name in different if name not in ("scenario_hash", "code")]
        words = [f"{name} is {_shown(self.identity.get(name))}, not {_shown(wanted[name])}"
                 for name in told]  # fmt: skip
        if not words and "scenario_hash" in different:
            words.append(f"the files of {wanted['scenario']} have changed since")
        if not words and "code" in different:
            words.append("upheaval itself has changed since")
        return words


def manifest_of(plan: RunPlan) -> Manifest:
    """Give the manifest of a run that is about to begin."""
    return Manifest(
        format=FORMAT,
        identity=plan.identity(),
        start=plan.scenario.start.isoformat(),
        schedule=_schedule(plan),
        batch=plan.batch,
    )


def _schedule(plan: RunPlan) -> list[list[Any]]:
    starts = [plan.scenario.start, *(phase.until for phase in plan.phases)]
    return [
        [min(phase.until, plan.stops).isoformat(), phase.length]
        for begins, phase in zip(starts, plan.phases, strict=False)
        if begins < plan.stops
    ]


def read_manifest(folder: Path) -> Manifest:
    """Read ``run.json``.

    Raises
    ------
    UpheavalError
        If there is none, or it is damaged or of another version.
    """
    file = folder / FILE
    if not folder.is_dir():
        raise UpheavalError(f"there is no folder {folder}, expected the store of a run")
    if not file.is_file():
        raise UpheavalError(f"{folder} is not the store of a run: it has no {FILE}")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        manifest = Manifest(**found)
        sound = manifest.batch >= 1 and manifest.replicates >= 1
    except (OSError, ValueError, TypeError, KeyError):
        sound = False
    if not sound:
        raise UpheavalError(f"{file} is damaged: it is not the description of a run") from None
    if manifest.format != FORMAT:
        raise UpheavalError(f"{file}: the format is {manifest.format}, expected {FORMAT}")
    return manifest


def _shown(value: object) -> str:
    return "not given" if value in (None, [], {}) else json.dumps(value, ensure_ascii=False)
