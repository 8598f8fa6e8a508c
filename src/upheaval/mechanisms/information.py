"""Information: claims are made, spread, are doubted and taken back; audiences believe by Bayes.

A claim of the scenario can be made once the model's own events give occasion to it (a number of
dead after violence, a confession after mass arrests, an outside threat once help is requested),
and then at a rate of its speaker's kind. Dates of the record are observations, never causes. What
is true is drawn once from the claim's prior, kept apart, and read only by what the world itself
does: checks that find it out and speakers who know it; audiences see words alone.

Words reach a share of each audience at once and then go from mouth to mouth as a rumor does (Daley
and Kendall 1965), x ignorant, y spreading, k contacts a day:

    dx/dt = -k x y,    dy/dt = k x y - k y (1 - x).

A part b of the contacts is with other audiences. A shutdown cuts these, and raises contacts within:
its two effects have opposite signs (Hassanpour 2014) and are two parameters. Who has heard updates
by the two-type form of Gentzkow and Shapiro (2006), belief and credibility of the source together;
a confession under coercion has a likelihood ratio near 1; a retraction partly undoes the word and
shows that the source was wrong.

Reads events of the crisis and ``connectivity``; writes ``belief`` (probability by audience and
claim), ``credibility``, ``claim_asserted_time``, ``claim_retracted_time`` (days),
``outside_belief_shift`` (log odds, read by the alliance), ``discredit`` (legitimacy),
``rumor_push`` (standard deviations of the threshold).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.closed_forms.source_credibility import (
    confession_likelihood_ratio,
    update_by_likelihood_ratio,
    update_on_report,
)
from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.occasions import occasion_of_claims
from upheaval.scenario.parameters import Parameter
from upheaval.scenario.tables_information import SPEAKERS
from upheaval.world.audiences import audience_shares
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STATE, PRESS = SPEAKERS.index("state"), SPEAKERS.index("press")
LEAST = 1e-9
"""Probability from which logarithms of odds are cut off."""
DYING = 1e-3
"""Share of an audience below which nobody passes a rumor on any more."""
LONGEST_STEP, MOST_STEPS = 0.25, 28
"""Steps of the rumor within a tick, in days: at four contacts a day the share that never hears is
within 4% of what eight times shorter steps give."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Make claims, spread them, let them be checked and taken back, and update beliefs."""
    sizes = world.setting.sizes
    if not sizes["claim"] or not sizes["audience"]:
        return
    world.state.informed[:] = 1.0
    said = _assert(world, tick, own, luck)
    if said.any():
        _hear_first(world, own, said)
    _spread(world, tick, own)
    taken_back = _retract(world, tick, own, luck)
    refuted = _check(world, tick, own, luck)
    _believe(world)
    _lose_face(world, tick, own, taken_back | refuted)
    _pass_on(world, own)


# ---------------------------------------------------------------------- words
def _assert(world: World, tick: Tick, own: Parameters, luck: Luck) -> Flags:
    state, setting = world.state, world.setting
    state.occasion[:] = np.maximum(state.occasion, occasion_of_claims(world, own))
    rates = np.stack([own.state_rate, own.press_rate, own.people_rate, own.allies_rate], axis=1)
    rate = rates[:, _speaker(setting)] * state.occasion
    said = luck.happens("assert", rate, tick.length) & np.isinf(state.claim_asserted_time)
    state.claim_asserted_time[:] = np.where(said, tick.end, state.claim_asserted_time)
    return np.asarray(said, dtype=np.bool_)


def _hear_first(world: World, own: Parameters, said: Flags) -> None:
    """Let new words reach a share of each audience at once, and weigh them."""
    state, setting = world.state, world.setting
    some = np.flatnonzero(said.any(axis=0))
    now = said[:, None, some]
    by_state = (_speaker(setting) == STATE)[some]
    online = state.internet * _lines(world)
    reach = np.where(by_state, state.state_media[:, :, None], online[:, :, None])
    reached = now * own.broadcast[:, None, None] * reach * state.ignorant[:, :, some]
    state.ignorant[:, :, some] -= reached
    state.spreading[:, :, some] += reached
    credibility = state.credibility[:, :, _speaker(setting)[some]]
    prior = np.broadcast_to(state.claim_prior[:, None, some], credibility.shape)
    report = update_on_report(prior, credibility, True, _wide(own.accurate), _wide(own.inaccurate))
    ratio = confession_likelihood_ratio(own.guilty_rate, own.innocent_rate, own.coercion_seen)
    confessed = update_by_likelihood_ratio(prior, _wide(ratio))
    coerced = np.asarray(setting.table("claims")["coerced"], dtype=bool)[some]
    opinion = np.where(coerced, confessed, report.belief)
    judged = np.where(coerced, 0.0, _logit(report.credibility) - _logit(credibility))
    # One speaker among many of the kind: what an unlikely word says of all is one case of many.
    judged = judged / (1.0 + _wide(own.trust_cases))
    _put(state.opinion, some, now, opinion)
    _put(state.word, some, now, _logit(opinion) - _logit(prior))
    _put(state.judged, some, now, judged)
    _judge(world, some, reached * state.judged[:, :, some])


