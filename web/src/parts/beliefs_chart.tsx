import { Dumbbells, type DumbbellRow } from "../charts/dumbbell";
import { Figure } from "../charts/figure";
import type { Belief, Evidence, Explained } from "../explained";
import { BAND, INK, MEDIAN } from "../numbers/colors";
import { known, percent, percentRange, points } from "../numbers/format";

interface Props {
  answer: Explained;
  /** An observation to leave out: the chart shows what becomes of the answer. */
  without?: Evidence | undefined;
}

/** Prior and posterior of each explanation, the most probable first; or with and without one observation. */
export function BeliefsChart({ answer, without }: Props) {
  const rows = [...answer.explanations].sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1));
  const left = without?.without;
  const drawn = rows.map((item) => (left ? reduced(item, left[item.name]) : whole(item)));
  return (
    <Figure
      name="explanations"
      title={left ? `Without one observation: ${without.title ?? without.observation}` : "From prior to posterior"}
      note={
        left
          ? "Each explanation with the whole record and without this observation, by a quick change of the fit; to weigh anew gives the ranges."
          : "Each explanation by itself; they need not sum to 100%."
      }
      legend={
        left
          ? [
              { color: INK, label: "whole record", mark: "ring" },
              { color: MEDIAN, label: "without it", mark: "dot" },
            ]
          : [
              { color: INK, label: "prior", mark: "ring" },
              { color: MEDIAN, label: "after the record", mark: "dot" },
              { color: BAND, label: "its 90% range" },
            ]
      }
      table={() => ({
        columns: ["explanation", "prior", "probability", "low", "high", "in words", "identified", "low without its own", "high without its own"],
        rows: rows.map((item) => [
          item.title, item.prior, item.probability, item.low, item.high, item.word, item.identified,
          item.without_tautological_evidence?.low, item.without_tautological_evidence?.high,
        ]),
      })}
    >
      <Dumbbells
        label={drawn.map((row) => `${row.name}: ${row.words}`).join("; ")}
        rows={drawn}
        bottom={0}
        top={1}
        ticks={[0, 0.25, 0.5, 0.75, 1]}
        format={percent}
      />
    </Figure>
  );
}

function whole(item: Belief): DumbbellRow {
  return {
    name: item.title,
    words: said(item),
    before: item.prior,
    after: item.probability,
    low: item.low,
    high: item.high,
  };
}

function reduced(item: Belief, now: number | null | undefined): DumbbellRow {
  const moved = known(now) && known(item.probability) ? `: ${points(now - item.probability)} points` : "";
  return {
    name: item.title,
    words: item.testable ? `${percent(item.probability)} → ${percent(now)}${moved}` : "not tested by the record",
    before: item.probability,
    after: now,
    low: null,
    high: null,
  };
}

function said(item: Belief): string {
  if (!item.testable) return "not tested by the record";
  if (item.probability === null) return `prior ${percent(item.prior)}`;
  // Where the record does not tell, words for a probability would say more than is known.
  const words = item.identified === false ? "not told by the record:" : (item.word ?? "");
  const own = item.without_tautological_evidence;
  const beside = own ? `; without its own evidence ${percentRange(own.low, own.high)}` : "";
  return `${words} ${percent(item.probability)} (${percentRange(item.low, item.high)})${beside}`.trim();
}
