"""upheaval: an executable model of a crisis of authoritarian rule.

>>> import upheaval as up
>>> run = up.simulate(up.load("kazakhstan-2022"), replicates=200)  # doctest: +SKIP

Scenarios
    - `available`: names of the scenarios that come with the package
    - `load`: read a scenario by its name, or from a folder
    - `check`: everything that is wrong with a scenario folder
    - `new`: write the card of a crisis of any country, with all that is known filled in
    - `card`: every value of a scenario's card, where it came from, and its source
    - `Scenario`: what `load` gives; ``with_changes`` changes values and switches mechanisms off

Runs
    - `simulate`: run a scenario many times over
    - `open_store`: open the folder that a run left behind

Answers
    - `prepare`: make the table of simulations that `explain` rests on
    - `explain`: which explanations the record supports, and how surely
    - `parts`: the parts of the system, and what a run shows of each now
    - `whatif`: what would have happened otherwise: paired worlds with the same luck
    - `foresee`: what may come after a date, from what was known by then
    - `hindcast`: what would have been foreseen from several days, scored
    - `verify`: what would be worth checking, and by how much it would move the answer
    - `sensitivity`: which uncertain parameters the results hang on
    - `ledger`: who holds which office, whom organs follow, who is paid, who believes what, by day

Workbench
    - `view`: a run in a notebook, as the workbench shows it

Errors and version
    - `UpheavalError`: base of every error meant for a user
    - `ScenarioError`: a scenario cannot be used; it lists every reason
    - `__version__`: version of the package
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from upheaval.errors import UpheavalError
from upheaval.version import __version__

if TYPE_CHECKING:
    from upheaval.answers.check import check
    from upheaval.answers.explain.explain import explain
    from upheaval.answers.foresee.foresee import foresee
    from upheaval.answers.foresee.hindcast import hindcast
    from upheaval.answers.ledgers.ledgers import ledger
    from upheaval.answers.parts.parts import parts
    from upheaval.answers.sensitivity.sensitivity import sensitivity
    from upheaval.answers.verify.verify import verify
    from upheaval.answers.whatif.whatif import whatif
    from upheaval.inference.prepare import prepare
    from upheaval.runs.checking import load
    from upheaval.runs.dataset import open_store
    from upheaval.runs.simulate import simulate
    from upheaval.scenario import Scenario, ScenarioError, available
    from upheaval.scenario.card_description import card, new
    from upheaval.workbench.view import view

__all__ = [
    "Scenario",
    "ScenarioError",
    "UpheavalError",
    "__version__",
    "available",
    "card",
    "check",
    "explain",
    "foresee",
    "hindcast",
    "ledger",
    "load",
    "new",
    "open_store",
    "parts",
    "prepare",
    "sensitivity",
    "simulate",
    "verify",
    "view",
    "whatif",
]

# Where each name lives. It is imported when it is first asked for: numba and xarray take their
# time, and whoever only looks at a scenario needs neither.
_HOMES = {
    "Scenario": "upheaval.scenario",
    "ScenarioError": "upheaval.scenario",
    "available": "upheaval.scenario",
    "card": "upheaval.scenario.card_description",
    "check": "upheaval.answers.check",
    "explain": "upheaval.answers.explain.explain",
    "foresee": "upheaval.answers.foresee.foresee",
    "hindcast": "upheaval.answers.foresee.hindcast",
    "ledger": "upheaval.answers.ledgers.ledgers",
    "load": "upheaval.runs.checking",
    "new": "upheaval.scenario.card_description",
    "open_store": "upheaval.runs.dataset",
    "parts": "upheaval.answers.parts.parts",
    "prepare": "upheaval.inference.prepare",
    "sensitivity": "upheaval.answers.sensitivity.sensitivity",
    "simulate": "upheaval.runs.simulate",
    "view": "upheaval.workbench.view",
    "verify": "upheaval.answers.verify.verify",
    "whatif": "upheaval.answers.whatif.whatif",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'upheaval' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
