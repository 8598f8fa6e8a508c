"""Factions, figures, offices, claims, powers and treaties."""

from __future__ import annotations

from kazakhstan_2022_record.reading import Row, cite, evidence, rows, sourced


def factions() -> list[Row]:
    """Give the camps of the court, as set by hand."""
    return list(rows("coded", "factions"))


def figures() -> list[Row]:
    """Give the people of the record, with the faction that their bloc was read as."""
    found = []
    for row in rows("coded", "figures"):
        person = evidence(f"elite:{row['person']}")[0]
        why = f"; reading: {row['why']}" if row["why"] else ""
        found.append(
            {
                **{name: row[name] for name in ("name", "faction", "patron", "abroad")},
                "title": row["person"],
                "confidence": person["confidence"],
                "source": f"{person['source']} || recorded bloc: {person['bloc']}{why}",
            }
        )
    return found


def offices() -> list[Row]:
    """Offices with holders of the record."""
    people = {row["name"]: row["person"] for row in rows("coded", "figures")}
    found = []
    for row in rows("coded", "offices"):
        person = evidence(f"elite:{people[row['holder']]}")[0]
        why = f"; reading: {row['why']}" if row["why"] else ""
        source = (
            f"{person['source']} || recorded office: {person['office_2022_01_01']}; "
            f"assumption: rank and appointer{why}"
        )
        found.append({**row, "source": source})
    return found


def claims() -> list[Row]:
    """Give what was said, with credibility before any other evidence."""
    return [{**row, "source": sourced(row)} for row in rows("coded", "claims")]


def audiences() -> list[Row]:
    """Give who hears claims, as set by hand."""
    return list(rows("coded", "audiences"))


def trust() -> list[Row]:
    """Give how far each audience trusts each kind of source, as set by hand."""
    return list(rows("coded", "trust"))


def powers() -> list[Row]:
    """Foreign powers; leverage is the mean of the shares in trade and in direct investment."""
    return [_power(row) for row in rows("coded", "powers")]


def _power(row: Row) -> Row:
    found = dict(row)
    source = row["note"]
    if row["trade"]:
        trade, money = evidence(f"fact:{row['trade']} & fact:{row['fdi']}")
        for name, column in (
            ("leverage", "value"),
            ("leverage_low", "low"),
            ("leverage_high", "high"),
        ):
            found[name] = f"{(float(trade[column]) + float(money[column])) / 200:.4f}"
        source = (
            "leverage: mean of the shares in trade turnover and in gross direct investment of "
            f"2021: {cite('fact:' + row['trade'] + ' & fact:' + row['fdi'])} || {source}"
        )
    if row["contingent"]:
        force = evidence(f"fact:{row['contingent']}")[0]
        found |= {"contingent": force["value"]}
        found |= {"contingent_low": force["low"], "contingent_high": force["high"]}
        source = f"contingent: {force['source']} || {source}"
    return {**found, "source": source}


def treaties() -> list[Row]:
    """Members of the alliance other than the state itself."""
    decided = "event:2022-01-06T02:00:Decision to send"
    return [
        {
            "name": "csto",
            "title": "Collective Security Treaty Organization",
            "member": row["name"],
            "needs_outside_threat": "true",
            "source": f"{cite(decided)} || reading: the interview and the treaty's article on "
            "aggression from outside",
        }
        for row in rows("coded", "powers")
        if row["contingent"]
    ]
