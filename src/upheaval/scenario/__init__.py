"""What a crisis is made of.

One typed table per kind of file in a scenario's folder: its columns, units, defaults and meaning
are declared once, and the reader names the file, the row and the column in every error.

`load` · `read` · `available`: from a name or a folder to a `Scenario`, or to every `Problem`.
`check_known` · `in_declared_units` · `with_bounds`: a scenario against the mechanisms and
measures that exist.
`Parameter` · `ParameterSetting`: what a mechanism declares, what a scenario sets.
`Table` · `TABLES`: the tables in memory, and the declarations of their columns.
`json_schema` · `reference` · `write_template`: what else is written from the declarations.
"""

from upheaval.scenario.cross_checks import check_known, in_declared_units, with_bounds
from upheaval.scenario.json_schema import json_schema
from upheaval.scenario.parameters import Parameter, ParameterSetting
from upheaval.scenario.problems import Problem, ScenarioError
from upheaval.scenario.reader import available, load, read
from upheaval.scenario.reference import reference
from upheaval.scenario.scenario import (
    Explanation,
    Holiday,
    Intervention,
    Scenario,
    SchedulePhase,
)
from upheaval.scenario.table import Table
from upheaval.scenario.tables import TABLES
from upheaval.scenario.template import write_template

__all__ = [
    "TABLES",
    "Explanation",
    "Holiday",
    "Intervention",
    "Parameter",
    "ParameterSetting",
    "Problem",
    "Scenario",
    "ScenarioError",
    "SchedulePhase",
    "Table",
    "available",
    "check_known",
    "in_declared_units",
    "json_schema",
    "load",
    "read",
    "reference",
    "with_bounds",
    "write_template",
]
