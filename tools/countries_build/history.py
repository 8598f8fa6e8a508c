"""Numbers of people since 1952, every five years, from Gapminder (CC BY 4.0)."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import Any

from countries_build.packages import Packages

SOURCE = "Gapminder (CC BY 4.0), gapminder 0.1"
_NAMES = {
    "Congo, Dem. Rep.": "COD", "Congo, Rep.": "COG", "Cote d'Ivoire": "CIV",
    "Czech Republic": "CZE", "Hong Kong, China": "HKG", "Korea, Dem. Rep.": "PRK",
    "Korea, Rep.": "KOR", "Macedonia": "MKD", "Slovak Republic": "SVK", "Swaziland": "SWZ",
    "Taiwan": "TWN", "Turkey": "TUR", "West Bank and Gaza": "PSE", "Yemen, Rep.": "YEM",
    "Iran": "IRN", "Syria": "SYR", "Vietnam": "VNM", "Tanzania": "TZA", "Venezuela": "VEN",
    "Bolivia": "BOL", "Reunion": "REU", "Sao Tome and Principe": "STP",
}  # fmt: skip
# Its rows of Yemen before 1990 and Germany are of today's borders; Eritrea's too.


def facts(packages: Packages, countries: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Give one row a country and year."""
    known = {_key(row["name"]): row["country"] for row in countries}
    codes = {row["country"] for row in countries}
    text = packages.read("gapminder", "gapminder.csv").decode("utf-8")
    rows: list[dict[str, object]] = []
    for row in csv.DictReader(io.StringIO(text), delimiter="," if "," in text[:60] else "\t"):
        name = row["country"]
        country = _NAMES.get(name) or known.get(_key(name))
        if country is None or country not in codes:
            print(f"gapminder: no country {name}")
            continue
        value = round(float(row["pop"]))
        rows.append(
            {
                "country": country,
                "fact": "population",
                "year": int(row["year"]),
                "value": value,
                "source": SOURCE,
            }
        )
    return rows


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain.replace("the ", "").strip()
