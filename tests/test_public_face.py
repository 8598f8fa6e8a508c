import doctest
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import upheaval as up


def test_the_docstring_is_the_table_of_contents() -> None:
    assert up.__doc__ is not None
    listed = re.findall(r"^    - `(\w+)`: \S", up.__doc__, flags=re.MULTILINE)
    assert sorted(listed) == sorted(up.__all__)
    assert len(listed) == len(set(listed))


def test_the_examples_of_the_docstring_can_be_read() -> None:
    assert len(doctest.DocTestParser().get_examples(up.__doc__ or "")) == 2


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    for name in up.__all__:
        assert name in dir(up)
        public = getattr(up, name)
        assert name == "__version__" or public.__doc__


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'similate'"):
        _ = up.similate  # type: ignore[attr-defined]


def test_the_names_are_imported_only_when_they_are_asked_for() -> None:
    script = (
        "import sys, upheaval as up; heavy = {'numba', 'xarray', 'scipy', 'zarr', 'pyarrow'};"
        "assert not heavy & sys.modules.keys(); up.available();"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_run_is_two_calls() -> None:
    assert "kazakhstan-2022" in up.available()
    scenario = up.load("kazakhstan-2022")
    run = up.simulate(
        scenario, replicates=3, scale=1000, until=date(2022, 1, 1), tick=12, progress=False
    )
    assert run["crowd"].dims[:3] == ("replicate", "time", "city")
    assert dict(run.sizes)["time"] == 2
    assert run["crowd"].attrs["units"] == "person"
    assert run.attrs["scenario"] == "kazakhstan-2022"
    assert len(run.attrs["digest"]) == 64
    again = up.simulate(
        "kazakhstan-2022", replicates=3, scale=1000, until="2022-01-01", tick=12, progress=False
    )
    assert again.attrs["digest"] == run.attrs["digest"]


def test_a_script_needs_no_guard_to_use_two_workers(tmp_path: Path) -> None:
    (tmp_path / "study.py").write_text(
        "import upheaval as up\n"
        "run = up.simulate('kazakhstan-2022', replicates=2, scale=1000, until='2022-01-01',\n"
        "                  batch=1, workers=2, progress=False)\n"
        "print(run.sizes['replicate'])\n"
    )
    done = subprocess.run(
        [sys.executable, tmp_path / "study.py"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "2\n"


def test_checking_a_sound_scenario_finds_nothing_and_a_folder_that_is_none_something() -> None:
    assert up.check("kazakhstan-2022") == []
    (problem,) = up.check("kazakhstan-2020")
    assert problem.nearest == "kazakhstan-2022"
