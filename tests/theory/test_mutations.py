"""Break one rule of the engine at a time: rows must fail, of the model and of the mechanism."""

import numpy as np
import pytest

from upheaval.closed_forms import global_game, loyalty, persuasion, public_signal
from upheaval.kernels import citizens, coalition
from upheaval.mechanisms import alliance, information, organs
from upheaval.theory import gentzkow_shapiro
from upheaval.theory.registry import MODELS


def failing(*models):
    """Give what gave the rows that fail."""
    return {row.mechanism for name in models for row in MODELS[name].rows() if not row.ok}


def push_the_wrong_way(monkeypatch):
    right = citizens.step_citizens

    def wrong(state, hardship, risk, threshold, low, high, cell, grim, push, *others, **named):
        right(state, hardship, risk, threshold, low, high, cell, grim, -push, *others, **named)

    monkeypatch.setattr(citizens, "step_citizens", wrong)


def ignore_the_others(monkeypatch):
    """Everybody acts by her own threshold alone, as if the square were empty."""
    right = citizens.step_citizens

    def wrong(state, hardship, risk, threshold, low, high, cell, grim, push, *others, **named):
        alone = np.full_like(push, 0.5)
        right(state, hardship, risk, threshold, low, high, cell, grim, alone, *others, **named)

    monkeypatch.setattr(citizens, "step_citizens", wrong)


def keep_everybody(monkeypatch):
    def wrong(power, present, quota, masks, tied):
        masks[:], tied[:] = present, False

    monkeypatch.setattr(coalition, "_solve_all", wrong)


def take_the_strongest(monkeypatch):
    def wrong(power, present, quota, masks, tied):
        masks[:], tied[:] = 1 << np.argmax(power, axis=1), False

    monkeypatch.setattr(coalition, "_solve_all", wrong)


def forget_the_cost_of_the_wrong_side(monkeypatch):
    def wrong(incumbent_weight, patron_weight, organ_mass, cost):
        return np.asarray(patron_weight) - np.asarray(incumbent_weight)

    monkeypatch.setattr(loyalty, "critical_force", wrong)


def follow_whoever(monkeypatch):
    def wrong(incumbent_weight, *others):
        return np.ones(np.shape(incumbent_weight), bool)

    monkeypatch.setattr(organs, "incumbent_prevails", wrong)


def swap_prior_and_acceptance(monkeypatch):
    right = persuasion.persuade

    def wrong(prior, acceptance):
        return right(acceptance, prior)

    monkeypatch.setattr(persuasion, "persuade", wrong)
    monkeypatch.setattr(alliance, "persuade", wrong)


def ignore_the_signal(monkeypatch):
    def wrong(alpha, strength_mean, signal, precision):
        return np.asarray(alpha) + precision, np.asarray(strength_mean) + 0 * np.asarray(signal)

    monkeypatch.setattr(global_game, "belief_update", wrong)


def keep_the_precision(monkeypatch):
    right = global_game.belief_update

    def wrong(alpha, strength_mean, signal, precision):
        _, mean = right(alpha, strength_mean, signal, precision)
        return np.asarray(alpha) + 0 * mean, mean

    monkeypatch.setattr(global_game, "belief_update", wrong)


def believe_the_opposite(monkeypatch):
    right = gentzkow_shapiro.update_on_report

    def wrong(belief, credibility, affirms, *accuracies):
        return right(belief, credibility, not affirms, *accuracies)

    for user in (gentzkow_shapiro, information):
        monkeypatch.setattr(user, "update_on_report", wrong)


def lose_the_noise_of_media(monkeypatch):
    right = public_signal.signal_precision
    monkeypatch.setattr(public_signal, "signal_precision", lambda b, m: 2 * right(b, m))


CITIZENS = ("granovetter", "kuran")
BELIEFS = ("morris_shin", "casper_tyson")


@pytest.mark.parametrize(
    ("mutate", "models", "caught_by"),
    [
        (push_the_wrong_way, CITIZENS, {"kernel citizens", "mechanism mobilization"}),
        (ignore_the_others, CITIZENS, {"kernel citizens", "mechanism mobilization"}),
        (keep_everybody, ("acemoglu_egorov_sonin",), {"kernel coalition", "mechanism court"}),
        (take_the_strongest, ("acemoglu_egorov_sonin",), {"kernel coalition", "mechanism court"}),
        (forget_the_cost_of_the_wrong_side, ("organs",),
         {"closed form loyalty", "mechanism organs"}),
        (follow_whoever, ("organs",), {"mechanism organs"}),
        (swap_prior_and_acceptance, ("persuasion",),
         {"closed form persuasion", "mechanism alliance"}),
        (ignore_the_signal, BELIEFS,
         {"closed form global_game and its belief update", "closed form public_signal",
          "mechanism public_signal"}),
        (keep_the_precision, BELIEFS,
         {"closed form global_game and its belief update", "closed form public_signal",
          "mechanism public_signal"}),
        (lose_the_noise_of_media, BELIEFS,
         {"closed form public_signal", "mechanism public_signal"}),
        (believe_the_opposite, ("gentzkow_shapiro",),
         {"closed form source_credibility", "mechanism information"}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_rows_fail_when_a_rule_is_broken(monkeypatch, mutate, models, caught_by):
    mutate(monkeypatch)
    assert caught_by <= failing(*models)
