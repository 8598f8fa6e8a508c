"""The small country of the record's tests serves the views as well."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "record"))
