"""A scenario folder to a `Scenario`, or to the list of everything that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from upheaval.errors import listed, nearest
from upheaval.scenario import card as cards
from upheaval.scenario import document as yaml_document
from upheaval.scenario import (
    geojson,
    interventions,
    observations,
    relations,
    reporting,
    yaml_text,
)
from upheaval.scenario.document import MechanismFile, ScenarioDocument
from upheaval.scenario.folder_files import FolderFiles, open_folder
from upheaval.scenario.parameters import ParameterSetting
from upheaval.scenario.problems import Problem, ScenarioError, quoted
from upheaval.scenario.scenario import (
    Explanation,
    Holiday,
    Intervention,
    Scenario,
    SchedulePhase,
)
from upheaval.scenario.sheets import empty_sheet, read_text, sheet_of
from upheaval.scenario.table import Sheet, Table
from upheaval.scenario.tables import TABLES

BUNDLED = Path(__file__).resolve().parent.parent / "scenarios"
"""Folder of the scenarios that come with the package."""


def available() -> list[str]:
    """Give the names of the scenarios that come with the package, in alphabetical order."""
    files = (yaml_document.FILE, cards.FILE)
    return sorted({path.parent.name for name in files for path in BUNDLED.glob(f"*/{name}")})


def load(name_or_path: str | Path) -> Scenario:
    """Read a scenario that comes with the package, by its name, or any folder, by its path.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or with everything that is wrong with it.
    """
    folder = _find(name_or_path)
    scenario, problems = read(folder)
    if scenario is None:
        raise ScenarioError(problems, folder.name)
    return scenario


def _find(name_or_path: str | Path) -> Path:
    if isinstance(name_or_path, str) and name_or_path in available():
        return BUNDLED / name_or_path
    folder = Path(name_or_path)
    try:
        is_folder = folder.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if is_folder:
        return folder
    names = available()
    found = f"there is no scenario and no folder {quoted(name_or_path)}"
    expected = "one of " + listed(names) if names else "the path of a folder"
    near = nearest(str(name_or_path), names)
    raise ScenarioError([Problem("scenario", None, None, found, expected, near)])


def read(folder: Path) -> tuple[Scenario | None, list[Problem]]:
    """Read and check a scenario folder.

    Returns
    -------
    scenario : Scenario or None
        None if there is any problem.
    problems : list of Problem
        Everything that is wrong, in the order of files; empty for a valid scenario.
    """
    problems: list[Problem] = []
    files = open_folder(folder, problems)
    if files is None:
        return None, problems
    document = files.document(problems)
    model = None
    if document is not None:
        found: list[Problem] = []
        model = yaml_document.validate(document, found)
        # A value that could not be read would be reported a second time, as a wrong one.
        reported = {problem.column for problem in problems}
        problems += [problem for problem in found if problem.column not in reported]
    sheets = _read_sheets(files, problems)
    problems += relations.check(sheets)
    problems += observations.check_record(sheets)
    if model is not None:
        names = [explanation.name for explanation in model.explanations]
        problems += observations.check_claims(sheets, names)
    regions = sheets["regions"].words("name") if "regions" in sheets else None
    shapes = geojson.empty()
    if (folder / geojson.FILE).exists():
        map_text = read_text(folder / geojson.FILE, problems)
        shapes = geojson.parse(map_text, regions, problems) if map_text is not None else shapes
    own = _mechanism_files(folder, model, problems)
    problems = cards.retold(problems, files.card, files.absent())
    if problems or model is None or document is None:
        return None, problems
    tables = {name: Table(sheet) for name, sheet in sheets.items()}
    scenario = _build(folder, model, tables, shapes, own, document.lines)
    scenario = replace(
        scenario, card=files.card, made=(yaml_document.FILE, *files.made) if files.card else ()
    )
    problems = interventions.check(scenario)
    return (None if problems else scenario), problems


def _read_sheets(files: FolderFiles, problems: list[Problem]) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    for name, kind in TABLES.items():
        if kind.may_be_absent and not files.has(f"{name}.csv"):
            sheets[name] = empty_sheet(kind)
            continue
        text = files.text(f"{name}.csv", problems)
        sheet = None if text is None else sheet_of(text, kind, problems)
        if sheet is not None:
            sheets[name] = sheet
    for path in sorted(files.folder.glob("*.csv")):
        if path.stem not in TABLES:
            expected = "one of " + listed(TABLES)
            near = nearest(path.stem, TABLES)
            problems.append(Problem(path.name, None, None, "unknown table", expected, near))
    return sheets


def _mechanism_files(
    folder: Path, model: ScenarioDocument | None, problems: list[Problem]
) -> dict[str, tuple[Path, str]]:
    """Give path and SHA-256 of each mechanism that the folder brings along."""
    files: dict[str, tuple[Path, str]] = {}
    for entry in model.mechanisms if model is not None else ():
        if isinstance(entry, MechanismFile):
            text = read_text(folder / entry.file, problems)
            if text is not None:
                digest = hashlib.sha256(text.encode()).hexdigest()
                files[entry.file.removesuffix(".py")] = (folder.resolve() / entry.file, digest)
    return files


def _build(
    folder: Path,
    model: ScenarioDocument,
    tables: dict[str, Table],
    shapes: dict[str, object],
    files: dict[str, tuple[Path, str]],
    lines: dict[yaml_text.Path, int],
) -> Scenario:
    return Scenario(
        name=folder.resolve().name,
        folder=folder.resolve(),
        title=model.title,
        country=model.country,
        summary=model.summary,
        start=model.start,
        schedule=tuple(SchedulePhase(phase.until, phase.tick) for phase in model.schedule),
        holidays=tuple(Holiday(day.date.date(), day.source) for day in model.holidays),
        mechanisms=tuple(yaml_document.mechanism_names(model)),
        mechanism_files={name: path for name, (path, _) in files.items()},
        mechanism_digests={name: digest for name, (_, digest) in files.items()},
        parameters=_settings(model),
        explanations=tuple(
            Explanation(
                item.name,
                item.title,
                tuple(item.mechanisms),
                item.prior,
                item.meaning,
                item.source,
            )
            for item in model.explanations
        ),
        interventions=tuple(
            Intervention(
                item.name,
                item.title,
                item.meaning,
                tuple(item.without),
                dict(item.set),
                item.source,
            )
            for item in model.interventions
        ),
        reporting=reporting.settings(model.reporting),
        tables=tables,
        map=shapes,
        lines=lines,
    )


def _settings(model: ScenarioDocument) -> dict[str, ParameterSetting]:
    return {
        name: ParameterSetting(
            name=name,
            given_unit=entry.unit,
            unit=entry.unit,
            meaning=entry.meaning,
            source=entry.source,
            given_range=entry.range,
            given_value=entry.value,
            prior=entry.prior,
        )
        for name, entry in model.parameters.items()
    }
