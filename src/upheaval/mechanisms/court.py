"""Court: the duel at the top, and who belongs to the ruling coalition.

Protest is a public signal for elites, who overreact because it is public (Casper and Tyson 2014).
Faction weights move with blame for what the squares ask for, with offices lost and taken over, with
the organs that follow each camp and with foreign backing of the incumbent. When the elites' own
global game says *move*, the ultimate ruling coalition of the weights is worked out (Acemoglu,
Egorov and Sonin 2008: winning,
self-enforcing, cheapest). It is discontinuous in the weights, so that
weights are always drawn with noise. Whoever is outside loses offices, the highest first, then
perhaps liberty.

Reads ``strength``, ``precision``, ``crowd``, ``demand_share``, ``organ_loyalty``,
``foreign_backing``, ``government_dismissed_time``, ``emergency``, ``seized``,
``sanction_pull`` (0 without sanctions), ``rent_weight`` (0 without rents); writes
``faction_weight``, ``backing_weight``, ``in_coalition``, ``office_holder``, ``figure_status``,
``rivalry``, ``move_time``, times of losses (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms import global_game
from upheaval.kernels.coalition import ruling_coalitions
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import DEMANDS, NOBODY, Setting
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FREE, DISMISSED, IN_CUSTODY = 0, 1, 2
VACANT, NEWCOMER = -1, -2


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Weigh the factions, move if the elites' game says so, and carry a purge on."""
    _weigh(world, own)
    moves = _move(world, tick, own, luck)
    _recompute(world, tick, own, luck, moves)
    _purge(world, tick, own, luck)
    _dismiss_government(world, tick, own, luck)
    _arrest(world, tick, own, luck)


def _weigh(world: World, own: Parameters) -> None:
    state, setting = world.state, world.setting
    out = state.crowd.sum(axis=(1, 2))
    heard = out / (out + own.heard_crowd)
    by_region = setting.per_region(over_kinds(state.crowd))
    asked = np.einsum("kr,krd->kd", by_region, state.demand_share) / np.maximum(out, 1.0)[:, None]
    blame = np.stack(
        [setting.column("factions", f"blame_{kind}") for kind in ("price", "labor", "political")]
    )
    if asked.shape[1] > len(DEMANDS):  # a scenario's own demands are cases of the usual ones
        asked = asked @ np.eye(len(DEMANDS))[setting.demand_kind]
    burden = own.blame[:, None] * heard[:, None] * (asked[:, :3] @ blame)
    # Blame sticks: a faction's standing does not come back when the squares empty.
    state.blame[:] = np.maximum(state.blame, burden)
    standing = _standing(world, own)
    state.faction_weight[:] = standing * np.exp(state.sanction_pull - state.blame)
    organ_weight = setting.column("organs", "weight")
    following = organ_weight * state.organ_loyalty
    staying = organ_weight * (1.0 - state.organ_loyalty)
    owner = np.eye(setting.sizes["faction"])[setting.positions("organs", "faction", "factions")]
    state.faction_weight[:] += staying @ owner
    # Kept apart, so that the organs' game can take it out again: there it counts as force.
    state.backing_weight[:] = own.foreign_weight * state.foreign_backing
    added = following.sum(axis=1) + state.backing_weight
    state.faction_weight[:, setting.incumbent_faction] += added
    # Bought weight moves from one faction to another; nobody can lend more than he has.
    state.faction_weight[:] = np.maximum(state.faction_weight + state.rent_weight, 0.0)