def _spread(world: World, tick: Tick, own: Parameters) -> None:
    """Pass the words on: the rumor's equations, in short steps, for claims that are about."""
    state = world.state
    # A rumor that has all but died out is left alone: in each replicate by itself.
    alive = np.asarray((state.spreading > DYING).any(axis=1))[:, None, :]
    about = np.flatnonzero(alive[:, 0].any(axis=0))
    if not len(about):
        return
    ignorant, spreading = state.ignorant[:, :, about], state.spreading[:, :, about]
    before = ignorant
    lines = _lines(world)
    shut = 1.0 - lines
    contacts = (own.contact_rate[:, None] * (1.0 + own.urgency[:, None] * shut))[:, :, None]
    out = (own.between[:, None] * lines)[:, :, None]
    steps = min(MOST_STEPS, math.ceil(tick.length / LONGEST_STEP - 1e-9))
    length = tick.length / steps
    for _ in range(steps):
        # The midpoint rule: rates are those of half a step ahead.
        halfway = _talk(ignorant, spreading, ignorant, spreading, contacts * length / 2, out)
        ignorant, spreading = _talk(ignorant, spreading, *halfway, contacts * length, out)
    _put(state.ignorant, about, alive[:, :, about], ignorant)
    _put(state.spreading, about, alive[:, :, about], spreading)
    _judge(world, about, (before - state.ignorant[:, :, about]) * state.judged[:, :, about])


def _talk(
    ignorant: Floats,
    spreading: Floats,
    ignorant_then: Floats,
    spreading_then: Floats,
    contacts: Floats,
    out: Floats,
) -> tuple[Floats, Floats]:
    """Step the rumor by a number of contacts, met at the shares of ``ignorant_then`` and so on."""
    met = spreading_then + out * (spreading_then.mean(axis=1, keepdims=True) - spreading_then)
    knowing = 1.0 - ignorant_then
    knowing = knowing + out * (knowing.mean(axis=1, keepdims=True) - knowing)
    still_ignorant = ignorant * np.exp(-contacts * met)
    go_on = np.exp(-contacts * knowing)
    # Who hears within the step goes on for half of it on the average.
    told = (ignorant - still_ignorant) * np.sqrt(go_on)
    return still_ignorant, spreading * go_on + told


def _retract(world: World, tick: Tick, own: Parameters, luck: Luck) -> Flags:
    """Let the state take back what is false and not believed; the speaker knows the truth."""
    state, setting = world.state, world.setting
    citizens = setting.where("audiences", "kind", "citizens")
    doubt = 1.0 - state.belief[:, citizens].mean(axis=1) if citizens.any() else 1.0
    standing = np.isfinite(state.claim_asserted_time) & np.isinf(state.claim_retracted_time)
    standing &= state.claim_asserted_time < tick.end
    own_words = _speaker(setting) == STATE
    rate = own.retraction_rate[:, None] * (1.0 - state.claim_truth) * doubt * standing * own_words
    gone = luck.happens("retract", rate, tick.length)
    if not gone.any():
        return gone
    state.claim_retracted_time[:] = np.where(gone, tick.end, state.claim_retracted_time)
    some = np.flatnonzero(gone.any(axis=0))
    noticed = gone[:, None, some] * own.retraction_noticed[:, None, None]
    undone = noticed * _wide(own.undone) * state.word[:, :, some]
    opinion = _chance(_logit(state.opinion[:, :, some]) - undone)
    _put(state.opinion, some, noticed > 0, opinion)
    state.word[:, :, some] -= undone
    heard = 1.0 - state.ignorant[:, :, some]
    _judge(world, some, noticed * heard * _shown(world, own, some, 0.0))
    return gone


