"""Answers that the workbench keeps."""

from pathlib import Path

import pytest

from upheaval.workbench import cache
from upheaval.workbench.cache import AnswerCache, key_of


def test_an_answer_of_other_code_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_of("what is asked")
    AnswerCache(tmp_path).write_answer("whatif", key, {"trace": None})
    assert AnswerCache(tmp_path).answer("whatif", key) == {"trace": None}
    monkeypatch.setattr(cache, "source_hash", lambda *_: "f" * 64)
    assert AnswerCache(tmp_path).answer("whatif", key) is None
