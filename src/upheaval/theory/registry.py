"""The published models by name, each with its file, its page and whether it has a figure.

Nothing is loaded until asked for: the kernels need a compiler that a list of names does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from upheaval.errors import UpheavalError, unknown
from upheaval.theory.rows import TheoryRow


@dataclass(frozen=True, slots=True)
class Model:
    """A published model.

    Parameters
    ----------
    name : str
        On the command line; also the name of its file here.
    title : str
        Authors and year, and what it is about.
    page : str
        Page of the documentation, without ``.md``.
    """

    name: str
    title: str
    page: str

    def rows(self) -> list[TheoryRow]:
        """Work out the model's numbers; some models simulate for seconds."""
        found: list[TheoryRow] = import_module(f"upheaval.theory.{self.name}").rows()
        return found


MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model("granovetter", "Granovetter 1978: thresholds of collective action", "granovetter"),
        Model("kuran", "Kuran 1989, 1991: hidden preferences and sudden revolutions", "kuran"),
        Model("epstein", "Epstein 2002: rebellion and violence between groups, on a lattice",
              "epstein"),
        Model("networks", "Watts 2002, Siegel 2009: cascades and participation in networks",
              "networks"),
        Model("morris_shin", "Morris and Shin 1998: the global game of regime change",
              "morris_shin"),
        Model("angeletos_hellwig_pavan", "Angeletos, Hellwig and Pavan 2007: attacks in waves",
              "angeletos_hellwig_pavan"),
        Model("edmond", "Edmond 2013: hidden propaganda", "edmond"),
        Model("tyson_smith", "Tyson and Smith 2018: opponents and adherents", "tyson_smith"),
        Model("casper_tyson", "Casper and Tyson 2014: protest as a signal for elites",
              "casper_tyson"),
        Model("acemoglu_egorov_sonin", "Acemoglu, Egorov and Sonin 2008: ruling coalitions",
              "acemoglu_egorov_sonin"),
        Model("svolik", "Svolik 2009: contested and established dictators", "dictators"),
        Model("myerson", "Myerson 2008: a ruler and his captains", "dictators"),
        Model("crown_prince", "Herz 1952, Tullock 1987: the heir who strikes first", "dictators"),
        Model("organs", "Dragu and Lupu 2018: whom the guns follow", "organs"),
        Model("lichbach", "Lichbach 1987: repression moves dissent to violence", "repression"),
        Model("steinert_threlkeld",
              "Steinert-Threlkeld, Chan and Joo 2022: violence and the next protest",
              "repression"),
        Model("selectorate", "Bueno de Mesquita et al. 2003: rents of the winning coalition",
              "selectorate"),
        Model("bueno_de_mesquita", "Bueno de Mesquita; KTAB 2015; Scholz et al. 2011: bargaining",
              "bargaining"),
        Model("multivector", "A small state among several patrons", "multivector"),
        Model("persuasion", "Kamenica and Gentzkow 2011: 'foreign terrorists'", "persuasion"),
        Model("blotto", "Friedman 1958, Roberson 2006: one force over several fronts", "blotto"),
        Model("gentzkow_shapiro", "Gentzkow and Shapiro 2006: whom to believe", "information"),
        Model("daley_kendall", "Daley and Kendall 1965: who never hears", "information"),
        Model("contagion", "Bonnasse-Gahot et al. 2018: unrest between cities", "spread"),
        Model("hawkes", "Hawkes 1971: events that cause events", "spread"),
        Model("diffusion", "Brinks and Coppedge 2006: regimes drift to their neighbors", "spread"),
        Model("price_shock", "Deaton 1989: what a price rise takes", "price_shock"),
        Model("elite_sanctions", "When sanctions make an elite defect", "elite_sanctions"),
    )
}  # fmt: skip
"""Every model, in the order of the documentation."""


def find(name: str) -> Model:
    """Give the model of a name, hyphens and capitals allowed; raise UpheavalError if unknown."""
    key = name.strip().lower().replace("-", "_")
    if key not in MODELS:
        raise UpheavalError(unknown("model", name, MODELS))
    return MODELS[key]


def rows_of_models(names: Iterable[str] = ()) -> list[TheoryRow]:
    """Work out the rows of some models, or of all; raise UpheavalError if a name is unknown."""
    models = [find(name) for name in names] or list(MODELS.values())
    return [row for model in models for row in model.rows()]
