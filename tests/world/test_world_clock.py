"""The clock: phases, ticks that cover time without a gap, nights."""

import itertools
from datetime import date, datetime, timedelta

import pytest

from upheaval.errors import UpheavalError
from upheaval.world.clock import Clock, Phase, Tick

START = datetime(2022, 1, 1)


def two_phases(until: datetime | None = None) -> Clock:
    phases = [Phase(datetime(2022, 1, 3), 0.25), Phase(datetime(2022, 1, 20), 7.0)]
    return Clock(START, phases, until)


def test_ticks_cover_the_schedule_without_gap_or_overlap() -> None:
    ticks = two_phases().ticks
    assert [tick.index for tick in ticks] == list(range(len(ticks)))
    assert ticks[0].start == 0.0
    for before, after in itertools.pairwise(ticks):
        assert after.start == pytest.approx(before.end)
        assert after.begins == START + timedelta(days=after.start)
    assert ticks[-1].end == pytest.approx(19.0)


def test_each_phase_has_its_own_tick_and_the_last_one_is_cut_at_its_end() -> None:
    lengths = [tick.length for tick in two_phases()]
    assert lengths == [0.25] * 8 + [7.0, 7.0, 3.0]


def test_until_cuts_the_schedule_even_within_a_tick() -> None:
    clock = two_phases(datetime(2022, 1, 2, 3))
    assert [tick.length for tick in clock] == [0.25] * 4 + [0.125]
    assert len(clock) == 5


def test_a_schedule_without_a_tick_is_refused() -> None:
    with pytest.raises(UpheavalError, match="no tick"):
        two_phases(START)


def test_days_and_moments_turn_into_each_other() -> None:
    clock = two_phases()
    assert clock.days(date(2022, 1, 4)) == 3.0
    assert clock.days(datetime(2022, 1, 4, 12)) == 3.5
    assert clock.when(3.5) == datetime(2022, 1, 4, 12)
    assert clock.days(date(2021, 12, 31)) == -1.0


@pytest.mark.parametrize(
    ("hour", "hours", "share"),
    [
        (0, 6, 1.0),
        (6, 6, 1 / 6),
        (12, 6, 0.0),
        (18, 6, 1 / 6),
        (22, 2, 0.5),
        (0, 24, 8 / 24),
        (0, 7 * 24, 8 / 24),
        (23, 8, 1.0),
    ],
)
def test_the_share_of_night_is_what_falls_between_eleven_and_seven(
    hour: int, hours: int, share: float
) -> None:
    tick = Tick(0, hour / 24, hours / 24, START + timedelta(hours=hour))
    assert tick.night_share == pytest.approx(share)


def test_a_day_has_eight_hours_of_night_at_any_tick() -> None:
    for hours in (1, 3, 4, 6, 12):
        clock = Clock(START, [Phase(START + timedelta(days=1), hours / 24)])
        assert sum(24 * t.length * t.night_share for t in clock) == pytest.approx(8.0)
