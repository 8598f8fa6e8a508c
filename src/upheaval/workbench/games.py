"""Games of the teacher mode: roles choose day by day, the engine answers, the record comes last.

A game is a plain document that can be kept, resumed and handed on as a file. A turn is a list of
choices for one day; its run takes in every choice made so far, each from its day on
(`upheaval.workbench.dated_changes`), and goes to the eve of the next turn, the last one to the end.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from upheaval.errors import UpheavalError, unknown
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.runs.files import complete_files, write_text
from upheaval.scenario import Scenario
from upheaval.workbench.cache import RUN
from upheaval.workbench.dated_changes import Step
from upheaval.workbench.page.model import Option, Role
from upheaval.workbench.page.roles import NOTHING, roles
from upheaval.workbench.request_bodies import (
    ChangeBody,
    Choice,
    GameBody,
    SavedGame,
    SavedTurn,
    TurnBody,
)
from upheaval.workbench.run_service import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

    from upheaval.workbench.service import Service

FORMAT = "upheaval-game/1"
MOST = 500
"""Games that are kept."""


class Games:
    """The games of a server."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder = service.cache.folder / "games"

    # ------------------------------------------------------------------ keeping
    def get(self, game_id: str) -> SavedGame:
        """Give a game.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        path = self._path(game_id)
        try:
            return SavedGame.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise NotFoundError(f"there is no game '{game_id[:40]}'") from None

    def _path(self, game_id: str) -> Path:
        if not RUN.fullmatch(game_id):
            raise NotFoundError(f"there is no game '{game_id[:40]}'")
        return self._folder / f"{game_id}.json"

    def _write(self, game: SavedGame) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_text(self._path(game.id), game.model_dump_json(by_alias=True, indent=2) + "\n")
        kept = sorted(complete_files(self._folder, "*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[: max(0, len(kept) - MOST)]:
            path.unlink(missing_ok=True)

    # ------------------------------------------------------------------ playing
    def begin(self, asked: GameBody) -> SavedGame:
        """Begin a game; its roles and days are those of the scenario."""
        scenario = self._service.library.get(asked.scenario)
        played = _played(scenario, asked.roles)
        settings = self._service.settings
        days = self._days(played)
        game = SavedGame(
            format=FORMAT,
            id=secrets.token_hex(12),
            scenario=asked.scenario,
            scenario_hash=scenario.hash,
            title=asked.title,
            roles=[role.id for role in played],
            replicates=asked.replicates or settings.replicates,
            scale=asked.scale or settings.scale,
            seed=settings.seed if asked.seed is None else asked.seed,
            days=days,
            turns=[],
            next=days[0],
        )
        self._service.plan(self._change(game, [], scenario))
        self._write(game)
        return game

    def _days(self, played: Sequence[Role]) -> list[date]:
        """Give the days of all roles that the server's runs reach."""
        days = {date.fromisoformat(turn.date) for role in played for turn in role.days}
        last = self._service.settings.until
        return sorted(day for day in days if last is None or day <= last)

    def restore(self, game_id: str, saved: SavedGame) -> SavedGame:
        """Put a game in the place of one, from its file; everything in it is checked again."""
        self._path(game_id)
        scenario = self._service.library.get(saved.scenario)
        played = _played(scenario, saved.roles)
        days = self._days(played)
        if saved.days != days:
            raise UpheavalError(
                f"the game has {len(saved.days)} days, and its roles in {scenario.name} have "
                f"{len(days)}; expected a game of this scenario"
            )
        fresh = saved.model_copy(
            update={"id": game_id, "turns": [], "next": days[0], "finished": False}
        )
        for turn in saved.turns:
            checked = self._checked(fresh, scenario, turn)
            run = turn.run if turn.run and RUN.fullmatch(turn.run) else None
            fresh = _after(fresh, SavedTurn(**checked.model_dump(), run=run))
        self._service.plan(self._change(fresh, [], scenario))
        self._write(fresh)
        return fresh

    def turn(self, game_id: str, asked: TurnBody) -> tuple[SavedGame, dict[str, Any]]:
        """Take the choices of a day and start its run; gives the game and the job."""
        game = self.get(game_id)
        scenario = self._service.library.get(game.scenario)
        checked = self._checked(game, scenario, asked)
        turns = [*game.turns, SavedTurn(**checked.model_dump())]
        position = game.days.index(asked.date) + 1
        until = game.days[position] - timedelta(days=1) if position < len(game.days) else None
        change = self._change(game, turns, scenario)
        job, run_id = self._service.start_turn(change, steps_of(scenario, turns), until)
        turns[-1].run = run_id
        game = _after(game, turns[-1])
        self._write(game)
        return game, job.as_json()

    def _change(
        self, game: SavedGame, turns: Sequence[SavedTurn], scenario: Scenario
    ) -> ChangeBody:
        """Give what is changed from the first day on."""
        first = scenario.start.date()
        chosen = [option for day, option in _chosen(scenario, turns) if day == first]
        values: dict[str, str] = {}
        for option in chosen:
            values |= option.set
        off = dict.fromkeys(name for option in chosen for name in option.without)
        return ChangeBody(
            scenario=game.scenario,
            set=dict(values),
            without=list(off),
            replicates=game.replicates,
            scale=game.scale,
            seed=game.seed,
        )

    @staticmethod
    def _checked(game: SavedGame, scenario: Scenario, asked: TurnBody) -> TurnBody:
        if game.next is None or asked.date != game.next:
            expected = "no more" if game.next is None else f"the turn of {game.next}"
            raise UpheavalError(f"got a turn of {asked.date}, expected {expected}")
        by_name = {role.id: role for role in roles(scenario)}
        seen: set[str] = set()
        for choice in asked.choices:
            if choice.role not in game.roles:
                raise UpheavalError(unknown("role of this game", choice.role, game.roles))
            if choice.role in seen:
                raise UpheavalError(f"role '{choice.role}' chooses twice; expected one choice")
            seen.add(choice.role)
            _check_choice(by_name[choice.role], choice, asked.date)
        if asked.prediction is not None and asked.prediction.outcome not in OUTCOMES:
            raise UpheavalError(unknown("outcome", asked.prediction.outcome, OUTCOMES))
        return TurnBody.model_validate(asked.model_dump(exclude={"run"}))


