"""How many replicates are stepped together where nobody says so."""

import pytest

from upheaval.runs.plan import plan_of, usual_batch


@pytest.mark.parametrize(
    ("replicates", "scale", "batch"),
    [
        (1, 20, 16),
        (200, 20, 16),
        (600, 20, 48),
        (1000, 20, 64),
        (10**6, 20, 64),
        (1000, 1, 16),
        (200, 200, 64),
        (1000, 100, 256),
        (10**6, 300, 256),
        (10, 1000, 16),
    ],
)
def test_batches_are_large_where_people_are_few_and_replicates_many(replicates, scale, batch):
    assert usual_batch(replicates, scale) == batch


def test_a_plan_takes_the_usual_batch_unless_told_otherwise():
    assert plan_of("kazakhstan-2022", replicates=1000, scale=300).batch == 256
    assert plan_of("kazakhstan-2022", replicates=1000, scale=300, batch=7).batch == 7
