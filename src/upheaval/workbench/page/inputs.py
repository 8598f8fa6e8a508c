"""What can be set: every parameter as a slider, interventions and explanations as presets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor, log10

import numpy as np

from upheaval.mechanisms.loop import mechanisms_of
from upheaval.scenario import Scenario
from upheaval.scenario.parameters import ParameterSetting
from upheaval.scenario.priors import LogUniform
from upheaval.workbench.featured_inputs import featured
from upheaval.workbench.page.context import Context, short
from upheaval.workbench.page.head import changes_of, title_of, without_of
from upheaval.workbench.page.model import Group, Inputs, Preset, Slider

STEPS = 100
"""Steps of a slider, about."""

WIDE = 100.0
"""Ratio of the ends of a range from which a slider goes by factors."""


def inputs(page: Context, interventions: Sequence[str] = ()) -> Inputs:
    """Tell what can be set, and what this run did set."""
    given = changes_of(page.dataset.attrs)
    mechanisms = mechanisms_of(page.baseline)
    on = set(page.scenario.mechanisms)
    return Inputs(
        groups=[
            Group(id=name, title=mechanisms[name].title, on=name in on)
            for name in page.baseline.mechanisms
        ],
        sliders=list(_sliders(page, given)),
        presets=list(_presets(page, interventions)),
    )


def _sliders(page: Context, given: Mapping[str, str]) -> Iterator[Slider]:
    plain = {path.removeprefix("parameters."): value for path, value in given.items()}
    order = featured(page.baseline)
    names = list(page.baseline.parameters)
    for name in sorted(names, key=lambda item: order.index(item) if item in order else MOST_LATE):
        setting = page.baseline.parameters[name]
        group = name.partition(".")[0]
        if group in page.baseline.mechanisms:
            yield slider(name, setting, page.source(setting.source), name in order, plain.get(name))


MOST_LATE = 10_000
"""Rank of what is not featured: sorting is stable, so the scenario's order stays."""


def slider(
    name: str, setting: ParameterSetting, source: int, is_featured: bool, value: str | None
) -> Slider:
    """Make a slider of a parameter."""
    low, high = setting.given_range
    is_log = isinstance(setting.prior, LogUniform) or (low > 0 and high / low >= WIDE)
    drawn = setting.prior is not None
    levels = setting.quantile(np.array([0.05, 0.5, 0.95])) / setting.scale
    first, middle, last = (float(level) for level in levels)
    return Slider(
        path=name,
        title=title_of(setting),
        group=name.partition(".")[0],
        unit=setting.given_unit,
        meaning=setting.meaning,
        low=low,
        high=high,
        step=_step(low, high),
        scale="log" if is_log else "linear",
        baseline=short(middle, 4) or 0.0,
        drawn=drawn,
        drawn_low=short(first) if drawn else None,
        drawn_high=short(last) if drawn else None,
        value=None if value is None else float(value),
        featured=is_featured,
        source=source,
    )


def _step(low: float, high: float) -> float:
    """Give a round step: 1, 2 or 5 times a power of ten."""
    if high <= low:
        return 1.0
    raw = (high - low) / STEPS
    power = 10.0 ** floor(log10(raw))
    step = next(k * power for k in (1.0, 2.0, 5.0, 10.0) if k * power >= raw - 1e-12)
    return float(f"{step:.6g}")


def _presets(page: Context, interventions: Sequence[str]) -> Iterator[Preset]:
    off = without_of(page.dataset.attrs)
    for item in page.baseline.interventions:
        yield Preset(
            name=item.name,
            kind="intervention",
            title=item.title,
            meaning=item.meaning,
            set=dict(item.set),
            without=list(item.without),
            on=item.name in interventions,
            source=page.source(item.source),
        )
    for explanation in page.baseline.explanations:
        if explanation.mechanisms:
            yield Preset(
                name=explanation.name,
                kind="explanation",
                title=f"Without: {explanation.title[:1].lower()}{explanation.title[1:]}",
                meaning=explanation.meaning,
                set={},
                without=[explanation.name],
                on=explanation.name in off,
                source=page.source(explanation.source),
            )


def paths_of(scenario: Scenario) -> list[str]:
    """Give every path that a slider sets."""
    return [name for name in scenario.parameters if name.partition(".")[0] in scenario.mechanisms]