def _played(scenario: Scenario, names: Sequence[str]) -> list[Role]:
    known = {role.id: role for role in roles(scenario)}
    if not known:
        raise UpheavalError(f"{scenario.name} has no interventions that a role could choose")
    for name in names:
        if name not in known:
            raise UpheavalError(unknown("role", name, known))
    return [known[name] for name in dict.fromkeys(names)] if names else list(known.values())


def _check_choice(role: Role, choice: Choice, day: date) -> None:
    offered = next((turn.options for turn in role.days if turn.date == day.isoformat()), [NOTHING])
    if choice.option not in offered:
        raise UpheavalError(unknown(f"option of {role.id} on {day}", choice.option, offered))


def _after(game: SavedGame, turn: SavedTurn) -> SavedGame:
    """Give the game after a turn."""
    position = game.days.index(turn.date) + 1
    is_last = position == len(game.days)
    return game.model_copy(
        update={
            "turns": [*game.turns, turn],
            "next": None if is_last else game.days[position],
            "finished": is_last,
        }
    )


def _chosen(scenario: Scenario, turns: Sequence[SavedTurn]) -> list[tuple[date, Option]]:
    options = {role.id: {item.id: item for item in role.options} for role in roles(scenario)}
    return [
        (turn.date, options[choice.role][choice.option])
        for turn in turns
        for choice in turn.choices
        if choice.option != NOTHING
    ]


def steps_of(scenario: Scenario, turns: Sequence[SavedTurn]) -> tuple[Step, ...]:
    """Give what is changed after the first day, in the order of the turns."""
    first = scenario.start.date()
    return tuple(
        Step(day, tuple(sorted(option.set.items())), tuple(option.without))
        for day, option in _chosen(scenario, turns)
        if day > first
    )
