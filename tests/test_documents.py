"""The documents stay true: their links lead somewhere, their commands run, their tables are new."""

import importlib
import importlib.util
import re
import shlex
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import typer

import upheaval as up
from upheaval import cli
from upheaval.mechanisms.loop import known
from upheaval.runs.batch import run_batch
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.simulate import simulate
from upheaval.scenario import TABLES, Scenario, Table, load

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
WALKED = [
    ROOT / "README.md",
    DOCS / "tutorial.md",
    DOCS / "new_scenario.md",
    DOCS / "robustness.md",
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TINY = {"replicates": 3, "scale": 1000, "until": "2022-01-06", "workers": 1, "progress": False}
TINY_OPTIONS = (*("--replicates", "3", "--scale", "1000", "--workers", "1"),)
SIMULATING = ("run", "whatif", "parts", "ledgers")
"""Commands that take these options."""


@dataclass(frozen=True)
class Block:
    language: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        lines = self.text.replace("\\\n", " ").splitlines() if self.language == "sh" else []
        return [shlex.split(line) for line in lines if line.strip()]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks_of(page: Path) -> list[Block]:
    return [Block(*found) for found in BLOCK.findall(page.read_text(encoding="utf-8"))]


def commands_of(page: Path, program: str) -> list[list[str]]:
    found = [command for block in blocks_of(page) for command in block.commands]
    return [command[1:] for command in found if command[0] == program]


def anchors_of(page: Path) -> set[str]:
    """Anchors of a page's headings, as the usual viewers of Markdown make them."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The program that writes the generated parts of the model document."""
    path = ROOT / "tools" / "documents" / "model_page.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("kazakhstan-2022")


# ---------------------------------------------------------------------- links
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    dead = []
    for target in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            dead.append(target)
    assert dead == []


def test_the_map_of_the_documents_names_every_page_or_its_folder() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    named = {(DOCS / target).resolve() for target in LINK.findall(index)}
    unnamed = [
        name_of(page)
        for page in PAGES
        if not {page, *page.parents} & named and page != DOCS / "index.md"
    ]
    assert unnamed == []


# ---------------------------------------------------------------------- generated pages
def test_generated_pages_are_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools" / "documents"))
    generate = importlib.import_module("generate")
    stale = [
        name
        for name, make in generate.PAGES.items()
        if make(text := (DOCS / name).read_text(encoding="utf-8")) != text
    ]
    assert stale == [], "run make documents"


def test_the_generated_parts_come_back_if_they_are_changed_by_hand(tool: ModuleType) -> None:
    text = tool.TARGET.read_text(encoding="utf-8")
    spoiled = text.replace("| order | mechanism |", "| order | changed by hand |", 1)
    assert spoiled != text
    assert tool.generate(spoiled) == tool.generate(text)


def test_every_page_has_its_place_in_the_site() -> None:
    placed = set(re.findall(r"[\w/]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    assert sorted(pages - placed) == []


# ---------------------------------------------------------------------- the model document
def test_a_generated_part_that_is_missing_or_unknown_is_an_error(tool: ModuleType) -> None:
    text = tool.TARGET.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the generated parts"):
        tool.generate(text.replace("generated: loop", "generates: loop"))
    with pytest.raises(ValueError, match="there is no generated part 'lop'"):
        tool.generate(text.replace("generated: loop", "generated: lop").replace(
            "end of loop", "end of lop"))  # fmt: skip


@pytest.mark.parametrize("mechanism", [name for name, m in known().items() if not m.structure])
def test_the_equations_were_compared_with_the_code_as_it_is(
    tool: ModuleType, mechanism: str
) -> None:
    found = tool.stamps(tool.TARGET.read_text(encoding="utf-8"))
    now = tool.stamp(mechanism)
    assert found.get(mechanism) == now, (
        f"{mechanism}.py has changed: compare its equations in docs/model.md with the code, "
        f"then set the stamp there to {now}"
    )


def test_the_stamp_of_a_mechanism_follows_its_code_and_not_its_comments(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheaval.mechanisms.__path__", [str(tmp_path)])

    def stamp(code: str) -> str:
        (tmp_path / "made.py").write_text(code, encoding="utf-8")
        return str(tool.stamp("made"))

    plain = stamp("RATE = 2\ndef step(x):\n    return x + RATE\n")
    assert plain == stamp('RATE = 2\ndef step(x):\n    """Words."""\n    return x + RATE  # why\n')
    assert plain != stamp("RATE = 2\ndef step(x):\n    return x - RATE\n")
    assert plain != stamp("RATE = 3\ndef step(x):\n    return x + RATE\n")


def test_the_columns_called_unread_are_those_that_no_run_reads(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[tuple[str, str]] = set()
    plain = Table.__getitem__

    def remember(table: Table, column: str) -> np.ndarray[Any, Any]:
        read.add((table.kind.name, column))
        return plain(table, column)

    monkeypatch.setattr(Table, "__getitem__", remember)
    run_batch(RunPlan(scenario, seed=123_457, replicates=1, scale=1000), [0])
    # Texts are for readers, the key is read as a name, and these tables are read row by row.
    ignored = {"title", "source", "confidence"}
    whole = {"composition", "cities", "treaties", "record"}
    unread = {
        (kind.name, column.name)
        for kind in TABLES.values()
        for column in kind.columns
        if kind.name not in whole
        # What this country has not cannot be read; other tests hold for it.
        and not kind.may_be_absent
        and column.name not in {*kind.key, *ignored}
    } - read
    text = (DOCS / "model.md").read_text(encoding="utf-8")
    section = text.partition("| table | columns |")[2].partition("\n\n")[0]
    named: set[tuple[str, str]] = set()
    for table, columns in re.findall(r"^\| `(\w+)\.csv` \| (.+) \|$", section, re.MULTILINE):
        every = [column.name for column in TABLES[table].columns if column.name not in ignored]
        names = every if columns == "all" else re.findall(r"`(\w+)`", columns)
        named |= {(table, name) for name in names if name not in TABLES[table].key}
    assert named == unread


# ---------------------------------------------------------------------- commands
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    inline = re.findall(r"`make ([a-z-]+)[^`]*`", text)
    assert {*inline, *(command[0] for command in commands_of(page, "make"))} <= targets


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_page_is_one_that_the_program_takes(page: Path) -> None:
    program: Any = typer.main.get_command(cli.app)
    for arguments in commands_of(page, "upheaval"):
        if arguments[0].startswith("-"):
            # Asks the program itself, and ends it.
            assert arguments[0] in ("-h", "--help", "--version"), arguments
            continue
        context = program.make_context("upheaval", list(arguments))
        name, command, _ = program.resolve_command(context, list(arguments))
        parsed = command.make_context(name, list(arguments[1:]), parent=context).params
        if name == "run" and parsed["scenario"] in up.available():
            changes = dict(pair.split("=", 1) for pair in parsed["set_"] or ())
            chosen = {key: parsed[key] for key in ("replicates", "scale", "seed", "until", "tick")}
            plan_of(parsed["scenario"], set=changes, without=parsed["without"] or (), **chosen)


def test_the_readme_names_the_commands_that_exist_and_no_other() -> None:
    program: Any = typer.main.get_command(cli.app)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r"Commands that exist: ([^.]+)\.", text)
    assert sentence is not None
    assert set(re.findall(r"`(\w+)`", sentence[1])) == {
        name for name, command in program.commands.items() if not command.hidden
    }


def test_a_command_that_does_not_exist_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for wrong in ("upheaval explian kazakhstan-2022", "upheaval run kazakhstan-2022 --replicas 3"):
        page.write_text(f"```sh\n{wrong}\n```\n", encoding="utf-8")
        with pytest.raises(Exception, match="No such"):
            test_every_command_of_a_page_is_one_that_the_program_takes(page)


@pytest.mark.parametrize("page", WALKED, ids=name_of)
def test_a_page_can_be_walked_from_its_first_command_to_its_last(
    page: Path, small_runs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    walk(page, capsys)


def walk(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run the blocks of a page one after the other, in the folder where we are."""
    names: dict[str, Any] = {"__name__": page.stem}
    for block in blocks_of(page):
        for command in block.commands:
            # The page on robustness repeats one run with other numbers; those kept are enough.
            repeats = page.stem == "robustness" and "--out" not in command
            if command[0] == "upheaval" and not repeats:
                code, said = call(command[1:], capsys)
                assert code == 0, f"{' '.join(command)}: {said}"
        if block.language == "python":
            write_if_named(page, block)
            exec(compile(block.text, name_of(page), "exec"), names)
        if block.language == "yaml":
            put_into_scenario(block)


@pytest.fixture
def small_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every run of a page tiny, in an empty folder."""

    def tiny(scenario: Scenario, **asked: Any) -> Any:
        return simulate(scenario, **(asked | TINY | {"until": a_few_days(scenario)}))

    monkeypatch.setattr(up, "simulate", tiny)
    # The six pages of small charts are drawn by the tests of charts; every run with --out would
    # spend most of its time on them.
    monkeypatch.setattr(
        "upheaval.views.figures.parts.save_parts", lambda _run, folder: folder.mkdir(exist_ok=True)
    )
    monkeypatch.chdir(tmp_path)


def a_few_days(scenario: Scenario | str) -> str:
    """Give the end of a tiny run: its sixth day."""
    found = load(scenario) if isinstance(scenario, str) else scenario
    return f"{found.start + timedelta(days=5):%Y-%m-%d}"


def call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command in this process; give its exit code and its errors. Runs are made tiny."""
    tiny: tuple[str, ...] = ()
    if arguments[0] in SIMULATING:
        tiny = (*TINY_OPTIONS, "--until", a_few_days(arguments[1]))
    kept = sys.argv
    sys.argv = ["upheaval", *arguments, *tiny]
    try:
        with pytest.raises(SystemExit) as left:
            cli.main()
    finally:
        sys.argv = kept
    said = capsys.readouterr().err
    return left.value.code if isinstance(left.value.code, int) else 0, said


def write_if_named(page: Path, block: Block) -> None:
    """Save a block as the file that the sentence before it names."""
    before = page.read_text(encoding="utf-8").partition(block.text)[0]
    named = re.search(r"Save this as `([\w/.-]+)`:\s*```python\s*$", before)
    if named:
        Path(named[1]).write_text(block.text, encoding="utf-8")


def put_into_scenario(block: Block) -> None:
    """Add the lines below each key of a block to the same key of the page's scenario."""
    file = Path("my-tables/scenario.yaml")
    text = file.read_text(encoding="utf-8")
    mechanisms, parameters = block.text.split("parameters:\n")
    brought = mechanisms.partition("- ")[2].strip()
    text = text.replace("mechanisms: [", f"mechanisms: [{brought}, ", 1)
    text = text.replace("parameters:\n", f"parameters:\n{parameters}", 1)
    file.write_text(text, encoding="utf-8")


def test_the_mechanism_of_the_guide_takes_part_in_the_run(
    small_runs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    walk(DOCS / "new_scenario.md", capsys)
    # Two days after a rise of a few hundredths nobody tires yet; after this one everybody does.
    dear = {"prices.guayas/cost_of_living.after": 400}
    run = simulate("my-tables", replicates=2, scale=1000, until="2019-10-05", workers=1, set=dear)
    assert "fatigue.weight" in run["parameter"].values
    assert 0 < float(run["tired"].max()) <= 1