def _standing(world: World, own: Parameters) -> Floats:
    """Give the weight of factions with the offices that they hold now, shape ``(K, faction)``.

    A share of each faction's weight rests on the offices that its members held at first, an office
    of rank n for 1/n. It goes with the office to who holds it, to who fills it where a newcomer
    does, and to nobody while the holder is in custody or the office stands empty.
    """
    state, setting = world.state, world.setting
    first = setting.positions("offices", "holder", "figures")
    owned = first != NOBODY
    home = np.where(owned, setting.figure_faction[np.maximum(first, 0)], 0)
    belongs = np.eye(setting.sizes["faction"])[home] * owned[:, None]
    rank = belongs / setting.column("offices", "rank")[:, None]
    part = rank / np.maximum(rank.sum(axis=0), np.finfo(np.float64).tiny)
    worth = own.office_share[:, None] * (state.faction_base @ part.T)
    now = _camp_of_office(world)
    moved = np.where(now == np.where(owned, home, NOBODY), 0.0, worth)
    taken = np.eye(setting.sizes["faction"])[np.maximum(now, 0)] * (now != NOBODY)[:, :, None]
    gained = np.einsum("ko,kof->kf", moved, taken)
    return np.asarray(state.faction_base - moved @ belongs + gained)


def _camp_of_office(world: World) -> NDArray[np.int64]:
    """Give the faction that each office serves now, shape ``(K, office)``; `NOBODY` for none."""
    state, setting = world.state, world.setting
    holder = state.office_holder
    status = np.take_along_axis(state.figure_status, np.maximum(holder, 0), axis=1)
    held = (holder >= 0) & (status < IN_CUSTODY)
    camp = np.where(held, setting.figure_faction[np.maximum(holder, 0)], NOBODY)
    appoints = setting.positions("offices", "appointed_by", "offices")
    filled = (holder == NEWCOMER) & (appoints != NOBODY)[None, :]
    return np.asarray(np.where(filled, camp[:, np.maximum(appoints, 0)], camp), dtype=np.int64)


def _move(world: World, tick: Tick, own: Parameters, luck: Luck) -> Flags:
    """Tell where elites make a move in this tick; keep how likely all think it."""
    state = world.state
    threshold = global_game.threshold(
        state.precision, own.elite_precision, state.strength, own.elite_cost
    )
    opening = np.asarray(global_game.fall_probability(threshold, state.strength, state.precision))
    # The elites' opening counts only above what they live with every day.
    rivalry = np.clip((opening - own.habit) / (1.0 - own.habit), 0.0, 1.0)
    # The duel is about the ruler: it ends when he has left.
    state.rivalry[:] = rivalry * (1.0 - state.ruler_gone)
    return luck.happens("move", own.move_rate * state.rivalry, tick.length)


def _recompute(world: World, tick: Tick, own: Parameters, luck: Luck, moves: Flags) -> None:
    state, setting = world.state, world.setting
    court = np.asarray(setting.table("factions")["in_court"], dtype=bool)
    present = (court[None, :] & (state.purged < 1)).astype(np.bool_)
    noise = own.weight_noise[:, None] * luck.normal("weight", setting.sizes["faction"])
    noisy = np.where(present, state.faction_weight * np.exp(noise), 0.0)
    proposer = _proposer(world, own, luck, present)
    if not moves.any():
        return
    rows = np.flatnonzero(moves)
    coalition = ruling_coalitions(
        np.ascontiguousarray(noisy[rows][:, court]),
        present[rows][:, court] @ (1 << np.arange(int(court.sum()))),
        np.ascontiguousarray(own.quota[rows]),
    )
    members = (coalition[:, None] >> np.arange(int(court.sum()))) & 1
    inside = np.zeros((len(rows), setting.sizes["faction"]), dtype=bool)
    inside[:, court] = members.astype(bool)
    # Nobody opens a game that leaves him outside.
    somebody = proposer[rows] < setting.sizes["faction"]
    opens = somebody & inside[np.arange(len(rows)), np.where(somebody, proposer[rows], 0)]
    rows, inside = rows[opens], inside[opens]
    state.in_coalition[rows] = inside
    # Those who follow neither power bend with the wind: only the camps of the duel are purged.
    camps = np.abs(setting.faction_leaning) >= own.camp_leaning[rows, None]
    fallen = present[rows] & ~inside & court & camps
    decided = _decided(setting, inside, fallen)
    state.purged[rows] = np.where(fallen & decided[:, None], 1.0, state.purged[rows])
    first = decided & np.isinf(state.move_time[rows])
    state.move_time[rows] = np.where(first, tick.end, state.move_time[rows])


