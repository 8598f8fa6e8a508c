"""Looked-up facts of every country of ISO 3166, without a network.

`country`: one country by its code; `codes`: all codes. Facts, places and regions of a country know
where they come from; ``SOURCES.md`` in this folder tells origins and licenses.
"""

from upheaval.countries.country import Country, codes, country, nearest_code
from upheaval.countries.facts import Fact
from upheaval.countries.places import Place, Region

__all__ = ["Country", "Fact", "Place", "Region", "codes", "country", "nearest_code"]