def _check(world: World, tick: Tick, own: Parameters, luck: Luck) -> Flags:
    """Let independent reports find out, rightly or wrongly, whether a claim is true."""
    state, setting = world.state, world.setting
    open_claim = np.isfinite(state.claim_asserted_time) & np.isinf(state.claim_checked_time)
    found = luck.happens("check", own.check_rate[:, None] * open_claim, tick.length)
    if not found.any():
        return found
    state.claim_checked_time[:] = np.where(found, tick.end, state.claim_checked_time)
    right = luck.uniform("finding", setting.sizes["claim"]) < own.check_accuracy[:, None]
    affirms = right == (state.claim_truth > 0.5)
    state.verdict[:] = np.where(found, np.where(affirms, 1.0, -1.0), state.verdict)
    some = np.flatnonzero(found.any(axis=0))
    press = state.credibility[:, :, PRESS, None]
    opinion, said = state.opinion[:, :, some], affirms[:, None, some]
    report = update_on_report(opinion, press, said, _wide(own.accurate), _wide(own.inaccurate))
    noticed = found[:, None, some] * (state.internet * _lines(world))[:, :, None]
    opinion = opinion + noticed * (report.belief - opinion)
    state.opinion[:, :, some] = opinion
    heard = noticed * (1.0 - state.ignorant[:, :, some])
    wrong = np.where(said, 0.0, (1.0 - opinion) * _shown(world, own, some, 0.0))
    _judge(world, some, heard * np.where(said, opinion * _shown(world, own, some, 1.0), wrong))
    return np.asarray(found & ~affirms, dtype=np.bool_)


def _shown(world: World, own: Parameters, claims: NDArray[np.int64], truth: float) -> Floats:
    """Give what it adds to a source's log odds that all know its word for true (1) or false (0)."""
    credibility = world.state.credibility[:, :, _speaker(world.setting)[claims]]
    report = update_on_report(truth, credibility, True, _wide(own.accurate), _wide(own.inaccurate))
    return np.asarray(_logit(report.credibility) - _logit(credibility))


def _judge(world: World, claims: NDArray[np.int64], evidence: Floats) -> None:
    """Add evidence about these claims' sources to the log odds of each kind of source."""
    state, setting = world.state, world.setting
    # Over all claims, so that the order of the sum does not depend on the other replicates.
    every = np.zeros_like(state.judged)
    every[:, :, claims] = evidence
    total = every @ np.eye(len(SPEAKERS))[_speaker(setting)]
    moved = _chance(_logit(state.credibility) + total)
    state.credibility[:] = np.where(total != 0, moved, state.credibility)


def _put(field: Floats, claims: NDArray[np.int64], where: Flags, values: Floats) -> None:
    """Set a field of some claims where a flag stands."""
    field[:, :, claims] = np.where(where, values, field[:, :, claims])


# ---------------------------------------------------------------------- what it does
def _believe(world: World) -> None:
    state = world.state
    prior = state.claim_prior[:, None, :]
    state.belief[:] = prior + (1.0 - state.ignorant) * (state.opinion - prior)
    for one, other in _opposed(world.setting):
        # What cannot both be true is believed to 1 at most, in the proportion of the evidence.
        pair = [one, other]
        total = state.belief[:, :, pair].sum(axis=2, keepdims=True)
        state.belief[:, :, pair] /= np.maximum(total, 1.0)


def _lose_face(world: World, tick: Tick, own: Parameters, exposed: Flags) -> None:
    """Take legitimacy from a state whose words were taken back or refuted before all who heard."""
    state, setting = world.state, world.setting
    state.discredit[:] *= np.exp(-tick.length / own.discredit_time)[:, None]
    exposed = exposed & (_speaker(setting) == STATE)
    if exposed.any():
        heard = ((1.0 - state.ignorant) * exposed[:, None, :]).sum(axis=2)
        by_region = np.einsum("kra,ka->kr", state.audience_share, heard)
        state.discredit[:] += own.discredit[:, None] * by_region[:, setting.city_region]


def _pass_on(world: World, own: Parameters) -> None:
    state, setting = world.state, world.setting
    kind = setting.where("claims", "kind", "outside_threat")
    allies = setting.where("audiences", "kind", "allies")
    if kind.any() and allies.any():
        moved = _logit(state.belief[:, allies][:, :, kind])
        moved = moved - _logit(state.claim_prior[:, kind])[:, None, :]
        state.outside_belief_shift[:] = own.allies_weight * moved.mean(axis=(1, 2))
    heard = (1.0 - state.ignorant).max(axis=2)
    by_region = np.einsum("kra,ka->kr", state.audience_share, heard)
    shut = own.uncertainty * (1.0 - state.connectivity)
    state.rumor_push[:] = shut[:, None] * by_region[:, setting.city_region]


