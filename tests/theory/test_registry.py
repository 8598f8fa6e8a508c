"""All the models, all their rows."""

import pytest

from upheaval.errors import UpheavalError
from upheaval.theory.registry import MODELS, find, rows_of_models
from upheaval.theory.rows import TAGS


def test_every_row_passes(rows_by_model):
    failed = [
        f"{row.model}: {row.quantity}: expected {row.expected}, ours {row.ours}"
        for rows in rows_by_model.values()
        for row in rows
        if not row.ok
    ]
    assert failed == []


def test_there_are_at_least_eighty_rows_and_some_for_each_model(rows_by_model):
    assert sum(len(rows) for rows in rows_by_model.values()) >= 80
    assert [name for name, rows in rows_by_model.items() if not rows] == []


def test_every_row_names_its_model_source_tag_and_what_gave_it(rows_by_model):
    for name, rows in rows_by_model.items():
        for row in rows:
            assert row.model == name
            assert row.tag in TAGS
            assert row.source
            assert row.mechanism.split()[0] in ("mechanism", "kernel", "closed", "keyed", "its")


def test_no_quantity_stands_twice_under_one_model(rows_by_model):
    for name, rows in rows_by_model.items():
        quantities = [row.quantity for row in rows]
        assert len(set(quantities)) == len(quantities), name


@pytest.mark.parametrize(
    "mechanism",
    ["mobilization", "public_signal", "court", "organs", "alliance", "outcome", "prices",
     "grievance", "mining", "rents", "information", "alignment", "fronts", "sanctions",
     "succession", "diffusion"],
)  # fmt: skip
def test_the_flagships_mechanisms_are_held_against_a_model_themselves(rows_by_model, mechanism):
    found = [
        row for rows in rows_by_model.values() for row in rows
        if row.mechanism == f"mechanism {mechanism}"
    ]  # fmt: skip
    assert found
    assert all(row.ok for row in found)


def test_models_are_found_by_name_with_hyphens_and_capitals():
    assert find("Morris-Shin") is MODELS["morris_shin"]
    assert {row.model for row in rows_of_models(["crown_prince"])} == {"crown_prince"}


def test_an_unknown_model_is_answered_with_the_nearest():
    with pytest.raises(UpheavalError, match="did you mean 'granovetter'"):
        find("granoveter")
