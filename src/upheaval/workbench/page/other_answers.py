"""Answers of other commands as the page shows them: rounded, with titles, and no longer than it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from upheaval.scenario import Scenario
from upheaval.views.likelihood_words import limits, percent_range, words
from upheaval.workbench.page import explain
from upheaval.workbench.page.explain import rounded

Plain = dict[str, Any]

SCREENED = 20
"""Parameters of a screening that a page lists: the rest move nothing that it could show."""

GROUPS = ("streets", "abroad")
"""Groups of amounts that a page tells of."""


def page_of_answer(kind: str, scenario: Scenario, answer: Any) -> Any:
    """Give an answer, as its command prints it with ``--json``, as the page shows it."""
    return PAGES_OF_ANSWERS[kind](scenario, answer)


def _as_it_is(_: Scenario, answer: Any) -> Any:
    return rounded(answer)


def _foreseen(scenario: Scenario, plain: Plain) -> Plain:
    """Give what was foreseen with titles, and with words for the last day."""
    from upheaval.answers.foresee.forecast_quantities import quantities

    known = {item.name: item for item in quantities(scenario)}
    amounts = {
        name: {"title": known[name].title, "kind": known[name].kind, **_three(item)}
        for name, item in plain.get("amounts", {}).items()
        if name in known and known[name].group in GROUPS
    }
    found: Plain = rounded(
        {
            **plain,
            "outcomes": {name: _chance(name, item) for name, item in plain["outcomes"].items()},
            "events": {
                name: _chance(known[name].title if name in known else name, item)
                for name, item in plain["events"].items()
            },
            "amounts": amounts,
        }
    )
    return found


def _chance(title: str, item: Plain) -> Plain:
    low, high = item["low"][-1], item["high"][-1]
    return {
        "title": title[:1].upper() + title[1:],
        **item,
        "word": words(low, high),
        "band": percent_range(*limits(low, high)),
    }


def _three(item: Plain) -> Plain:
    return {key: item[key] for key in ("p5", "p50", "p95", "luck", "unit")}


def _hindcast(_: Scenario, plain: Plain) -> Plain:
    """Give the scores; the rows that they are means of are left to the command."""
    days = [{key: value for key, value in day.items() if key != "rows"} for day in plain["days"]]
    found: Plain = rounded({**plain, "days": days})
    return found


def _sensitivity(_: Scenario, plain: Plain) -> Plain:
    screening = sorted(plain["screening"], key=lambda item: item["rank"], reverse=True)
    found: Plain = rounded({**plain, "screening": screening[:SCREENED], "screened": len(screening)})
    return found


PAGES_OF_ANSWERS: dict[str, Callable[[Scenario, Any], Any]] = {
    "explain": explain.page_of_answer,
    "verify": _as_it_is,
    "foresee": _foreseen,
    "hindcast": _hindcast,
    "sensitivity": _sensitivity,
    "parts": _as_it_is,
}
