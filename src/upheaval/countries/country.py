"""A country by its ISO 3166 code, and what is known of it in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from upheaval.countries import facts, files, places
from upheaval.countries.facts import Fact
from upheaval.countries.places import Region
from upheaval.errors import UpheavalError, nearest


@dataclass(frozen=True, slots=True)
class Country:
    """A country of ISO 3166.

    Attributes
    ----------
    code, iso2 : str
        ISO 3166 alpha-3 and alpha-2.
    name, capital : str
        Short name in English; name of the capital.
    currency : str
        ISO 4217.
    neighbors : tuple of str
        Codes of the countries that it borders on.
    """

    code: str
    iso2: str
    name: str
    capital: str
    currency: str
    neighbors: tuple[str, ...]

    def fact(self, name: str, year: int) -> Fact | None:
        """Give a number in a year, such as ``population``, ``urban_share``; None if unknown."""
        return facts.at(name, facts.points_of(_facts_of(self.code), name), year)

    def text(self, name: str) -> tuple[str, str] | None:
        """Give the newest text of a fact (``government``, ``groups``) with its source, or None."""
        found = [row for row in _facts_of(self.code) if row["fact"] == name]
        if not found:
            return None
        row = max(found, key=lambda row: int(row["year"]))
        return row["value"], f"{row['source']}, of {row['year']}"

    @property
    def has_places(self) -> bool:
        """Whether towns are known."""
        return bool(files.rows(f"places/{self.code}.csv"))

    def regions(self, population: int, urban_share: float) -> list[Region]:
        """Give first-level regions and towns; their people add up to ``population``."""
        return places.regions_of(files.rows(f"places/{self.code}.csv"), population, urban_share)

    def region_names(self) -> dict[str, str]:
        """Give the names of the first-level regions by their codes."""
        return {row["region"]: row["region_name"] for row in files.rows(f"places/{self.code}.csv")}

    def position(self) -> tuple[float, float] | None:
        """Give latitude and longitude of the capital, or of the largest town; None if unknown."""
        rows = files.rows(f"places/{self.code}.csv")
        if not rows:
            return None
        row = max(rows, key=lambda row: (row["role"] == "capital", int(row["population"])))
        return float(row["latitude"]), float(row["longitude"])


@cache
def _facts_by_country() -> dict[str, list[dict[str, str]]]:
    result: dict[str, list[dict[str, str]]] = {}
    for row in files.rows("facts.csv"):
        result.setdefault(row["country"], []).append(row)
    return result


def _facts_of(code: str) -> list[dict[str, str]]:
    return _facts_by_country().get(code, [])


@cache
def _countries() -> dict[str, Country]:
    return {
        row["country"]: Country(
            code=row["country"],
            iso2=row["iso2"],
            name=row["name"],
            capital=row["capital"],
            currency=row["currency"],
            neighbors=tuple(row["neighbors"].split()),
        )
        for row in files.rows("countries.csv")
    }


def codes() -> list[str]:
    """Give the ISO 3166 alpha-3 codes of all countries, in alphabetical order."""
    return sorted(_countries())


def country(code: str) -> Country:
    """Give a country by its ISO 3166 alpha-3 code.

    Raises
    ------
    UpheavalError
        If there is no such code; the message names the most similar one.
    """
    found = _countries().get(code)
    if found is None:
        near = nearest_code(code)
        hint = f"; did you mean {near} ({_countries()[near].name})?" if near else ""
        raise UpheavalError(
            f"there is no country '{code}', expected a code of ISO 3166 of three letters{hint}"
        )
    return found


def nearest_code(word: str) -> str | None:
    """Give the code that a word means: a code of two letters, a name, or something like them."""
    by_word = {item.iso2: code for code, item in _countries().items()}
    by_word |= {item.name: code for code, item in _countries().items()}
    by_word |= {code: code for code in _countries()}
    folded = {key.casefold(): code for key, code in by_word.items()}
    if word.casefold() in folded:
        return folded[word.casefold()]
    near = nearest(word, by_word)
    return None if near is None else by_word[near]
