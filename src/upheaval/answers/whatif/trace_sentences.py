"""What a trace says, in words."""

from __future__ import annotations

from datetime import timedelta
from math import isinf, isnan

from upheaval.answers.whatif.stepwise_comparison import PEOPLE, START, Parting
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.places import TABLE_OF
from upheaval.world.citizens import STATES
from upheaval.world.setting import Setting
from upheaval.world.state import Field

FIGURE_STATUS = ("free", "dismissed", "in custody")

TABLES = {**TABLE_OF, "group": "groups", "audience": "audiences"}
"""Tables of the scenario that hold the titles of a dimension's labels."""


def moment(setting: Setting, days: float) -> str:
    """Write days since the start as a local day and hour: '5 Jan 18h'."""
    if isnan(days):
        return "unknown"
    if isinf(days):
        return "never"
    when = setting.scenario.start + timedelta(hours=round(24.0 * days))
    return f"{when.day} {when:%b} {when.hour}h"


def step(setting: Setting, fields: dict[str, Field], parting: Parting) -> str:
    """Word one parting: '5 Jan 18h alliance: troops (russia) 0, not 354'."""
    when = "at the start" if parting.tick == START else moment(setting, parting.day)
    head = f"{when} {parting.mechanism}".rstrip()
    return f"{head}: {place(setting, fields, parting)} {values(setting, fields, parting)}"


def place(setting: Setting, fields: dict[str, Field], parting: Parting) -> str:
    """Word a field and its place: 'organ loyalty (Police)'."""
    name = parting.field.replace("_", " ")
    if not parting.place:
        return name
    dims = ("cell",) if parting.field == PEOPLE else fields[parting.field].dims
    where = [title_of(setting, dim, label) for dim, label in zip(dims, parting.place, strict=True)]
    return f"{name} ({', '.join(where)})"


def title_of(setting: Setting, dim: str, label: str) -> str:
    """Give the title of a label, as the scenario's tables have it; the label where they do not."""
    if dim == "cell":
        city, _, group = label.partition("/")
        return f"{title_of(setting, 'city', city)}, {title_of(setting, 'group', group)}"
    table = setting.scenario.tables.get(TABLES.get(dim, ""))
    if table is None or "title" not in table:
        return label
    return str(table["title"][table.position(label)])


def meaning(fields: dict[str, Field], name: str) -> str:
    """Say what a field is, in the words of its declaration."""
    if name == "outcome":
        return "How it ends."
    return "State of one citizen." if name == PEOPLE else fields[name].meaning


def values(setting: Setting, fields: dict[str, Field], parting: Parting) -> str:
    """Word what is in the changed world, and what was in the baseline: '0, not 354'."""
    texts = [
        _value(setting, fields, parting.field, number)
        for number in (parting.changed, parting.baseline)
    ]
    if texts[0] == texts[1]:
        # Worlds part by a hair at first; a few digits would hide it.
        gap = parting.changed - parting.baseline
        return f"{texts[0]}, {gap:+.1g} against the baseline"
    return f"{texts[0]}, not {texts[1]}"


def _value(setting: Setting, fields: dict[str, Field], name: str, number: float) -> str:
    if isnan(number):
        return "of another size"
    if name == PEOPLE:
        return STATES[int(number)]
    if name == "outcome":
        return f"'{OUTCOMES[int(number)]}'"
    if name == "figure_status":
        return FIGURE_STATUS[int(number)]
    if name == "office_holder":
        return _holder(setting, int(number))
    field = fields[name]
    if field.dtype == "bool":
        return "yes" if number else "no"
    if field.unit == "day" and name.endswith("_time"):
        return moment(setting, number)
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def _holder(setting: Setting, row: int) -> str:
    if row >= 0:
        return title_of(setting, "figure", setting.labels["figure"][row])
    return "vacant" if row == -1 else "a newcomer"