# ---------------------------------------------------------------------- helpers
def _speaker(setting: Setting) -> NDArray[np.int64]:
    """Give the kind of source of each claim."""
    masks = [setting.where("claims", "speaker", name) for name in SPEAKERS]
    return np.asarray(np.argmax(masks, axis=0), dtype=np.int64)


def _lines(world: World) -> Floats:
    """Give the share of each audience's lines that work: those at home are cut by a shutdown."""
    setting = world.setting
    kinds = ("citizens", "elites")
    home = np.any([setting.where("audiences", "kind", kind) for kind in kinds], axis=0)
    return np.where(home[None, :], world.state.connectivity[:, None], 1.0)


def _wide(values: Floats) -> Floats:
    return np.asarray(values)[:, None, None]


def _logit(chance: Floats) -> Floats:
    safe = np.clip(chance, LEAST, 1.0 - LEAST)
    return np.asarray(np.log(safe / (1.0 - safe)))


def _chance(logit: Floats) -> Floats:
    return np.asarray(expit(logit))


# ---------------------------------------------------------------------- beginning
def _claim_prior(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("claims", name) for name in ("low", "value", "high"))
    drawn = within(low, value, high, start.uniform("claim_prior", len(low)))
    for one, other in _opposed(start.setting):
        total = drawn[:, [one, other]].sum(axis=1, keepdims=True)
        drawn[:, [one, other]] /= np.maximum(total, 1.0)
    return drawn


def _claim_truth(start: Beginning) -> Floats:
    prior = _claim_prior(start)
    lot = start.uniform("claim_truth", prior.shape[1])
    true = lot < prior
    for one, other in _opposed(start.setting):
        # One lot for both: from below for the one, from above for the other, so never both.
        true[:, one] = 1.0 - lot[:, other] <= prior[:, one]
    for one, other in _opposed(start.setting):
        true[:, one] &= ~true[:, other]
    return np.asarray(true, dtype=np.float64)


def _opposed(setting: Setting) -> list[tuple[int, int]]:
    """Give the pairs of claims that cannot both be true: who came by themselves was not sent."""
    came, sent = (np.flatnonzero(setting.where("claims", "kind", k)) for k in ("came", "sent"))
    return [(int(one), int(other)) for one in came for other in sent]


def _opinion(start: Beginning) -> Floats:
    return _claim_prior(start)[:, None, :]


def _reach(medium: str, start: Beginning) -> Floats:
    names = (f"{medium}_low", medium, f"{medium}_high")
    low, value, high = (start.setting.column("audiences", name) for name in names)
    return within(low, value, high, start.uniform(medium, len(low)))


def _state_media(start: Beginning) -> Floats:
    return _reach("state_media", start)


def _internet(start: Beginning) -> Floats:
    return _reach("internet", start)


def _credibility(start: Beginning) -> Floats:
    setting: Setting = start.setting
    low, value, high = (setting.column("trust", name) for name in ("low", "value", "high"))
    drawn = within(low, value, high, start.uniform("trust", len(low)))
    # A source of which the scenario says nothing is as likely reliable as not.
    result = np.full((start.replicates, setting.sizes["audience"], len(SPEAKERS)), 0.5)
    speaker = [SPEAKERS.index(str(name)) for name in setting.table("trust")["speaker"]]
    result[:, setting.positions("trust", "audience", "audiences"), speaker] = drawn
    return result


def _audience_share(start: Beginning) -> Floats:
    return audience_shares(start.setting.table("audiences"), start.setting.table("regions"))


