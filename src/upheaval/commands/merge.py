"""The command ``upheaval merge``, and what ``upheaval run --array`` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from upheaval.commands.line import Json, as_json, tell
from upheaval.errors import UpheavalError

if TYPE_CHECKING:
    from upheaval.runs.plan import RunPlan


def merge(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder that run --array was given as --out.")
    ],
    json_: Json = False,
) -> None:
    """Merge the shards of a run, made with run --array, into one store; may be given again."""
    from upheaval.runs.shards import SHARDS
    from upheaval.runs.shards import merge as answer

    digest = answer(folder)
    if json_:
        print(as_json({"folder": str(folder), "digest": digest}))
    else:
        print(f"{folder}: the whole run, digest {digest}")
        tell(f"{folder / SHARDS} is of no more use and may be removed.")


def run_array(plan: RunPlan, array: str, out: Path | None, workers: int | None) -> None:
    """Run one shard of a plan, as ``--array I/N`` asks."""
    from upheaval.runs.progress import progress_bar
    from upheaval.runs.shards import run_shard, shard_of

    number, count = shard_of(array)
    if out is None:
        raise UpheavalError("--array needs --out, the folder of the whole run")
    size = sum(map(len, plan.batches[number - 1 :: count]))
    tell(
        f"Running {plan.scenario.name}: shard {number} of {count}, {size} of {plan.replicates} "
        f"replicates, one citizen for {plan.scale}, seed {plan.seed}"
    )
    with progress_bar(size) as report:
        folder = run_shard(plan, out, number, count, workers=workers, progress=report)
    tell(f"{folder}: done. When all shards are: upheaval merge {out}")
