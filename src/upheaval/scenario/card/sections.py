"""Every field of a card, declared once: where and when, the trigger, the country, what is known."""

from __future__ import annotations

from upheaval.scenario.card.field import Field, Section
from upheaval.scenario.card.sections_power import FACTIONS, OPPOSITION, ORGANS, OUTSIDE, REGIME

FIRST_YEAR = 1900
LARGEST_PEOPLE = 2_000_000_000

BURDEN_KINDS = ("price", "tax", "subsidy")
"""Triggers whose size is a burden on households."""
TRIGGER_KINDS = (
    "none", *BURDEN_KINDS, "stolen_election", "disputed_election", "election_ahead", "succession",
    "third_term", "repression", "jobs", "ruling", "military_order", "putsch", "defeat", "disaster",
    "example", "cabinet", "other",
)  # fmt: skip
"""Kinds of triggers; ``example`` is the fall of a ruler nearby."""

TOP = Section(
    "",
    "Head",
    "What the card is called.",
    (
        Field("title", "text", "Name to print.", "title of scenario.yaml",
              otherwise="country, month and year", example="Ecuador, October 2019"),
        Field("summary", "text", "What was known on the first day, in one paragraph.",
              "summary of scenario.yaml", otherwise="one sentence from the other fields"),
    ),
)  # fmt: skip

WHERE = Section(
    "where",
    "Where",
    "The country.",
    (
        Field("country", "country", "Code of the country, ISO 3166 alpha-3.",
              "country of scenario.yaml; facts that are looked up", required=True, example="ECU"),
        Field("name", "text", "Its name, if it was called otherwise than today.",
              "country of scenario.yaml", otherwise="looked up", example="East Germany"),
        Field("regions", "names", "Only these first-level regions, by name.",
              "regions.csv", otherwise="all regions"),
    ),
)  # fmt: skip

WHEN = Section(
    "when",
    "When",
    "The time that is simulated.",
    (
        Field("start", "date", f"First day, local time, from {FIRST_YEAR} on.",
              "start of scenario.yaml", required=True, example="2019-10-03"),
        Field("acute_days", "whole", "Length of the acute phase, with short ticks.",
              "schedule of scenario.yaml", "day", minimum=2, maximum=400, otherwise="assumption"),
        Field("days", "whole", "Length of the whole time.", "schedule of scenario.yaml", "day",
              minimum=9, maximum=2000, otherwise="assumption"),
        Field("holidays", "dates", "Days without work besides weekends.",
              "holidays of scenario.yaml", otherwise="none"),
    ),
)  # fmt: skip

TRIGGER = Section(
    "trigger",
    "Trigger",
    "What sets the crisis off.",
    (
        Field("kind", "choice", "Kind of trigger.",
              "mechanism that is switched on; demand that it raises", choices=TRIGGER_KINDS,
              required=True),
        Field("what", "text", "What happened, in one sentence.", "summary of scenario.yaml",
              example="A decree ends fuel subsidies"),
        Field("size", "burden", "For a price, tax or subsidy: burden on a mean household that is "
              "hit, as a share of its income. For all others: a level, how strongly it moves those "
              "whom it hits.", "prices.csv; triggers.csv", "1", minimum=0, maximum=1,
              otherwise="assumption"),
        Field("announced", "date", "Day on which it became known.",
              "prices.csv: decided; triggers.csv", otherwise="day of effect"),
        Field("effective", "date", "Day on which it took effect, of the vote, verdict or death.",
              "prices.csv: effective; triggers.csv", otherwise="first day"),
        Field("hits", "choice", "Whom it hits.", "groups.csv: price_exposure, readiness",
              choices=("everybody", "towns", "villages", "youth", "workers", "excluded"),
              otherwise="everybody"),
        Field("regions", "names", "Where it hits; elsewhere three tenths as much.",
              "prices.csv; triggers.csv", otherwise="everywhere"),
    ),
)  # fmt: skip