MECHANISM = Mechanism(
    name="information",
    title="Claims, rumors and beliefs",
    order=6,
    source="Gentzkow and Shapiro 2006; Daley and Kendall 1965; Hassanpour 2014",
    parameters=(
        Parameter("state_rate", "1/day", 0, 50, "Claims a day of the state, given occasion."),
        Parameter("press_rate", "1/day", 0, 50, "The same of press and scholars."),
        Parameter("people_rate", "1/day", 0, 50, "The same of protesters and opposition."),
        Parameter("allies_rate", "1/day", 0, 50, "The same of allies."),
        Parameter("notable_crowd", "person", 1, 1e7, "Crowd in the country that is talked about."),
        Parameter("mass_arrests", "person", 1, 1e6, "Arrests that make a mass of suspects."),
        Parameter("accurate", "1", 0.5, 1, "Chance that a reliable source is right."),
        Parameter("inaccurate", "1", 0, 1, "Chance that an unreliable source is right."),
        Parameter("trust_cases", "1", 0, 1000, "Reports that trust in a kind of source is worth."),
        Parameter("guilty_rate", "1", 0, 1, "Chance that the guilty confess freely."),
        Parameter("innocent_rate", "1", 1e-6, 1, "Chance that the innocent confess freely."),
        Parameter("coercion_seen", "1", 0, 1, "How sure audiences are of coercion."),
        Parameter("broadcast", "1", 0, 1, "Share of those in reach whom a claim reaches at once."),
        Parameter("contact_rate", "1/day", 0, 50, "People whom a spreader meets a day."),
        Parameter("between", "1", 0, 1, "Share of contacts with other audiences."),
        Parameter("urgency", "1", 0, 10, "How much more people talk when all lines are cut."),
        Parameter("uncertainty", "1", -5, 5, "Push of rumors when all lines are cut."),
        Parameter("retraction_rate", "1/day", 0, 10, "Rate of taking back a false claim that "
                  "nobody believes."),
        Parameter("retraction_noticed", "1", 0, 1, "Share of those who heard that notices it."),
        Parameter("undone", "1", 0, 1, "How much of the word a retraction undoes."),
        Parameter("check_rate", "1/day", 0, 10, "Independent reports a day on a claim."),
        Parameter("check_accuracy", "1", 0.5, 1, "Chance that such a report is right."),
        Parameter("discredit", "1", 0, 1, "Legitimacy lost by a claim of the state exposed before "
                  "all."),
        Parameter("discredit_time", "day", 0.1, 3650, "How long that is remembered."),
        Parameter("allies_weight", "1", 0, 10, "Weight of the allies' beliefs in their decision."),
    ),
    fields=(
        Field("informed", (), "1", "1 where claims are followed."),
        Field("claim_prior", ("claim",), "1", "Credibility before any word.", _claim_prior),
        Field("claim_truth", ("claim",), "1", "Hidden truth: 1 if the claim is true.",
              _claim_truth, "final"),
        Field("occasion", ("claim",), "1", "1 once there is occasion to claim it."),
        Field("claim_asserted_time", ("claim",), "day", "Claim made.", NEVER, "final"),
        Field("claim_retracted_time", ("claim",), "day", "Claim taken back.", NEVER, "final"),
        Field("claim_checked_time", ("claim",), "day", "Independent report on it.", NEVER, "final"),
        Field("verdict", ("claim",), "1", "What that report says: 1 true, -1 false.", 0.0, "final"),
        Field("ignorant", ("audience", "claim"), "1", "Share that has not heard.", 1.0),
        Field("spreading", ("audience", "claim"), "1", "Share that passes it on."),
        Field("opinion", ("audience", "claim"), "1", "Belief of those who heard.", _opinion),
        Field("word", ("audience", "claim"), "1", "Log odds that the word has added to it."),
        Field("judged", ("audience", "claim"), "1", "Log odds that it adds to its source."),
        Field("belief", ("audience", "claim"), "1", "Mean belief of the audience.", _opinion,
              "series"),
        Field("credibility", ("audience", "speaker"), "1", "Chance that such a source is reliable.",
              _credibility, "series"),
        Field("state_media", ("audience",), "1", "Reach of state media.", _state_media),
        Field("internet", ("audience",), "1", "Reach of the internet.", _internet),
        Field("audience_share", ("region", "audience"), "1", "Share of a region's people.",
              _audience_share),
        Field("outside_belief_shift", (), "1", "Log odds of an outside threat that words have "
              "added for the allies."),
        Field("discredit", ("city",), "1", "Legitimacy lost by exposed claims."),
        Field("rumor_push", ("city",), "1", "Push of rumors under a shutdown."),
    ),
    reads=("connectivity", "crowd", "killed", "security_killed", "seized", "stood_down_time",
           "arrested", "move_time", "figure_status", "treaty_request_time",
           "treaty_decision_time", "troops", "shoot_order"),
    writes=(),
    step=step,
)  # fmt: skip
