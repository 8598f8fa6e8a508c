import numpy as np

from upheaval.runs.digest import replicate_digests, run_digest


def test_a_replicate_has_one_digest_whatever_batch_it_is_in() -> None:
    values = {"b": np.arange(12, dtype=np.float32).reshape(3, 2, 2), "a": np.arange(3)}
    whole = replicate_digests(values)
    parts = [
        digest
        for rows in (slice(0, 1), slice(1, 3))
        for digest in replicate_digests({name: array[rows] for name, array in values.items()})
    ]
    assert whole == parts
    assert len(set(whole)) == 3


def test_neither_the_byte_order_nor_the_memory_layout_counts() -> None:
    values = np.arange(12, dtype="<f4").reshape(2, 3, 2)
    same = np.asfortranarray(values.astype(">f4"))
    assert replicate_digests({"a": values}) == replicate_digests({"a": same})


def test_every_value_name_type_and_shape_counts() -> None:
    values = np.zeros((1, 4), dtype=np.float32)
    changed = values.copy()
    changed[0, 3] = 1
    digests = [
        replicate_digests({"a": values}),
        replicate_digests({"a": changed}),
        replicate_digests({"b": values}),
        replicate_digests({"a": values.astype(np.int32)}),
        replicate_digests({"a": values.reshape(1, 2, 2)}),
    ]
    assert len({digest for (digest,) in digests}) == 5


def test_the_order_of_replicates_counts() -> None:
    one, two = "00" * 32, "11" * 32
    assert run_digest([one, two]) != run_digest([two, one])
