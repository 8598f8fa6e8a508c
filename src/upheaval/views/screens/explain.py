"""The answer of `explain` on the screen, and the paragraph that an analyst can quote."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from upheaval.views import numbers
from upheaval.views.likelihood_words import percent, percent_range, words
from upheaval.views.screens.table import (
    NARROW,
    add_names,
    add_numbers,
    add_words,
    folded,
    screen_table,
)

if TYPE_CHECKING:
    from upheaval.answers.explain.result import Belief, Explained
    from upheaval.answers.explain.self_test import SelfTest
    from upheaval.record.outcomes import Share

MOST_ROWS = 12
"""Rows of a long table; the JSON has all."""

MOST_CHANGES = 3
LEAST_CHANGE = 0.5
"""Explanations listed with an observation, and the points from which a change counts."""

LONGEST_WORD, LONGEST_NAME = 12, 26
"""Letters of 'roughly even', and of an explanation's name with its change."""

NAME, NAME_BESIDE_RANGES, NAME_BESIDE_SHARES = 42, 24, 15
"""Letters of a name in a line of a narrow screen; the same beside two ranges, and five shares."""


def print_explained(console: Console, answer: Explained, took: float) -> None:
    """Print an answer: guard rails, explanations, paragraph, evidence, parameters, check."""
    width = console.width
    parts: list[RenderableType] = [_rests_on(answer, took), _guard(answer)]
    if answer.ok:
        parts.append(_explanations(answer))
        if any(item.effect for item in answer.beliefs):
            parts.append(_effects(answer, width))
        parts.append(_combinations(answer))
    parts.append(paragraph(answer))
    if answer.ok:
        parts += [_evidence(answer, width), _parameters(answer, width)]
    else:
        parts.append(_clashes(answer, width))
    parts.append(_check(answer, width))
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def paragraph(answer: Explained) -> str:
    """Give the answer as a paragraph, made from its numbers alone."""
    if not answer.ok:
        return _refusal(answer)
    beliefs = [item for item in answer.beliefs if item.probability is not None]
    surest = sorted(beliefs, key=lambda item: -(item.probability or 0.0))
    identified = [item for item in surest if item.identified]
    silent = [item for item in surest if not item.identified]
    sentences = [
        f"Given {len(answer.evidence)} observations and the assumptions of the scenario "
        f"'{answer.scenario}', explanations may hold together."
    ]
    sentences += [_sentence(item) for item in identified]
    if silent:
        sentences.append(
            f"Not identified: {_listed([item.name for item in silent])}. The observations neither "
            f"support nor refute {'it' if len(silent) == 1 else 'them'}."
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
    why = "; ".join(answer.guard.failures)
    text = f"No probabilities are given: {why}."
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
        f"({percent_range(item.low, item.high)}; prior {percent(item.prior)})"
    )
    need = None if item.effect is None else item.effect.necessity
    if need is not None:
        text += (
            f"; without it the outcome fails in {percent(need.share)} of {need.total} worlds "
            f"({percent_range(need.low, need.high)})"
        )
    if item.low <= item.prior <= item.high:
        text += "; the record hardly moves it"
    if item.without_tautologies is None:
        return text + "."
    some = list(item.tautological_evidence[:3])
    more = (
        f" and {len(item.tautological_evidence) - 3} more"
        if len(item.tautological_evidence) > 3
        else ""
    )
    return (
        f"{text}. Part of its evidence is tautological "
        f"({_listed(some) if not more else ', '.join(some) + more}): it is possible only if the "
        f"explanation holds, and shows that it was at work, not what it did. Without it: "
        f"{words(*item.without_tautologies[1:])} ({percent_range(*item.without_tautologies[1:])})."
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


def _explanations(answer: Explained) -> Table:
    table = screen_table("Explanations")
    add_names(table, "name")
    add_numbers(table, "prior", "posterior", "range")
    add_words(table, "in words", LONGEST_WORD)
    add_numbers(table, "identified", "without*")
    for item in answer.beliefs:
        if item.probability is None or item.low is None or item.high is None:
            table.add_row(item.name, percent(item.prior), "", "", "not tested", "", "")
            continue
        table.add_row(
            item.name,
            percent(item.prior),
            percent(item.probability),
            percent_range(item.low, item.high),
            words(item.low, item.high),
            "yes" if item.identified else "no",
            _without_tautologies(item),
        )
    table.caption = (
        "Identified: the record separates worlds with the explanation from worlds without it."
    )
    if any(item.without_tautologies is not None for item in answer.beliefs):
        table.caption += (
            "\n* Range without tautological evidence, which is possible only if it holds."
        )
    return table


def _without_tautologies(item: Belief) -> str:
    found = item.without_tautologies
    return "" if found is None else percent_range(*found[1:])


def _effects(answer: Explained, width: int) -> Table:
    from upheaval.mechanisms.outcome import OUTCOMES

    assert answer.effects is not None
    what = OUTCOMES[answer.effects.outcome]
    table = screen_table(
        f"What each did in {answer.effects.worlds} worlds like the record ('{what}'; "
        f"{answer.effects.runs} runs)",
        gap=1,
    )
    add_words(table, "name")
    add_numbers(table, "necessary", "sufficient", "of the peak", "of deaths", "of outcome")
    for item in answer.beliefs:
        if item.effect is not None:
            shares = [_with_error(*pair) for pair in item.effect.share.values()]
            table.add_row(
                folded(item.name, NAME_BESIDE_SHARES) if width < NARROW else item.name,
                _share(item.effect.necessity),
                _share(item.effect.sufficiency),
                *shares,
            )
    table.caption = "The last three: its share of what the explanations together add."
    return table


def _with_error(share: float, error: float) -> str:
    return "none" if isnan(share) else f"{100 * share:.0f}% ± {100 * error:.0f}"


def _share(share: Share | None) -> str:
    if share is None:
        return "no world"
    return f"{percent(share.share)} ({percent_range(share.low, share.high)})"


def _combinations(answer: Explained) -> Table:
    """Give the combinations; what all of them hold is said once."""
    patterns = [item.explanations for item in answer.combinations]
    always = [name for name in patterns[0] if all(name in own for own in patterns)]
    if len(patterns) == 1:
        always = []
    table = screen_table("Likeliest combinations")
    add_numbers(table, "chance", "range")
    add_words(table, f"all of them hold {' + '.join(always)}; and" if always else "together")
    for item in answer.combinations:
        own = [name for name in item.explanations if name not in always]
        table.add_row(
            percent(item.probability),
            percent_range(item.low, item.high),
            " + ".join(own) or ("nothing more" if always else "none of these"),
        )
    return table


def _evidence(answer: Explained, width: int) -> Table:
    names = [item.name for item in answer.beliefs if item.testable]
    table = screen_table(
        "Observations that move most: points that each chance changes without them"
    )
    add_words(table, "observation")
    add_words(table, "changes", LONGEST_NAME)
    now = {item.name: item.probability or 0.0 for item in answer.beliefs}
    ranked = sorted(
        answer.evidence,
        key=lambda item: -max(abs(item.without[name] - now[name]) for name in names),
    )
    for item in ranked[:MOST_ROWS]:
        changes = {name: 100 * (item.without[name] - now[name]) for name in names}
        most = sorted(names, key=lambda name: -abs(changes[name]))[:MOST_CHANGES]
        moves = [
            # Kept together: a number in the next line would belong to nothing.
            f"{name}\u00a0{changes[name]:+.0f}{'*' if name in item.only_with else ''}"
            for name in most
            if abs(changes[name]) >= LEAST_CHANGE
        ]
        table.add_row(_fitting(item.observation, width), ", ".join(moves) or "less than a point")
    if any(item.only_with for item in ranked[:MOST_ROWS]):
        table.caption = "* It could not have been observed without this explanation."
    return table


def _fitting(name: str, width: int) -> str:
    return folded(name, NAME) if width < NARROW else name


def _parameters(answer: Explained, width: int) -> Table:
    identified = sorted(
        (p for p in answer.parameters if p.identified), key=lambda p: p.spread_ratio
    )
    table = screen_table(
        f"Parameters: {len(identified)} of {len(answer.parameters)} are narrowed down by the record"
        f"{' (neural posterior)' if answer.posterior == 'sbi' else ''}",
        gap=1,
    )
    add_words(table, "parameter")
    add_numbers(table, "before: median (5–95%)", "now", "spread left")
    for item in identified[:MOST_ROWS]:
        table.add_row(
            folded(item.name, NAME_BESIDE_RANGES) if width < NARROW else item.name,
            _three(item.prior),
            _three(item.posterior),
            percent(item.spread_ratio),
        )
    return table


def _three(values: tuple[float, float, float]) -> str:
    low, middle, high = (_number(value) for value in values)
    return f"{middle} ({low}–{high})".replace("–-", " to -")


def _number(value: float) -> str:
    """Write a number with three digits that matter, and never as a power of ten."""
    if not isfinite(value):
        return "never"
    return numbers.count(value) if abs(value) >= 999.5 else f"{value:.3g}"


def _clashes(answer: Explained, width: int) -> Table:
    table = screen_table("Observations that clash most with the simulations")
    add_words(table, "observation")
    add_numbers(table, "p")
    for item in answer.guard.clashes[:MOST_ROWS]:
        table.add_row(_fitting(item.observation, width), f"{item.p:.2g}")
    return table


def _check(answer: Explained, width: int) -> Table | str:
    if not answer.check:
        return "The record keeps no observation back as a check."
    inside = sum(item.inside for item in answer.check)
    title = (
        f"Check: {inside} of {len(answer.check)} observations kept back lie inside the 90% of "
        f"the worlds most like the record ({answer.check_coverage:.0%} where reports that are "
        "alike share their place evenly; 90% is right)"
    )
    outside = [item for item in answer.check if not item.inside]
    if not outside:
        return title
    table = screen_table(title + "; outside")
    add_words(table, "observation")
    add_numbers(table, "observed", "5%", "50%", "95%")
    for item in outside[:MOST_ROWS]:
        values = (item.value, item.p5, item.p50, item.p95)
        table.add_row(_fitting(item.observation, width), *map(_number, values))
    rest = len(outside) - MOST_ROWS
    table.caption = "Times are days since the start." + (
        f" {rest} more are outside; --json has all." if rest > 0 else ""
    )
    return table


def print_self_test(console: Console, answer: SelfTest, took: float) -> None:
    """Print the scores of the test with known truth."""
    console.print(
        f"{answer.scenario}: {answer.worlds:,} worlds with known causes explained blind, from "
        f"{answer.simulations:,} other simulations, one citizen for {answer.scale} ({took:.0f} s)"
    )
    table = screen_table(
        "Scores: ours / prior alone / competing hypotheses (lower is better)", gap=1
    )
    add_words(table, "explanation")
    add_numbers(table, "log score", "Brier")
    for item in answer.explanations:
        three = (item.ours, item.prior, item.matrix)
        table.add_row(
            item.name,
            " / ".join(f"{scores.log_score:.3f}" for scores in three),
            " / ".join(f"{scores.brier:.3f}" for scores in three),
        )
    console.print(table)
    console.print(_self_test_table(answer))
    diagram = screen_table("Reliability of all probabilities")
    add_numbers(diagram, "said", "came true", "cases")
    for part in answer.reliability:
        diagram.add_row(
            f"{100 * part.probability:.1f}%", f"{100 * part.frequency:.1f}%", f"{part.count:,}"
        )
    console.print(diagram)
    verdict = "passed" if answer.passed else "FAILED"
    console.print(f"Calibration error of all: {answer.whole.ece:.3f}. Self-test {verdict}.")


def _self_test_table(answer: SelfTest) -> Table:
    table = screen_table("What is identified, and calibration", gap=1)
    add_words(table, "explanation")
    add_numbers(
        table, "AUC ours", "matrix", "error", "by chance", "debiased", "identified", "beats both"
    )
    for item in answer.explanations:
        table.add_row(
            item.name,
            f"{item.ours.auc:.2f}",
            f"{item.matrix.auc:.2f}",
            f"{item.ours.ece:.3f}{'!' if item.ours.is_off else ''}",
            f"{item.ours.ece_by_chance:.3f}",
            f"{item.ours.debiased:.3f}",
            "yes" if item.identified else "no",
            "yes" if item.beats_both else "no",
        )
    table.caption = (
        "Error: of calibration, as measured; by chance: its mean if all were calibrated (! over "
        "what calibrated probabilities reach in 19 of 20 cases); debiased: less what chance adds. "
        "Told 'no': not identified."
    )
    return table