def _proposer(world: World, own: Parameters, luck: Luck, present: Flags) -> NDArray[np.int64]:
    """Draw who would open the game: the incumbent, who holds the presidency, another, or nobody.

    Nobody is the number after the last faction.
    """
    setting, state = world.setting, world.state
    share = np.where(present, 1.0, 0.0)
    share[:, setting.incumbent_faction] = 0.0
    others = np.maximum(share.sum(axis=1, keepdims=True), 1.0)
    share = share / others * ((1.0 - own.agenda) * state.clans_fight)[:, None]
    occasion = own.agenda * state.incumbent_opens
    share[:, setting.incumbent_faction] = occasion * present[:, setting.incumbent_faction]
    cumulative = np.cumsum(share, axis=1)
    return np.asarray((luck.uniform("proposer", 1) >= cumulative).sum(axis=1), dtype=np.int64)


def _decided(setting: Setting, inside: NDArray[np.bool_], fallen: Flags) -> Flags:
    # While both powers sit in the coalition the duumvirate holds and nobody is purged; a ruler
    # without a second power beside him holds while he sits in it.
    holds = inside[:, setting.incumbent_faction]
    if setting.patron_faction != NOBODY:
        holds = holds & inside[:, setting.patron_faction]
    return np.asarray(fallen.any(axis=1) & ~holds)


