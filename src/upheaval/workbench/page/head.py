"""The head of a page: what was run, how it ends, and the one sentence that says so."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from upheaval.record.outcomes import Share, outcome_shares
from upheaval.scenario.parameters import ParameterSetting
from upheaval.version import __version__
from upheaval.views.likelihood_words import limits, percent, percent_range, phrase, words
from upheaval.workbench.page.context import Context, short
from upheaval.workbench.page.model import Change, OutcomeShare, RunHead, ScenarioHead


def scenario_head(page: Context) -> ScenarioHead:
    """Tell what the page is about."""
    scenario = page.scenario
    people = int(np.asarray(scenario.tables["cities"]["population"]).sum())
    return ScenarioHead(
        name=scenario.name,
        title=scenario.title,
        country=scenario.country,
        summary=scenario.summary,
        start=scenario.start.date().isoformat(),
        end=page.date(float(page.run.ends[-1]) - 1.0),
        people=people,
        ticks=len(page.run.ends),
    )


def run_head(
    page: Context,
    interventions: Sequence[str] = (),
    run_id: str | None = None,
    steps: Sequence[str] = (),
) -> RunHead:
    """Tell what was run, and how to run it again."""
    attributes = page.dataset.attrs
    given = changes_of(attributes)
    until = attributes.get("until")
    command, python = calls(page.baseline.name, attributes, given)
    return RunHead(
        id=run_id,
        replicates=page.replicates,
        scale=int(attributes["scale"]),
        seed=int(attributes["seed"]),
        until=None if until is None else str(until),
        version=str(attributes.get("version", __version__)),
        scenario_hash=str(attributes["scenario_hash"]),
        digest=str(attributes.get("digest", "")),
        changes=[_change(page, path, value) for path, value in given.items()],
        without=without_of(attributes),
        interventions=list(interventions),
        steps=list(steps),
        command=command,
        python=python,
    )


def changes_of(attributes: Mapping[str, Any]) -> dict[str, str]:
    """Read what a run set from the attributes of its dataset."""
    given = attributes.get("set", [])
    pairs = [given] if isinstance(given, str) else list(given)
    return {path: value for path, _, value in (str(pair).partition("=") for pair in pairs)}


def without_of(attributes: Mapping[str, Any]) -> list[str]:
    """Read what a run switched off from the attributes of its dataset."""
    given = attributes.get("without", [])
    return [given] if isinstance(given, str) else [str(name) for name in given]


def calls(name: str, attributes: Mapping[str, Any], given: Mapping[str, str]) -> tuple[str, str]:
    """Write the command and the Python call that give the run again."""
    without, until = without_of(attributes), attributes.get("until")
    count, scale, seed = (int(attributes[key]) for key in ("replicates", "scale", "seed"))
    words_ = ["upheaval", "run", name, "--replicates", str(count), "--scale", str(scale)]
    words_ += ["--seed", str(seed)]
    arguments = [repr(name), f"replicates={count}", f"scale={scale}", f"seed={seed}"]
    if given:
        words_ += [word for pair in given.items() for word in ("--set", "=".join(pair))]
        arguments.append(f"set={dict(given)!r}")
    if without:
        words_ += [word for item in without for word in ("--without", item)]
        arguments.append(f"without={without!r}")
    if until is not None:
        words_ += ["--until", str(until)]
        arguments.append(f"until={str(until)!r}")
    return shlex.join(words_), f"up.simulate({', '.join(arguments)})"


def _change(page: Context, path: str, value: str) -> Change:
    name = path.removeprefix("parameters.")
    setting = page.baseline.parameters.get(name)
    if setting is not None:
        return Change(
            path=path, title=title_of(setting), value=value, baseline=setting_in_words(setting)
        )
    table, _, rest = name.partition(".")
    row, _, column = rest.rpartition(".")
    found = page.baseline.tables[table]
    before = found.sheet.get(column, found.position(row))
    return Change(path=path, title=path, value=value, baseline=str(before))


def title_of(setting: ParameterSetting) -> str:
    """Word a parameter for a reader: what the scenario says of it, up to the first aside."""
    return setting.meaning.partition(";")[0].rstrip(". ")


def setting_in_words(setting: ParameterSetting) -> str:
    """Word what a scenario says about a parameter."""
    if setting.prior is None:
        return f"{setting.given_value:g}"
    low, high = (float(level) for level in setting.quantile(np.array([0.05, 0.95])))
    return f"drawn, mostly {short(low)} to {short(high)}"


# ---------------------------------------------------------------------- outcomes
MEANINGS = {
    "duumvirate holds": "The ruler and his senior partner both keep their place.",
    "incumbent purges patron": "The ruler puts his senior partner out of the coalition.",
    "patron prevails": "The senior partner puts the ruler out.",
    "elite replacement": "Both lose to others of the court.",
    "regime falls": "The streets outweigh what defends the regime.",
    "civil war": "Organs of force split between camps while the streets are armed.",
}
"""What the outcomes of the mechanism ``outcome`` mean."""

CLAUSES = {
    "duumvirate holds": "the two powers hold together",
    "incumbent purges patron": "the incumbent purges his patron",
    "patron prevails": "the patron prevails over the incumbent",
    "elite replacement": "both powers lose to others of the elite",
    "regime falls": "the regime falls",
    "civil war": "civil war breaks out",
}
"""The same as clauses of a sentence."""


def outcomes(page: Context) -> list[OutcomeShare]:
    """Tell how often each outcome comes about, in their order of severity."""
    return [
        OutcomeShare(
            name=name,
            label=name[:1].upper() + name[1:],
            meaning=MEANINGS.get(name, ""),
            rank=rank,
            share=share.share,
            low=short(share.low) or 0.0,
            high=short(share.high) or 0.0,
            words=words(share.low, share.high),
            phrase=phrase(share),
            count=share.count,
        )
        for rank, (name, share) in enumerate(outcome_shares(page.dataset).items())
    ]


def sentence(page: Context) -> str:
    """Say how the crisis ends most often, how likely that is, and in how many runs."""
    found = outcome_shares(page.dataset)
    name, share = max(found.items(), key=lambda item: item[1].count)
    return f"Most often {sentence_of(name, share)}"


def sentence_of(name: str, share: Share) -> str:
    """Word an outcome: likelihood word, its band, the share with its range, n of N runs."""
    band = percent_range(*limits(share.low, share.high))
    here = f"here {percent(share.share)}, {percent_range(share.low, share.high)}"
    runs = f"{share.count} of {share.total} run{'s'[: share.total > 1]}"
    clause = CLAUSES.get(name, name)
    return f"{clause}: {words(share.low, share.high)} ({band}; {here}; {runs})."
