"""Gentzkow and Shapiro (2006): a source is judged by what the audience already believes.

A report moves the belief in the claim and the credibility of who makes it, together. A confession
under coercion is as likely from the innocent as from the guilty, so it moves nobody.
"""

from __future__ import annotations

from upheaval.closed_forms.source_credibility import (
    confession_likelihood_ratio,
    update_by_likelihood_ratio,
    update_on_report,
)
from upheaval.scenario.tables_information import SPEAKERS
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import step_alone
from upheaval.theory.state_claim import CREDIBILITY, claim_and_audience
from upheaval.theory.state_claim import PRIOR as BELIEF

MODEL = "gentzkow_shapiro"
SOURCE = "Gentzkow and Shapiro 2006, JPE 114:280-316 (two types of source)"


def report_shares() -> tuple[float, float]:
    """Give belief and credibility of the state once it made its claim, by `information` alone."""
    world = claim_and_audience({"state_rate": 1e9, "broadcast": 1.0, "accurate": 1.0,
                                "inaccurate": 0.5})  # fmt: skip
    world.state.occasion[:] = 1.0
    step_alone(world, "information")
    state = world.state
    return float(state.belief[0, 0, 0]), float(state.credibility[0, 0, SPEAKERS.index("state")])


def rows() -> list[TheoryRow]:
    """Give belief and credibility after each report, and after confessions."""
    yes = update_on_report(BELIEF, CREDIBILITY, True)
    no = update_on_report(BELIEF, CREDIBILITY, False)
    forced = confession_likelihood_ratio(0.6, 0.1, 1.0)
    free = confession_likelihood_ratio(0.6, 0.1, 0.0)
    belief, credibility = report_shares()
    return [*rows_of(MODEL, SOURCE, "closed form source_credibility", [
        ("belief after 'from outside', prior 0.2", 0.42857, float(yes.belief), 5e-6, "C"),
        ("credibility of who said so, prior 0.5", 0.28571, float(yes.credibility), 5e-6, "C"),
        ("belief after 'not from outside'", 0.07692, float(no.belief), 5e-6, "C"),
        ("credibility of who said so", 0.61538, float(no.credibility), 5e-6, "C"),
        ("likelihood ratio of a coerced confession", 1, float(forced), 1e-12, "C"),
        ("belief after a coerced confession, prior 0.2", 0.2,
         float(update_by_likelihood_ratio(BELIEF, forced)), 1e-12, "C"),
        ("belief after a free one, ratio 6", 0.6,
         float(update_by_likelihood_ratio(BELIEF, free)), 1e-12, "C"),
    ]), *rows_of(MODEL, SOURCE, "mechanism information", [
        ("audience's belief once the state said so", 0.42857, belief, 5e-6, "C"),
        ("the state's credibility with it then", 0.28571, credibility, 5e-6, "C"),
    ])]  # fmt: skip
