"""The answer of `explain` on the screen, and the paragraph that an analyst can quote."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from upheaval.views.likelihood_words import percent, percent_range, words

if TYPE_CHECKING:
    from upheaval.answers.explained import Belief, Check, Combination, Explained
    from upheaval.answers.self_test import SelfTest
    from upheaval.record.outcomes import Share

MOST_ROWS = 12
"""Rows of a long table; the JSON has all."""


def print_explained(console: Console, answer: Explained, took: float) -> None:
    """Print an answer: guard rails, explanations, paragraph, evidence, parameters, check."""
    console.print(_rests_on(answer, took))
    console.print(_guard(answer))
    if answer.ok:
        console.print(_explanations(answer))
        if any(item.effect for item in answer.beliefs):
            console.print(_effects(answer))
        console.print(_combinations(answer))
    console.print(paragraph(answer) + "\n", soft_wrap=False)
    if answer.ok:
        console.print(_evidence(answer))
        console.print(_parameters(answer))
    else:
        console.print(_clashes(answer))
    console.print(_check(answer))


def paragraph(answer: Explained) -> str:
    """Give the answer as a paragraph, made from its numbers alone."""
    if not answer.ok:
        return _refusal(answer)
    beliefs = [item for item in answer.beliefs if item.probability is not None]
    surest = sorted(beliefs, key=lambda item: -(item.probability or 0.0))
    told = [item for item in surest if item.identified]
    silent = [item for item in surest if not item.identified]
    sentences = [
        f"Given {len(answer.evidence)} observations and the assumptions of the scenario "
        f"'{answer.scenario}', explanations may hold together."
    ]
    sentences += [_sentence(item) for item in told]
    if silent:
        sentences.append(
            f"The observations cannot tell whether {_listed([item.name for item in silent])} "
            f"{'holds' if len(silent) == 1 else 'hold'}: what was claimed about "
            f"{'it' if len(silent) == 1 else 'them'} is neither borne out nor refuted here."
        )
    untested = [item.name for item in answer.beliefs if not item.testable]
    if untested:
        sentences.append(f"No mechanism of the scenario tests {_listed(untested)}.")
    if answer.none is not None:
        sentences.append(
            f"That none of them holds has {words(answer.none.low, answer.none.high)} "
            f"({percent_range(answer.none.low, answer.none.high)})."
        )
    return " ".join(sentences)


def _refusal(answer: Explained) -> str:
    told = "; ".join(answer.guard.failures)
    text = f"No probabilities are given: {told}."
    worst = [item.observation for item in answer.guard.clashes[:5]]
    if answer.guard.typicality_p < 0.05 and worst:
        text += f" The observations that clash most are {_listed(worst)}."
    if answer.guard.typical_without:
        text += (
            " The record is typical without "
            f"{_listed(answer.guard.typical_without)}; to see what the others say: "
            + " ".join(f"--leave-out {name}" for name in answer.guard.typical_without)
        )
    return text


def _sentence(item: Belief) -> str:
    assert item.low is not None
    assert item.high is not None
    text = (
        f"'{item.title}' ({item.name}): {words(item.low, item.high)} "
        f"({percent_range(item.low, item.high)}; before the record {percent(item.prior)})"
    )
    need = None if item.effect is None else item.effect.necessity
    if need is not None:
        text += (
            f"; without it the outcome fails in {percent(need.share)} of {need.total} worlds "
            f"({percent_range(need.low, need.high)})"
        )
    if item.low <= item.prior <= item.high:
        text += "; the record hardly moves it"
    if item.beside is None:
        return text + "."
    some = list(item.made_possible[:3])
    more = f" and {len(item.made_possible) - 3} more" if len(item.made_possible) > 3 else ""
    return (
        f"{text}. Of its evidence, {_listed(some) if not more else ', '.join(some) + more} could "
        "not have been observed without it, which says that it was at work and not what it did; "
        f"without {'this' if len(item.made_possible) == 1 else 'these'}: "
        f"{words(*item.beside[1:])} ({percent_range(*item.beside[1:])})."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _rests_on(answer: Explained, took: float) -> str:
    left = f", without {_listed(list(answer.left_out))}" if answer.left_out else ""
    return (
        f"{answer.scenario}: {answer.simulations:,} simulations in {answer.tables} independent "
        f"tables, one citizen for {answer.scale}, {len(answer.evidence)} observations{left} "
        f"({took:.1f} s)\nFour times as many simulations would about halve the Monte-Carlo part "
        "of the ranges."
    )


def _guard(answer: Explained) -> str:
    guard = answer.guard
    state = "hold" if guard.ok else "FAIL: " + "; ".join(guard.failures)
    return (
        f"Guard rails {state}\n  calibration error {guard.ece:.3f}; ranks of known parameters "
        f"p {guard.sbc_p:.2g}; 90% ranges hold {percent(guard.coverage90)} of them; typicality "
        f"of the record p {guard.typicality_p:.2g}"
    )


def _titled(title: str, *headers: str) -> Table:
    table = Table(title=title, title_justify="left")
    for i, header in enumerate(headers):
        table.add_column(header, overflow="fold", no_wrap=i == 0)
    return table


def _explanations(answer: Explained) -> Table:
    table = _titled(
        "Explanations", "name", "before", "now", "range", "in words", "told by the record",
        "without its own*",
    )  # fmt: skip
    for item in answer.beliefs:
        if item.probability is None or item.low is None or item.high is None:
            table.add_row(item.name, percent(item.prior), "not tested", "", "", "", "")
            continue
        table.add_row(
            item.name,
            percent(item.prior),
            percent(item.probability),
            percent_range(item.low, item.high),
            words(item.low, item.high),
            "yes" if item.identified else "not identified",
            "" if item.beside is None else percent_range(*item.beside[1:]),
        )
    if any(item.beside is not None for item in answer.beliefs):
        table.caption = (
            "* without the observations that could not have been made if it did not hold"
        )
        table.caption_justify = "left"
    return table


def _effects(answer: Explained) -> Table:
    from upheaval.mechanisms.outcome import OUTCOMES

    assert answer.effects is not None
    what = OUTCOMES[answer.effects.outcome]
    table = _titled(
        f"What each did in {answer.effects.worlds} worlds like the record ('{what}'; "
        f"{answer.effects.runs} runs)",
        "name", "necessary", "sufficient", "share of peak", "of deaths", "of the outcome",
    )  # fmt: skip
    for item in answer.beliefs:
        if item.effect is not None:
            shares = [_with_error(*pair) for pair in item.effect.share.values()]
            table.add_row(
                item.name, _share(item.effect.necessity), _share(item.effect.sufficiency), *shares
            )
    return table


def _with_error(share: float, error: float) -> str:
    return "none" if isnan(share) else f"{100 * share:.0f}% ± {100 * error:.0f}"


def _share(share: Share | None) -> str:
    if share is None:
        return "no such world"
    return f"{percent(share.share)} ({percent_range(share.low, share.high)})"


def _combinations(answer: Explained) -> Table:
    table = _titled("Likeliest combinations", "explanations together", "probability", "range")
    for item in answer.combinations:
        table.add_row(
            _together(item), percent(item.probability), percent_range(item.low, item.high)
        )
    return table


def _together(item: Combination) -> str:
    return " + ".join(item.explanations) or "none of these"


def _evidence(answer: Explained) -> Table:
    names = [item.name for item in answer.beliefs if item.testable]
    table = _titled(
        "Observations that move most: by how many points each probability changes without them",
        "observation", *names,
    )  # fmt: skip
    now = {item.name: item.probability or 0.0 for item in answer.beliefs}
    ranked = sorted(
        answer.evidence,
        key=lambda item: -max(abs(item.without[name] - now[name]) for name in names),
    )
    for item in ranked[:MOST_ROWS]:
        changes = {name: 100 * (item.without[name] - now[name]) for name in names}
        table.add_row(
            item.observation,
            *[f"{change:+.0f}{'*' if name in item.only_with else ''}"
              for name, change in changes.items()],
        )  # fmt: skip
    if any(item.only_with for item in ranked[:MOST_ROWS]):
        table.caption = "* it could not have been observed without this explanation"
        table.caption_justify = "left"
    return table


def _parameters(answer: Explained) -> Table:
    told = sorted((p for p in answer.parameters if p.identified), key=lambda p: p.spread_ratio)
    table = _titled(
        f"Parameters: {len(told)} of {len(answer.parameters)} are narrowed down by the record"
        f"{' (neural posterior)' if answer.posterior == 'sbi' else ''}",
        "parameter", "before: median (5 to 95%)", "now", "spread left",
    )  # fmt: skip
    for item in told[:MOST_ROWS]:
        table.add_row(
            item.name, _three(item.prior), _three(item.posterior), percent(item.spread_ratio)
        )
    return table


def _three(values: tuple[float, float, float]) -> str:
    low, middle, high = values
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def _clashes(answer: Explained) -> Table:
    table = _titled("Observations that clash most with the simulations", "observation", "p")
    for item in answer.guard.clashes[:MOST_ROWS]:
        table.add_row(item.observation, f"{item.p:.2g}")
    return table


def _check(answer: Explained) -> Table | str:
    if not answer.check:
        return "The record keeps no observation back as a check."
    inside = sum(item.inside for item in answer.check)
    title = (
        f"Check: {inside} of {len(answer.check)} observations kept back lie inside the 90% of "
        "the worlds most like the record"
    )
    outside = [item for item in answer.check if not item.inside]
    if not outside:
        return title
    table = _titled(title + "; outside", "observation", "observed", "5%", "50%", "95%")
    for item in outside:
        table.add_row(item.observation, *_values(item))
    return table


def _values(item: Check) -> list[str]:
    values = (item.value, item.p5, item.p50, item.p95)
    return [f"{value:.4g}" if isfinite(value) else "never" for value in values]


def print_self_test(console: Console, answer: SelfTest, took: float) -> None:
    """Print the scores of the test with known truth."""
    console.print(
        f"{answer.scenario}: {answer.worlds:,} worlds with known causes explained blind, from "
        f"{answer.simulations:,} other simulations, one citizen for {answer.scale} ({took:.0f} s)"
    )
    table = _titled(
        "Scores: ours / prior alone / competing hypotheses (log score, Brier: lower is better)",
        "explanation", "log score", "Brier", "AUC", "calibration error (by chance)", "debiased",
        "told",
    )  # fmt: skip
    for item in answer.explanations:
        three = (item.ours, item.prior, item.matrix)
        table.add_row(
            item.name,
            " / ".join(f"{scores.log_score:.3f}" for scores in three),
            " / ".join(f"{scores.brier:.3f}" for scores in three),
            f"{item.ours.auc:.2f} / - / {item.matrix.auc:.2f}",
            f"{item.ours.ece:.3f} ({item.ours.ece_by_chance:.3f}){'!' if item.ours.is_off else ''}",
            f"{item.ours.debiased:.3f}",
            ("yes, beats both" if item.beats_both else "yes, does not beat both")
            if item.identified
            else "not identified",
        )
    table.caption = (
        "Calibration error: as measured (its mean if all were calibrated; ! over what calibrated "
        "probabilities reach in 19 of 20 cases). Debiased: less what chance adds."
    )
    table.caption_justify = "left"
    console.print(table)
    diagram = _titled("Reliability of all probabilities", "said", "came true", "cases")
    for part in answer.reliability:
        diagram.add_row(
            f"{100 * part.probability:.1f}%", f"{100 * part.frequency:.1f}%", f"{part.count:,}"
        )
    console.print(diagram)
    verdict = "passed" if answer.passed else "FAILED"
    console.print(f"Calibration error of all: {answer.whole.ece:.3f}. Self-test {verdict}.")