DATES = Section(
    "dates",
    "Dates ahead",
    "Days that were fixed on the first day: a vote, a verdict, the end of a term.",
    (
        Field("date", "date", "The day.", "triggers.csv", required=True),
        Field("what", "text", "What happens then.", "triggers.csv", required=True),
        Field("kind", "choice", "Kind of event.", "triggers.csv", choices=TRIGGER_KINDS,
              otherwise="other"),
    ),
    is_list=True,
    most=20,
)  # fmt: skip

PEOPLE = Section(
    "people",
    "People",
    "Who lives there.",
    (
        Field("population", "whole", "People of all ages.", "regions.csv, cities.csv: population",
              "person", minimum=1000, maximum=LARGEST_PEOPLE, otherwise="looked up"),
        Field("urban_share", "share", "Share of people who live in towns.",
              "regions.csv: urban_share; cities.csv", "1", minimum=0, maximum=1,
              otherwise="looked up"),
        Field("children_share", "share", "Share of people under 15.", "composition.csv", "1",
              minimum=0, maximum=0.7, otherwise="looked up"),
        Field("youth_share", "share", "Share of people from 15 to 24.", "composition.csv", "1",
              minimum=0, maximum=0.5, otherwise="looked up"),
        Field("hardship", "level", "How hard life is.", "groups.csv: hardship", "1",
              minimum=0, maximum=1, otherwise="assumption"),
        Field("excluded_share", "share", "Share of people whom the regime excludes, by language, "
              "faith, descent or place.", "groups.csv, composition.csv", "1", minimum=0,
              maximum=0.95, otherwise="assumption"),
        Field("excluded", "text", "Who they are.", "groups.csv: title",
              example="Indigenous peoples"),
        Field("excluded_regions", "names", "Regions in which they live.", "composition.csv",
              otherwise="everywhere"),
        Field("food_share", "share", "Share of household spending that goes into food.",
              "no table yet; printed beside a burden", "1", minimum=0, maximum=1,
              otherwise="looked up"),
    ),
)  # fmt: skip

MEDIA = Section(
    "media",
    "Media",
    "How people hear of what happens.",
    (
        Field("state_share", "share", "Share of people whom state media reach.",
              "audiences.csv: state_media", "1", minimum=0, maximum=1, otherwise="assumption"),
        Field("internet_share", "share", "Share of people who are online.",
              "audiences.csv: internet; groups.csv: online", "1", minimum=0, maximum=1,
              otherwise="looked up"),
        Field("will_shut_down", "level", "How readily the ruler cuts the internet.",
              "parameter regime_response.shutdown_cost", "1", minimum=0, maximum=1,
              otherwise="pooled"),
    ),
)  # fmt: skip

SO_FAR = Section(
    "so_far",
    "So far",
    "What was observed by the first day, in rows of record.csv.",
    (
        Field("name", "text", "Identifier of the observation.", "record.csv: name", required=True),
        Field("measure", "text", "Measure of a run that it observes.", "record.csv: measure",
              required=True),
        Field("place", "text", "Region, city, figure, office or organ; `country` for all.",
              "record.csv: place", otherwise="country"),
        Field("date", "date", "Day that it refers to.", "record.csv: date"),
        Field("value", "text", "The value: a number, or a date for measures of when.",
              "record.csv: value", required=True),
        Field("low", "text", "Low end of its range.", "record.csv: low", otherwise="the value"),
        Field("high", "text", "High end of its range.", "record.csv: high", otherwise="the value"),
        Field("unit", "text", "Unit of value, low and high.", "record.csv: unit", required=True),
        Field("confidence", "choice", "Confidence of the record.", "record.csv: confidence",
              choices=("high", "medium", "low"), otherwise="low"),
        Field("use", "choice", "Fit the model to it, or keep it back as a check.",
              "record.csv: use", choices=("fit", "check"), otherwise="fit"),
    ),
    is_list=True,
    most=1000,
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (
    TOP, WHERE, WHEN, TRIGGER, DATES, REGIME, FACTIONS, ORGANS, PEOPLE, OPPOSITION, OUTSIDE,
    MEDIA, SO_FAR,
)  # fmt: skip
"""Every section, in the order of the page."""
