"""The screen of explain on narrow and wide terminals: no number is lost, no word is broken."""

import re

import pytest
from rich.console import Console

from upheaval.answers.explain.evidence_matrix import Evidence
from upheaval.answers.explain.result import Belief, Check, Combination, Explained
from upheaval.answers.explain.shapley import Effect, Effects
from upheaval.inference.posterior.diagnostics import Clash, Guard
from upheaval.inference.posterior.regression import ParameterBelief
from upheaval.record.outcomes import Share
from upheaval.views.screens.explain import print_explained
from upheaval.views.screens.table import folded

NAMES = ("bills", "anger", "clan-war", "palace-coup", "intervention", "provocateurs",
         "foreign-terrorists", "mining", "russian-arm-of-china")  # fmt: skip
LONG = "organ_with_incumbent_state_security_service_2022_01_05"


@pytest.fixture
def answer() -> Explained:
    effect = Effect(Share(17, 20, 0.85, 0.94), None, dict.fromkeys(("a", "b", "c"), (1.0, 0.12)))
    beliefs = [
        Belief(name, f"About {name}", 0.5, 0.46, 0.41, 0.54, (0.5,), identified=m % 2 == 0,
               effect=effect, tautological_evidence=(LONG,), without_tautologies=(0.5, 0.3, 0.7))
        for m, name in enumerate(NAMES)
    ]  # fmt: skip
    evidence = [Evidence(LONG, {}, {name: 0.01 * m for m, name in enumerate(NAMES)}, NAMES[:1])]
    parameters = [
        ParameterBelief(f"mechanism.{LONG}", (1.0, 2.0, 3e6), (-2.5, 2.0, -1.5), 0.5, 0.01)
    ]
    return Explained(
        "a-scenario", 20_000, 3, 50, 1, (), Guard(0.01, {}, 0.5, 0.9, 0.5, [Clash(LONG, 0.01)]),
        beliefs, Combination((), 0.01, 0.0, 0.02),
        [Combination(NAMES[:m], 0.1, 0.0625, 0.2) for m in range(2, 10)],
        evidence, parameters,
        [Check(LONG, 12_345.0, 0.0, 0.0123, float("inf"), inside=False, held=0.0)],
        Effects(0, 24, 324, dict.fromkeys(NAMES, effect)),
    )  # fmt: skip


def printed(answer: Explained, width: int) -> str:
    console = Console(width=width, highlight=False, markup=False, record=True, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        print_explained(console, answer, 1.0)
    return captured.get()


@pytest.mark.parametrize("width", [80, 120])
def test_numbers_are_whole_and_words_unbroken(answer: Explained, width: int) -> None:
    text = printed(answer, width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    table = text.partition("Likeliest combinations")[2].partition("Given 1 observations")[0]
    assert len(re.findall(r"10% +6–20%", table)) == 8
    assert "all of them hold bills + anger; and" in table
    for name in NAMES:
        assert re.search(rf"{name} +50% +46% +41–54% +unlikely to", text)
    for words in ("100% ± 12", "85% (85–94%)", "12.3k", "0.0123", "never", "(-2.5 to -1.5)", "3M"):
        assert words in text


def test_long_names_are_folded_where_a_word_ends() -> None:
    lines = folded(LONG, 20).splitlines()
    assert all(len(line) <= 20 for line in lines)
    assert "".join(line.strip() for line in lines) == LONG
    assert folded("short", 20) == "short"
