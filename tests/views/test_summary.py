"""The screen shows the run beside the record, without color and within its width."""

import io

import pytest
import synthetic
from rich.console import Console
from synthetic import observation

from upheaval.views.screens.summary import print_summary, summarize


def screen(width: int = 100, **changes: object) -> str:
    scenario = changes.pop("scenario", None) or synthetic.scenario()
    run = changes.pop("run", None) or synthetic.run()
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    print_summary(console, summarize(run, scenario, **changes))
    return console.file.getvalue()


def line_with(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    assert max(len(line.rstrip()) for line in screen(width).splitlines()) <= width


@pytest.mark.parametrize("width", [80, 100])
def test_nothing_is_cut_off_at_usual_widths(width: int) -> None:
    assert "…" not in screen(width)


def test_an_outcome_has_share_range_and_words() -> None:
    # one of three: Wilson's 90% range is 0.412 - 0.334 to 0.412 + 0.334
    line = line_with(screen(140), "incumbent purges patron")
    assert "33%" in line
    assert "8–75%" in line
    assert "very unlikely to likely (5–80%)" in line


def test_every_share_of_an_outcome_stands_with_its_range() -> None:
    for name in ("duumvirate holds", "incumbent purges patron", "patron prevails", "civil war"):
        assert "–" in line_with(screen(140), name)


def test_an_observation_stands_beside_its_band_and_is_marked() -> None:
    line = line_with(screen(), "3 Jan")
    assert line.split() == ["3", "Jan", "1,000", "(500–2,000)", "0", "60", "1,460", "✓", "inside",
                            "fit"]  # fmt: skip


def test_an_observation_outside_says_so_in_words() -> None:
    assert "✗ outside" in line_with(screen(), "1 Jan")


def test_a_range_that_meets_the_band_is_a_near_miss() -> None:
    row = observation("participants", "1600", low="1400", high="1800", date="2022-01-03")
    text = screen(scenario=synthetic.scenario([row]))
    assert "✗ near miss" in line_with(text, "3 Jan")


def test_days_after_the_last_count_are_shown_without_one() -> None:
    assert "no count" in line_with(screen(), "5 Jan")


def test_turning_points_have_local_hours_and_never() -> None:
    line = line_with(screen(), "First troops")
    assert line.split()[2:9] == ["4", "Jan", "6h", "4", "Jan", "6h", "never"]


def test_the_loss_of_office_of_those_at_the_top_is_a_turning_point() -> None:
    assert "patron loses office" in screen()


def test_a_turning_point_after_the_acute_phase_is_left_out() -> None:
    rows = [observation("shutdown_end", day, unit="date", name=day) for day in
            ("2022-01-04", "2022-01-09")]  # fmt: skip
    text = screen(scenario=synthetic.scenario(rows))
    assert text.count("Shutdown end") == 1


def test_coverage_is_counted_for_fit_and_check() -> None:
    text = screen()
    assert "fit (for fitting): 7 of 8 inside" in text
    assert "check (kept back as a check): 2 of 2 inside" in text
    assert "outside: participants 1 of 2" in text


def test_what_it_took_names_people_replicates_and_time() -> None:
    text = screen(took=97.3)
    assert "3 replicates of 400 people" in text
    assert "one simulated citizen for 20" in text
    assert "1 min 37 s" in text


def test_days_that_the_run_does_not_reach_are_said_to_be_not_run() -> None:
    cut = synthetic.run().isel(time=slice(0, 12))
    text = screen(run=cut)
    assert "? not run" in text
    assert "not run: 3 observations of days after the end" in text


def test_a_country_without_a_record_still_has_its_outcomes() -> None:
    text = screen(scenario=synthetic.scenario([]))
    assert "duumvirate holds" in text
    assert "outside: none" in text


def test_the_screen_says_that_it_is_no_forecast() -> None:
    assert "What-if, not forecast" in screen()
