"""Tables of what people hear and whom they trust: audiences and their trust in sources."""

from __future__ import annotations

from upheaval.scenario.columns import Column, OrderRule, TableKind
from upheaval.scenario.common_columns import RANGE, SOURCE, with_range
from upheaval.scenario.common_columns import share as _share

SPEAKERS = ("state", "press", "people", "allies")
"""Kinds of sources: the state and its media; independent press and scholars; protesters and
opposition; the state's allies."""

OCCASIONS = (
    "protest", "violence", "seizure", "stand_down", "arrests", "purge", "custody", "request",
    "decision", "gunfire",
)  # fmt: skip
"""What must have happened before something can be claimed."""

AUDIENCES = TableKind(
    "audiences",
    "Who hears claims: citizens by kin network and language, elites, allies, other powers.",
    (
        Column("name", "name", "Identifier of the audience."),
        Column("title", "text", "Name to print."),
        Column(
            "kind", "choice", "Who they are.", choices=("citizens", "elites", "allies", "abroad")
        ),
        Column(
            "kinship",
            "name",
            "Kin network of the regions whose citizens it covers; empty for all regions.",
            default="",
        ),
        Column(
            "language",
            "choice",
            "Which of their citizens: those of the titular nationality, the others, or all.",
            default="any",
            choices=("any", "titular", "other"),
        ),
        *with_range(_share("state_media", "Share that state media reach at once.")),
        *with_range(
            _share("internet", "Share that the internet reaches at once while lines are open.")
        ),
        SOURCE,
    ),
    key=("name",),
    orders=(
        OrderRule("state_media_low", "state_media", "state_media_high"),
        OrderRule("internet_low", "internet", "internet_high"),
    ),
    may_be_empty=True,
)

TRUST = TableKind(
    "trust",
    "How likely each audience thinks it that a kind of source is of the reliable sort.",
    (
        Column("audience", "name", "Audience.", refers_to="audiences.name"),
        Column("speaker", "choice", "Kind of source.", choices=SPEAKERS),
        *with_range(_share("value", "Credibility before the crisis.")),
        SOURCE,
    ),
    key=("audience", "speaker"),
    orders=RANGE,
    may_be_empty=True,
)

SPEAKER = Column(
    "speaker", "choice", "Kind of source of the claim.", default="press", choices=SPEAKERS
)
AFTER = Column(
    "after",
    "choice",
    "What must have happened before it can be claimed; empty for what its kind implies.",
    default="",
    choices=OCCASIONS,
)
"""Two columns of the table of claims."""
