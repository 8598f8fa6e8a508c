"""The commands that look at scenarios: ``list``, ``show``, ``loop`` and ``schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheaval.commands.line import Json, OutFolder, ScenarioName, as_json, tell

if TYPE_CHECKING:
    from rich.table import Table

    from upheaval.mechanisms.loop import LoopRow
    from upheaval.scenario import ParameterSetting, Scenario


def list_(json_: Json = False) -> None:
    """List the scenarios that come with the package."""
    from upheaval.scenario import available, load

    titles = {name: load(name).title for name in available()}
    if json_:
        print(as_json([{"name": name, "title": title} for name, title in titles.items()]))
        return
    for name, title in titles.items():
        print(f"{name}  {title}")


def show(scenario: ScenarioName, json_: Json = False) -> None:
    """Show what a scenario is about: its tables, and its parameters with their sources."""
    from rich.console import Console

    from upheaval.runs.checking import load

    found = load(scenario)
    if json_:
        print(as_json(_described(found)))
        return
    console = Console(highlight=False, markup=False)
    console.print(found.title, style="bold")
    console.print(f"{found.country}, {_span(found)}")
    console.print(found.summary + "\n")
    console.print(_mechanisms(found) + "\n")
    tables = _table("Tables", "table", "rows", "what it holds")
    for name, table in found.tables.items():
        tables.add_row(name, f"{len(table):,}", table.kind.meaning)
    console.print(tables)
    parameters = _table("Parameters", "parameter", "value or prior", "unit", "source")
    for name, setting in found.parameters.items():
        parameters.add_row(name, _worded(setting), setting.unit, setting.source)
    console.print(parameters)


def _described(scenario: Scenario) -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "country": scenario.country,
        "summary": scenario.summary,
        "mechanisms": list(scenario.mechanisms),
        "tables": [
            {"name": name, "rows": len(table), "meaning": table.kind.meaning}
            for name, table in scenario.tables.items()
        ],
        "parameters": [
            {
                "name": name,
                "value": setting.value,
                "prior": None if setting.prior is None else setting.prior.model_dump(),
                "unit": setting.unit,
                "source": setting.source,
            }
            for name, setting in scenario.parameters.items()
        ],
    }


def _table(title: str, *headers: str, lines: bool = False) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_lines=lines)
    for i, header in enumerate(headers):
        # Folded, not cut: a name that ends in dots cannot be looked up.
        table.add_column(header, overflow="fold", no_wrap=i == 0)
    return table


def _span(scenario: Scenario) -> str:
    ticks = ", then ".join(
        f"ticks of {24 * phase.length:g} hours until {phase.until:%Y-%m-%d}"
        for phase in scenario.schedule
    )
    return f"from {scenario.start:%Y-%m-%d}: {ticks}"


def _mechanisms(scenario: Scenario) -> str:
    return "Mechanisms: " + (", ".join(scenario.mechanisms) or "none")


def _worded(setting: ParameterSetting) -> str:
    if setting.prior is None:
        return f"{setting.value:g}"
    ((kind, numbers),) = setting.prior.model_dump().items()
    if isinstance(numbers, dict):
        return f"{kind}, " + ", ".join(f"{name} {value:g}" for name, value in numbers.items())
    return f"{kind}, " + " to ".join(f"{value:g}" for value in numbers)


def schema(
    out: OutFolder = None,
    json_: Json = False,
) -> None:
    """Print the JSON Schemas of a scenario's files, for editors; they are JSON in any case."""
    del json_
    from upheaval.scenario import json_schema

    schemas = json_schema()
    if out is None:
        print(as_json(schemas, indent=2))
        return
    from upheaval.runs.files import check_writable, telling_of, write_text

    check_writable(out)
    with telling_of(out):
        out.mkdir(parents=True, exist_ok=True)
        whole = {"scenario": schemas["scenario"], "crisis": schemas["card"]}
        for name, found in {**whole, **schemas["tables"]}.items():
            write_text(out / f"{name}.schema.json", as_json(found, indent=2) + "\n")
    tell(f"{out}: {2 + len(schemas['tables'])} schemas")


def loop(scenario: ScenarioName, json_: Json = False) -> None:
    """Print the mechanisms in the order of the tick, with what each reads and writes."""
    from rich.console import Console

    from upheaval.mechanisms.loop import assemble
    from upheaval.runs.checking import load

    found = load(scenario)
    steps = assemble(found).describe()
    if json_:
        print(as_json([_step(row) for row in steps]))
        return
    title = f"One tick of {found.name}"
    table = _table(title, "order", "mechanism", "reads", "writes", "source", lines=True)
    for row in steps:
        name = f"{row.name}\n{row.title}" + ("" if row.on else "\n(off)")
        table.add_row(
            f"{row.order:g}", name, ", ".join(row.reads), ", ".join(row.writes), row.source
        )
    Console(highlight=False, markup=False).print(table)


def _step(row: LoopRow) -> dict[str, Any]:
    return {
        "order": row.order,
        "mechanism": row.name,
        "title": row.title,
        "on": row.on,
        "reads": list(row.reads),
        "writes": list(row.writes),
        "source": row.source,
    }
