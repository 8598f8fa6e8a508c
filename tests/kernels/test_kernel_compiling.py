import shutil
import subprocess
import sys
from pathlib import Path

import upheaval.kernels

WITHOUT_CACHE = """
from numba.core.caching import CacheImpl
CacheImpl._locator_classes = []  # as where neither the package nor the home can be written
from upheaval.kernels import coalition
print(coalition.ruling_coalition([3, 4, 5, 10], 0.5))
"""


def run(program, **environment):
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=False, env=environment or None,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_kernels_work_where_no_cache_can_be_written():
    assert run(WITHOUT_CACHE) == "7"


def test_a_change_in_a_shared_source_discards_the_cached_code_of_other_files(tmp_path):
    package = tmp_path / "upheaval"
    shutil.copytree(
        Path(upheaval.kernels.__file__).parent,
        package / "kernels",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (package / "__init__.py").touch()
    other = package / "kernels" / "other.py"
    other.write_text(
        "from numba import uint64\n"
        "from upheaval.kernels.compiling import compiled\n"
        "from upheaval.kernels.words import word64\n"
        "@compiled()\n"
        "def first():\n"
        "    return word64(uint64(7), uint64(1) << uint64(48))\n"
    )
    environment = {
        "PYTHONPATH": str(tmp_path),
        "HOME": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ask = "from upheaval.kernels.other import first; print(first())"
    before = run(ask, **environment)
    assert run(ask, **environment) == before
    words = package / "kernels" / "words.py"
    words.write_text(words.read_text().replace("uint64(33)", "uint64(35)"))
    assert run(ask, **environment) != before
