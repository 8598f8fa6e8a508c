"""The answer of `sensitivity` as plain values, as a Dataset, as tables and for notebooks."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray

    from upheaval.answers.sensitivity.result import Sensitivity

SHOWN = 12
"""Parameters in a notebook."""


def as_json(answer: Sensitivity) -> dict[str, Any]:
    """Give the answer as dicts, lists, numbers and texts."""
    from upheaval.version import __version__

    return {
        "scenario": answer.scenario,
        "version": __version__,
        "scale": answer.scale,
        "seed": answer.seed,
        "until": answer.until.isoformat(),
        "runs": answer.runs,
        "trajectories": answer.trajectories,
        "blocks": answer.blocks,
        "measures": {
            name: {"unit": item.unit, "kind": item.kind} for name, item in answer.measures.items()
        },
        "screening": [
            {
                "parameter": name,
                "rank": float(answer.rank[n]),
                "effects": {
                    text: {
                        "mean": float(item.mean[n]),
                        "error": float(item.error[n]),
                        "spread": float(item.spread[n]),
                    }
                    for text, item in answer.screened.items()
                },
            }
            for n, name in _ranked(answer)
        ],
        "indices": {
            text: {
                "parameters": {
                    name: {
                        "first": float(item.first[n]),
                        "first_error": float(item.first_error[n]),
                        "total": float(item.total[n]),
                        "total_error": float(item.total_error[n]),
                    }
                    for n, name in enumerate(answer.kept)
                },
                "luck_and_others": {"share": item.luck, "error": item.luck_error},
            }
            for text, item in answer.indices.items()
        },
    }


def _ranked(answer: Sensitivity) -> list[tuple[int, str]]:
    order = np.argsort(-answer.rank, kind="stable")
    return [(int(n), answer.parameters[int(n)]) for n in order]


def as_dataset(answer: Sensitivity) -> xarray.Dataset:
    """Give effects by ``(measure, parameter)`` and indices by ``(measure, kept)``."""
    import xarray

    variables: dict[str, Any] = {"rank": ("parameter", answer.rank)}
    for field in ("mean", "error", "spread"):
        rows = [getattr(item, field) for item in answer.screened.values()]
        variables[f"effect_{field}"] = (("measure", "parameter"), np.array(rows))
    for field in ("first", "first_error", "total", "total_error"):
        rows = [getattr(item, field) for item in answer.indices.values()]
        if rows:
            variables[field] = (("measure", "kept"), np.array(rows))
    if answer.indices:
        variables["luck"] = ("measure", [item.luck for item in answer.indices.values()])
        variables["luck_error"] = ("measure", [i.luck_error for i in answer.indices.values()])
    return xarray.Dataset(
        variables,
        {
            "measure": list(answer.measures),
            "parameter": list(answer.parameters),
            "kept": list(answer.kept),
        },
        {"scenario": answer.scenario},
    )


def screening_csv(answer: Sensitivity) -> str:
    """Write the screening as CSV: a row a parameter and measure, strongest first."""
    rows = [
        (name, text, item.mean[n], item.error[n], item.spread[n], answer.rank[n])
        for n, name in _ranked(answer)
        for text, item in answer.screened.items()
    ]
    return _csv(("parameter", "measure", "mean_effect", "error", "spread", "rank"), rows)


def indices_csv(answer: Sensitivity) -> str:
    """Write the indices as CSV: a row a measure and parameter."""
    rows: list[tuple[Any, ...]] = []
    for text, item in answer.indices.items():
        rows += [
            (text, name, item.first[n], item.first_error[n], item.total[n], item.total_error[n])
            for n, name in enumerate(answer.kept)
        ]
        rows.append((text, "luck and others", item.luck, item.luck_error, "", ""))
    return _csv(("measure", "parameter", "first", "first_error", "total", "total_error"), rows)


def _csv(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(
        [f"{cell:.6g}" if isinstance(cell, float) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def as_html(answer: Sensitivity) -> str:
    """Give a small table for notebooks: total indices, or effects where there are none."""
    titles = "".join(f"<th>{escape(name)}</th>" for name in answer.measures)
    if answer.indices:
        what = "total Sobol index, with its 90% interval"
        rows = [
            f"<tr><th>{escape(name)}</th>"
            + "".join(
                f"<td>{item.total[n]:.2f} ± {item.total_error[n]:.2f}</td>"
                for item in answer.indices.values()
            )
            + "</tr>"
            for n, name in enumerate(answer.kept)
        ]
    else:
        what = "mean elementary effect"
        rows = [
            f"<tr><th>{escape(name)}</th>"
            + "".join(f"<td>{item.mean[n]:.3g}</td>" for item in answer.screened.values())
            + "</tr>"
            for n, name in _ranked(answer)[:SHOWN]
        ]
    head = f"<p>{escape(answer.scenario)}: {what}; {answer.runs:,} runs</p>"
    return f"{head}<table><tr><th></th>{titles}</tr>{''.join(rows)}</table>"
