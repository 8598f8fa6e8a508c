"""Calendar: nights and free days, and nothing of the crisis."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from stage import Stage

from upheaval.scenario import Scenario
from upheaval.scenario.scenario import Holiday, SchedulePhase


def test_night_comes_from_the_clock(small: Scenario) -> None:
    stage = Stage(small)
    shares = []
    for _ in range(4):
        stage.step("calendar")
        shares.append(float(stage.state.night[0]))
    assert shares == pytest.approx([1.0, 1 / 6, 0.0, 1 / 6])


def test_weekends_and_holidays_are_free(small: Scenario) -> None:
    # 1 January 2022 was a Saturday; Wednesday the 5th is made a holiday here.
    free = replace(small, holidays=(Holiday(date(2022, 1, 5), "test"),))
    stage = Stage(free, tick=1.0)
    working = []
    for _ in range(7):
        stage.step("calendar")
        working.append(float(stage.state.workday[0]))
    assert working == [0, 0, 1, 1, 0, 1, 1]


def test_a_week_has_five_working_days_out_of_seven(small: Scenario) -> None:
    weeks = replace(small, schedule=(SchedulePhase(datetime(2022, 2, 1), 7.0),))
    stage = Stage(weeks, tick=7.0)
    stage.step("calendar")
    assert stage.state.workday[0] == pytest.approx(5 / 7)
    assert stage.state.night[0] == pytest.approx(8 / 24)
