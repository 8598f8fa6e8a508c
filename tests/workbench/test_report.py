import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bundles import SCRIPT, write_bundle
from starlette.testclient import TestClient

from upheaval import cli
from upheaval.errors import UpheavalError
from upheaval.workbench import bundle_files, preview
from upheaval.workbench.page.model import Page
from upheaval.workbench.page.page import first_part, page_json
from upheaval.workbench.report import report_html, write_report


class Tags(HTMLParser):
    """Tags of a file with their attributes, and the text in each script and style."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag in ("script", "style")
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_bundle(tmp_path / "bundle")
    monkeypatch.setattr(bundle_files, "BUNDLE", folder)
    return folder


def read(html: str) -> Tags:
    found = Tags()
    found.feed(html)
    return found


@pytest.mark.usefixtures("stand_in")
def test_the_report_holds_front_end_and_page_and_asks_nobody(page: Page, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.html"
    size = write_report(page, out)
    assert size == out.stat().st_size < 2_000_000
    found = read(out.read_text(encoding="utf-8"))
    names = [tag for tag, _ in found.tags]
    assert names[:4] == ["html", "head", "meta", "meta"]
    policy = found.tags[2][1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert str(policy["content"]).startswith("default-src 'none';")
    assert "link" not in names
    assert not any({"src", "href"} & attributes.keys() for _, attributes in found.tags)
    style, data, script = found.texts
    assert style.startswith("body")
    assert json.loads(data) == json.loads(page_json(page))
    assert script.replace("<\\/", "</").replace("<\\!", "<!") == SCRIPT


@pytest.mark.usefixtures("stand_in")
def test_a_text_that_ends_a_tag_stays_a_text(page: Page) -> None:
    nasty = "</script><script>alert(1)</script><!-- \u2028"
    sentence = page.model_copy(update={"sentence": nasty})
    found = read(report_html(sentence))
    assert [tag for tag, _ in found.tags].count("script") == 2
    assert json.loads(found.texts[1])["sentence"] == nasty


def test_without_a_built_front_end_the_report_says_how_to_build_it(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_files, "BUNDLE", tmp_path / "nothing")
    with pytest.raises(UpheavalError, match="npm run build"):
        write_report(page, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


@pytest.mark.usefixtures("stand_in")
def test_a_folder_is_no_report(page: Page, tmp_path: Path) -> None:
    with pytest.raises(UpheavalError, match="expected a file"):
        write_report(page, tmp_path)


@pytest.mark.usefixtures("stand_in")
def test_the_server_names_the_scenario_in_the_page_and_gives_its_two_files(
    client: TestClient,
) -> None:
    index = client.get("/")
    assert index.status_code == 200
    assert '<meta name="scenario" content="kazakhstan-2022">' in index.text
    assert client.get("/assets/app.js").text == SCRIPT
    assert client.get("/assets/app.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/assets/app.css").headers["content-type"].startswith("text/css")
    assert client.get("/assets/index.html").status_code == 404


@pytest.mark.usefixtures("stand_in")
def test_the_command_makes_the_run_and_the_preview_and_keeps_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UPHEAVAL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(preview, "STRENGTHS", (0.03,))
    out = tmp_path / "report.html"
    options = ["--replicates", "2", "--scale", "1000", "--until", "2022-01-01", "--whatifs", "0"]
    monkeypatch.setattr(
        sys, "argv",
        ["upheaval", "report", "kazakhstan-2022", str(out), *options, "--preview", "256"],
    )  # fmt: skip
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0, capsys.readouterr().err
    assert "2 runs" in capsys.readouterr().err
    data: dict[str, Any] = json.loads(read(out.read_text(encoding="utf-8")).texts[1])
    assert data["surrogate"]["simulations"] == 256
    assert data["surrogate"]["label"].startswith("preview, ")
    again = tmp_path / "again.html"
    monkeypatch.setattr(sys, "argv", [*sys.argv[:3], str(again), *sys.argv[4:]])
    with pytest.raises(SystemExit):
        cli.main()
    assert again.read_text(encoding="utf-8") == out.read_text(encoding="utf-8")


def test_a_page_of_a_store_is_the_page_of_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import upheaval as up

    run = up.simulate(
        "kazakhstan-2022", replicates=2, scale=1000, until="2022-01-02", out=tmp_path / "store",
        set={"prices.compensation": 1}, workers=1, progress=False,
    )  # fmt: skip
    out = tmp_path / "page.json"
    monkeypatch.setattr(sys, "argv", ["upheaval", "page", str(tmp_path / "store"), str(out)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["run"]["digest"] == run.attrs["digest"]
    assert data["scenario"]["name"] == "kazakhstan-2022"
    assert [item["path"] for item in data["run"]["changes"]] == ["prices.compensation"]


# ---------------------------------------------------------------------- the real front end
def test_the_report_with_the_real_front_end_is_small_and_names_no_other_host(page: Page) -> None:
    html = report_html(page)
    assert len(html.encode()) < 2_000_000
    found = read(html)
    assert not any({"src", "href"} & set(own) - {"rel"} for tag, own in found.tags if tag != "link")
    links = [own for tag, own in found.tags if tag == "link"]
    assert all(str(own["href"]).startswith("data:") for own in links)
    style, _, script = found.texts
    # Names of languages, which nobody fetches.
    namespaces = ("http://www.w3.org/", "https://www.w3.org/")
    for url in re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z][\w./-]*", script + style):
        assert url.startswith(namespaces), url


def test_the_first_screen_weighs_less_than_half_a_megabyte(page: Page) -> None:
    files = [bundle_files.INDEX, bundle_files.SCRIPT, bundle_files.STYLE]
    front = sum(len(bundle_files.text_of(name).encode()) for name in files)
    assert front + len(page_json(first_part(page)).encode()) < 500_000
