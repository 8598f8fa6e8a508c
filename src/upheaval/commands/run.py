"""The command ``upheaval run``."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheaval.commands.line import (
    Json,
    OutFolder,
    Replicates,
    Scale,
    ScenarioName,
    Seed,
    Settings,
    Until,
    Without,
    Workers,
    as_json,
    changes,
    tell,
)
from upheaval.commands.merge import run_array
from upheaval.errors import Interrupted, UpheavalError
from upheaval.version import __version__

if TYPE_CHECKING:
    import xarray

    from upheaval.record.compare import Comparison
    from upheaval.record.outcomes import Share
    from upheaval.runs.plan import RunPlan

SUMMARY, FIGURE = "summary.json", "figure.png"


def run(
    scenario: ScenarioName,
    replicates: Replicates = 200,
    scale: Scale = 20,
    seed: Seed = 1,
    workers: Workers = None,
    set_: Settings = None,
    without: Without = None,
    until: Until = None,
    tick: Annotated[
        float | None,
        typer.Option(metavar="HOURS", help="Length of a tick in the first phase."),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(
            help="Replicates stepped together; no result depends on it.",
            show_default="16 to 64, by scale and replicates",
        ),
    ] = None,
    out: OutFolder = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Complete the unfinished run in --out.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Start over in --out. With --resume: only if another run is there."
        ),
    ] = False,
    executor: Annotated[
        str | None,
        typer.Option(
            metavar="dask://HOST:PORT",
            help="Run on a Dask cluster that sees --out.",
            show_default="this machine",
        ),
    ] = None,
    array: Annotated[
        str | None,
        typer.Option(
            metavar="I/N", help="Run one of N shards only, for arrays of jobs; then: merge."
        ),
    ] = None,
    json_: Json = False,
) -> None:
    """Run a scenario many times over and set it beside the record.

    The scale is finer, 1:20, than that of the answers, 1:50: this is one run, they take thousands.
    """
    if array is not None and (resume or force or executor or json_):
        raise UpheavalError("--array takes neither --executor, --resume, --force nor --json")
    if out is None and (resume or force):
        raise UpheavalError(f"--{'resume' if resume else 'force'} needs --out, a folder to use")
    try:
        from upheaval.runs.plan import plan_of

        plan = plan_of(
            scenario,
            replicates=replicates,
            scale=scale,
            seed=seed,
            set=changes(set_ or []),
            without=without or [],
            until=until,
            tick=tick,
            batch=batch,
        )
        if array is not None:
            run_array(plan, array, out, workers)
        else:
            _run(plan, out, workers, resume, force, json_, executor)
    except KeyboardInterrupt:
        if out is None:
            raise Interrupted(
                "Stopped; nothing is left. A run with --out DIR can be completed later."
            ) from None
        again = "Give the command again" if array else "Add --resume to the command"
        raise Interrupted(f"Stopped; {out} keeps what is done. {again} to complete it.") from None


def _run(
    plan: RunPlan,
    out: Path | None,
    workers: int | None,
    resume: bool,
    force: bool,
    json_: bool,
    executor: str | None,
) -> None:
    from upheaval.record.compare import compare
    from upheaval.record.outcomes import outcome_shares
    from upheaval.runs.simulate import simulate_plan
    from upheaval.scenario.card_description import provenance_line

    tell(
        f"Running {plan.scenario.name}: {plan.replicates} replicate{'s'[: plan.replicates > 1]}, "
        f"one citizen for {plan.scale}, seed {plan.seed}"
    )
    tell(provenance_line(plan.scenario))
    begun = perf_counter()
    dataset = simulate_plan(
        plan, out, workers=workers, resume=resume, force=force, executor=executor
    )
    comparisons = compare(dataset, plan.changed)
    outcomes = outcome_shares(dataset)
    took = perf_counter() - begun
    summary = _summary(plan, dataset, comparisons, outcomes)
    if out is not None:
        _write_results(out, plan, dataset, comparisons, summary)
    if json_:
        print(as_json(summary))
        return
    from rich.console import Console

    from upheaval.views.screens.summary import print_summary, summarize

    print_summary(Console(), summarize(dataset, plan.changed, comparisons, took=took))


def _write_results(
    out: Path,
    plan: RunPlan,
    dataset: xarray.Dataset,
    comparisons: list[Comparison],
    summary: dict[str, Any],
) -> None:
    from upheaval.answers.ledgers.ledgers import FOLDER, write_ledgers
    from upheaval.record.series import Series
    from upheaval.runs.files import telling_of, write_text
    from upheaval.views.figures.parts import FIGURES, save_parts
    from upheaval.views.figures.run import save_figure

    series = Series(dataset, plan.changed)
    with telling_of(out):
        write_text(out / SUMMARY, as_json(summary, indent=2) + "\n")
        save_figure(dataset, plan.changed, out / FIGURE, comparisons)
    write_ledgers(series, out / FOLDER, kind="parquet")
    save_parts(series, out / FIGURES)
    tell(f"{out}: the store, {FIGURE}, {SUMMARY}, {FOLDER}/ and {FIGURES}/")


def _summary(
    plan: RunPlan,
    dataset: xarray.Dataset,
    comparisons: list[Comparison],
    outcomes: dict[str, Share],
) -> dict[str, Any]:
    from upheaval.record.general_outcomes import general_shares
    from upheaval.record.order_of_regions import order_test
    from upheaval.record.outside_view import outside_view
    from upheaval.record.series import Series
    from upheaval.scenario.card_description import provenance_counts

    series = Series(dataset, plan.changed)
    order = order_test(series)
    return {
        "scenario": plan.scenario.name,
        "version": __version__,
        "seed": plan.seed,
        "replicates": plan.replicates,
        "scale": plan.scale,
        "provenance": provenance_counts(plan.scenario),
        "outcomes": {
            name: {"share": item.share, "low": item.low, "high": item.high}
            for name, item in outcomes.items()
        },
        "general_outcomes": {
            name: {"share": item.share, "low": item.low, "high": item.high}
            for name, item in general_shares(series).items()
        },
        "outside_view": [item.as_json() for item in outside_view(series)],
        "order_of_regions": None if order is None else order.as_json(),
        "observations": [item.as_json(plan.scenario.start) for item in comparisons],
        "digest": dataset.attrs["digest"],
    }
