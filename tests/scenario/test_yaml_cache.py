"""What was parsed before is read again as it was; whatever is wrong there, it is parsed."""

import pytest

from upheaval.scenario import yaml_cache, yaml_text

TEXT = (
    "schedule:\n  - {until: 2022-01-31, tick: 6}\nnames: [a, 'true', null, true]\n"
    "numbers: {whole: 12, part: 0.1, large: 1e300, none: .nan, endless: -.inf}\n"
    + "".join(f"parameter_{i}: {i / 7}\n" for i in range(1500))
)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(yaml_cache, "_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def parse(text=TEXT):
    problems = []
    return yaml_cache.parse(text, "scenario.yaml", problems), problems


def test_the_second_reading_gives_the_same_values_types_and_lines_without_parsing(
    cache, monkeypatch
):
    first, _ = parse()
    monkeypatch.setattr(yaml_text, "parse", None)
    again, problems = parse()
    assert repr(again.value) == repr(first.value)
    assert again.lines == first.lines
    assert again.line(("numbers", "part")) == 4
    assert problems == []


def test_a_changed_text_is_parsed_anew(cache):
    parse()
    changed, _ = parse(TEXT.replace("whole: 12", "whole: 13"))
    assert changed.value["numbers"]["whole"] == 13


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", "[[], [[1, 2], 3]]", "\x00"])
def test_a_damaged_file_of_the_cache_is_left_aside(cache, content):
    parse()
    (kept,) = cache.iterdir()
    kept.write_text(content)
    document, _ = parse()
    assert document.value["names"] == ["a", "true", None, True]


def test_files_with_problems_and_short_ones_are_not_kept(cache):
    _, problems = parse(TEXT + "names: twice\n")
    assert problems
    parse("short: 1\n")
    assert not cache.exists()


def test_a_folder_that_cannot_be_used_is_no_problem(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(yaml_cache, "_folder", lambda: blocked / "cache")
    document, problems = parse()
    assert document.value["numbers"]["whole"] == 12
    assert problems == []