def _purge(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Take offices from the members of purged factions, the highest ranks first."""
    state, setting = world.state, world.setting
    rank = setting.column("offices", "rank")
    holder = state.office_holder
    held = holder >= 0
    faction = setting.figure_faction[np.maximum(holder, 0)]
    outside = held & (np.take_along_axis(state.purged, faction, axis=1) > 0)
    rate = own.purge_rate[:, None] * rank[None, :] ** -own.rank_slope[:, None]
    rate = np.where(_property(setting)[None, :], own.property[:, None] * rate, rate)
    lost = luck.happens("purge", np.where(outside, rate, 0.0), tick.length)
    _vacate(world, tick, lost)


def _property(setting: Setting) -> Flags:
    # What nobody appoints to is owned: a seat at the top apart, it takes a court to take it.
    nobody = setting.positions("offices", "appointed_by", "offices") == NOBODY
    return np.asarray(nobody & setting.where("offices", "kind", "company"))


def _vacate(world: World, tick: Tick, lost: Flags) -> None:
    state, setting = world.state, world.setting
    holder = state.office_holder
    rows, offices = np.nonzero(lost)
    figures = holder[rows, offices]
    times = state.office_lost_time[rows, figures]
    state.office_lost_time[rows, figures] = np.where(np.isinf(times), tick.end, times)
    state.figure_status[rows, figures] = np.maximum(state.figure_status[rows, figures], DISMISSED)
    # Whoever loses the presidency in the same tick inherits nothing.
    holder[rows, offices] = NEWCOMER
    successor = _successors(setting, holder)
    holder[rows, offices] = successor[rows, offices]


def _successors(setting: Setting, holder: NDArray[np.int64]) -> NDArray[np.int64]:
    # Council and party fall to the president, as the offices' kinds say; the rest to newcomers.
    kinds = np.array(setting.table("offices")["kind"])
    presidency = np.flatnonzero(kinds == "presidency")
    successor = np.full_like(holder, NEWCOMER)
    if len(presidency):
        at_top = np.isin(kinds, ("council", "party"))
        successor[:, at_top] = holder[:, presidency[:1]]
    return successor


def _dismiss_government(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """When the government is dismissed, its members go, some for good and some as scapegoats."""
    state, setting = world.state, world.setting
    kinds = np.array(setting.table("offices")["kind"])
    rank = setting.column("offices", "rank")
    dismissed = (state.government_dismissed_time <= tick.end)[:, None]
    ministers = (kinds == "government")[None, :] & (state.office_holder >= 0)
    head = ministers & (rank <= rank[kinds == "government"].min(initial=9.0))[None, :]
    kept = luck_of_office(world, own) > own.minister_share[:, None]
    rate = np.where(head, own.government_rate[:, None], 0.0) + np.where(
        ministers & ~head & ~kept, own.minister_rate[:, None], 0.0
    )
    governors = (kinds == "region")[None, :] & (state.office_holder >= 0)
    region = setting.positions("offices", "region", "regions")
    burning = state.emergency[:, np.maximum(region, 0)] * (region >= 0)
    # Commanders answer for what was lost under them, sooner or later.
    commanders = (kinds == "security")[None, :] & (state.office_holder >= 0)
    failed = 1.0 - np.exp(-state.seized.sum(axis=1) / own.failure_scale)
    blamed = np.where(commanders, (own.failure_rate * failed)[:, None], 0.0)
    burned = np.where(governors, own.governor_rate[:, None] * burning, 0.0)
    rate = rate * dismissed + blamed + burned
    _vacate(world, tick, luck.happens("dismiss", rate, tick.length))


def luck_of_office(world: World, own: Parameters) -> Floats:
    """Give each office's lot, drawn once: who among the ministers is kept."""
    del own
    return world.state.office_lot


def _arrest(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Detain some of the dismissed: those who commanded organs first, the patron hardly ever."""
    state, setting = world.state, world.setting
    status = state.figure_status
    faction = setting.figure_faction
    purged = np.take_along_axis(state.purged, np.broadcast_to(faction, status.shape), axis=1) > 0
    armed = np.zeros(setting.sizes["figure"])
    first_holder = setting.positions("offices", "holder", "figures")
    commands = setting.positions("offices", "commands", "organs") != NOBODY
    security = np.array(setting.table("offices")["kind"]) == "security"
    armed[first_holder[(commands | security) & (first_holder >= 0)]] = 1.0
    rate = own.custody_rate[:, None] * (armed + (1.0 - armed) * own.civilian_custody[:, None])
    heads = setting.positions("figures", "patron", "figures") == NOBODY
    spared = heads & (faction == setting.patron_faction)
    rate = np.where(spared[None, :], rate * own.patron_custody[:, None], rate)
    guilty = (status == DISMISSED) & purged
    taken = luck.happens("custody", np.where(guilty, rate, 0.0), tick.length)
    # Notorious men outside the court are picked up in an emergency, as are dismissed officials.
    court = np.asarray(setting.table("factions")["in_court"], dtype=bool)
    abroad = np.asarray(setting.table("figures")["abroad"], dtype=bool)
    notorious = (~court[faction] & ~abroad)[None, :] & (state.emergency.max(axis=1) > 0)[:, None]
    scapegoat = ((status == DISMISSED) & ~purged) | (notorious & (status < IN_CUSTODY))
    taken |= luck.happens(
        "scapegoat", np.where(scapegoat, own.scapegoat_rate[:, None], 0.0), tick.length
    )
    status[taken] = IN_CUSTODY
    state.custody_time[:] = np.where(taken, tick.end, state.custody_time)


def _faction_base(start: Beginning) -> Floats:
    names = ("low", "value", "high")
    low, value, high = (start.setting.column("factions", name) for name in names)
    return within(low, value, high, start.uniform("faction_base", len(low)))


def _first_holders(start: Beginning) -> NDArray[np.int64]:
    return np.asarray(start.setting.positions("offices", "holder", "figures"))


def _everybody(start: Beginning) -> Flags:
    return np.asarray(start.setting.table("factions")["in_court"], dtype=bool)


def _office_lot(start: Beginning) -> Floats:
    return start.uniform("office_lot", start.setting.sizes["office"])


MECHANISM = Mechanism(
    name="court",
    title="The duel and the ruling coalition",
    order=11,
    source="Acemoglu, Egorov and Sonin 2008; Casper and Tyson 2014; Sudduth 2017",
    parameters=(
        Parameter("blame", "1", 0, 20, "Fall of a faction's log weight when it alone is blamed by "
                  "all."),
        Parameter("heard_crowd", "person", 1, 1e7, "Crowd at which blame is half heard at court."),
        Parameter("office_share", "1", 0, 1, "Share of a faction's weight that rests on offices."),
        Parameter("foreign_weight", "1", 0, 100, "Weight of the whole foreign contingent."),
        Parameter("elite_precision", "1", 0.01, 100, "Precision of elites' own signals."),
        Parameter("elite_cost", "1", 0.01, 0.99, "Cost of a failed move relative to its prize."),
        Parameter("habit", "1", 0, 0.99, "Chance of a move that elites live with every day."),
        Parameter("move_rate", "1/day", 0, 50, "Moves a day when all think one is due."),
        Parameter("agenda", "1", 0, 1, "Share of moves that are the incumbent's to open."),
        Parameter("quota", "1", 0.5, 0.99, "Share of weight that makes a coalition winning."),
        Parameter("camp_leaning", "1", 0, 1, "Leaning from which a faction belongs to a camp."),
        Parameter("weight_noise", "1", 0, 3, "Noise of the weights, in logarithms."),
        Parameter("purge_rate", "1/day", 0, 100, "Dismissals a day at the highest rank."),
        Parameter("rank_slope", "1", 0, 5, "How much slower lower ranks are reached."),
        Parameter("property", "1", 0, 1, "How much slower owners lose what they own, relative."),
        Parameter("custody_rate", "1/day", 0, 50, "Arrests a day of dismissed men with arms."),
        Parameter("civilian_custody", "1", 0, 1, "The same for others, relative."),
        Parameter("patron_custody", "1", 0, 1, "The same for the patron himself, relative."),
        Parameter("government_rate", "1/day", 0, 50, "Rate at which a dismissed head leaves."),
        Parameter("minister_share", "1", 0, 1, "Share of ministers who go with the head."),
        Parameter("minister_rate", "1/day", 0, 50, "Rate at which they go."),
        Parameter("governor_rate", "1/day", 0, 5, "Dismissals a day of governors in an emergency."),
        Parameter("failure_rate", "1/day", 0, 5, "Dismissals a day of commanders who failed."),
        Parameter("failure_scale", "1", 0.1, 1000, "Seized buildings that make failure plain."),
        Parameter("scapegoat_rate", "1/day", 0, 5, "Arrests a day of dismissed officials."),
    ),
    fields=(
        Field("faction_base", ("faction",), "1", "Weight before the crisis.", _faction_base),
        Field("faction_weight", ("faction",), "1", "Weight in the court.", _faction_base, "series"),
        Field("blame", ("faction",), "1", "Fall of the log weight by blame."),
        Field("backing_weight", (), "1", "Weight of the foreign backing in the court."),
        Field("in_coalition", ("faction",), "1", "Member of the ruling coalition.", _everybody,
              "series", "bool"),
        Field("purged", ("faction",), "1", "Outside the coalition and being purged."),
        Field("rivalry", (), "1", "How likely all think a move of elites.", 0.0, "series"),
        Field("move_time", (), "day", "A coalition without one of the powers.", NEVER, "final"),
        Field("office_holder", ("office",), "1", "Figure who holds the office; -1 nobody, -2 a "
              "newcomer.", _first_holders, "series", "int64"),
        Field("office_lot", ("office",), "1", "Lot of the office.", _office_lot),
        Field("figure_status", ("figure",), "1", "0 free, 1 dismissed, 2 in custody.", 0, "series",
              "int8"),
        Field("office_lost_time", ("figure",), "day", "An office lost.", NEVER, "final"),
        Field("custody_time", ("figure",), "day", "Taken into custody.", NEVER, "final"),
    ),
    reads=("strength", "precision", "crowd", "demand_share", "organ_loyalty", "foreign_backing",
           "government_dismissed_time", "emergency", "seized", "incumbent_opens", "clans_fight",
           "sanction_pull", "rent_weight", "ruler_gone"),
    writes=(),
    step=step,
)  # fmt: skip
