"""One value of a card: from what YAML says to an `Entry`, by the declaration of its field."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from upheaval import countries
from upheaval.errors import listed, nearest
from upheaval.scenario.card.card import Content, Entry
from upheaval.scenario.card.field import Field, words_of
from upheaval.scenario.cells import BadCell, moment
from upheaval.scenario.problems import quoted as _quoted

GIVEN = "the card"
_FIRST_YEAR = 1900
_RANGED = ("value", "low", "high", "source")


def quoted(found: object) -> str:
    """Show what YAML says in quotes, as it is written there."""
    return _quoted(str(found).lower() if isinstance(found, bool) else found)


class BadValue(Exception):  # noqa: N818 - caught in this package, never shown as such
    """What is no value of its field; ``below`` is the key inside it that is wrong."""

    def __init__(
        self,
        found: str,
        expected: str,
        nearest: str | None = None,
        below: tuple[str | int, ...] = (),
    ) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected
        self.nearest = nearest
        self.below = below


def entry_of(field: Field, written: Any, source: str, line: int | None) -> Entry:
    """Turn what was written into an entry; raise `BadValue` if it is none of the field's."""
    if field.is_number:
        return _number(field, written, source, line)
    own = source
    if isinstance(written, dict):
        _check_keys(written, ("value", "source"))
        own = str(written.get("source") or source)
        written = written.get("value")
    value = _plain(field, written)
    return Entry(value, "given", own or GIVEN, line=line)


def _check_keys(written: dict[str, Any], valid: tuple[str, ...]) -> None:
    for key in written:
        if key not in valid:
            expected = "one of " + listed(valid)
            raise BadValue("unknown key", expected, nearest(key, valid), (key,))
    if "value" not in written:
        raise BadValue("the key is missing", "the value", None, ("value",))


def _number(field: Field, written: Any, source: str, line: int | None) -> Entry:
    if not isinstance(written, dict):
        value, low, high, word = _one(field, written)
        return Entry(value, "given", source or GIVEN, low, high, word, line)
    _check_keys(written, _RANGED)
    value, low, high, word = _one(field, written["value"], ("value",))
    if "low" in written:
        low = _one(field, written["low"], ("low",))[0]
    if "high" in written:
        high = _one(field, written["high"], ("high",))[0]
    for key, wrong in (("low", low > value), ("high", high < value)):
        if wrong:
            expected = f"at {'most' if key == 'low' else 'least'} the value, {value:g}"
            raise BadValue(f"got {quoted(written[key])}", expected, None, (key,))
    own = str(written.get("source") or source) or GIVEN
    return Entry(value, "given", own, low, high, word, line)


def _one(
    field: Field, written: Any, below: tuple[str, ...] = ()
) -> tuple[float, float, float, str]:
    words = words_of(field)
    if isinstance(written, str) and written in words:
        return (*words[written], written)
    if isinstance(written, bool) or not isinstance(written, (int, float)):
        expected = _wanted(field)
        near = nearest(str(written), words) if words else None
        raise BadValue(f"got {quoted(written)}", expected, near, below)
    value = float(written)
    low, high = field.minimum, field.maximum
    inside = (low is None or value >= low) and (high is None or value <= high)
    if not math.isfinite(value) or not inside:
        raise BadValue(f"got {value:.10g}", _wanted(field), None, below)
    if field.kind == "whole" and value != int(value):
        raise BadValue(f"got {value:.10g}", _wanted(field), None, below)
    return value, value, value, ""


def _wanted(field: Field) -> str:
    words = words_of(field)
    noun = "a whole number" if field.kind == "whole" else "a number"
    if field.minimum is not None:
        noun += f" from {field.minimum:.10g} to {field.maximum:.10g}"
    return noun + (", or one of " + ", ".join(words) if words else "")


def _plain(field: Field, written: Any) -> Content:
    kind = field.kind
    if kind == "flag":
        if not isinstance(written, bool):
            raise BadValue(f"got {quoted(written)}", "true or false")
        return written
    if kind in ("countries", "names", "dates"):
        return _listed(field, written)
    if isinstance(written, (dict, list, bool)) or written is None:
        raise BadValue(f"got {quoted(written)}", "one word" if kind == "choice" else "text")
    text = str(written).strip()
    if not text:
        raise BadValue("got nothing", "text")
    if kind == "choice":
        if text not in field.choices:
            expected = "one of " + listed(field.choices)
            raise BadValue(f"got {quoted(text)}", expected, nearest(text, field.choices))
        return text
    if kind == "date":
        return _date(text)
    if kind == "country":
        return _country(text, may_be_none=not field.required)
    return text


def _listed(field: Field, written: Any) -> tuple[str, ...]:
    if written == "none":
        written = []
    if not isinstance(written, list):
        noun = {"countries": "country codes", "names": "names", "dates": "dates"}[field.kind]
        raise BadValue(f"got {quoted(written)}", f"a list of {noun}")
    result = []
    for i, each in enumerate(written):
        if isinstance(each, (dict, list)) or each is None:
            raise BadValue(f"got {quoted(each)}", "one word", None, (i,))
        text = str(each).strip()
        try:
            if field.kind == "countries":
                text = _country(text)
            elif field.kind == "dates":
                text = _date(text).date().isoformat()
        except BadValue as bad:
            raise BadValue(bad.found, bad.expected, bad.nearest, (i,)) from None
        result.append(text)
    return tuple(result)


def _country(text: str, may_be_none: bool = False) -> str:
    if (may_be_none and text == "none") or text in countries.codes():
        return text
    near = countries.nearest_code(text)
    named = f"{near} ({countries.country(near).name})" if near else None
    expected = "a country code of ISO 3166 of three letters"
    raise BadValue(f"there is no country {quoted(text)}", expected, named)


def _date(text: str) -> datetime:
    try:
        found = moment(text)
    except BadCell as bad:
        raise BadValue(bad.message, bad.expected) from None
    if found.year < _FIRST_YEAR:
        raise BadValue(f"got {quoted(text)}", f"a day from {_FIRST_YEAR}-01-01 on")
    return found
