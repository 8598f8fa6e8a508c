import { Dumbbells } from "../charts/dumbbell";
import { Figure } from "../charts/figure";
import type { Belief, Explained } from "../explained";
import { BAND, INK, MEDIAN } from "../numbers/colors";
import { percent, percentRange } from "../numbers/format";

/** Prior and posterior of each explanation, the most probable first. */
export function BeliefsChart({ answer }: { answer: Explained }) {
  const rows = [...answer.explanations].sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1));
  return (
    <Figure
      name="explanations"
      title="From prior to posterior"
      note="Each explanation by itself; they need not sum to 100%."
      legend={[
        { color: INK, label: "prior", mark: "ring" },
        { color: MEDIAN, label: "after the record", mark: "dot" },
        { color: BAND, label: "its range" },
      ]}
      table={() => ({
        columns: ["explanation", "prior", "probability", "low", "high", "in words", "identified"],
        rows: rows.map((item) => [
          item.title, item.prior, item.probability, item.low, item.high, item.word, item.identified,
        ]),
      })}
    >
      <Dumbbells
        label={rows.map((item) => `${item.title}: ${said(item)}`).join("; ")}
        rows={rows.map((item) => ({
          name: item.title,
          words: said(item),
          before: item.prior,
          after: item.probability,
          low: item.low,
          high: item.high,
        }))}
        bottom={0}
        top={1}
        ticks={[0, 0.25, 0.5, 0.75, 1]}
        format={percent}
      />
    </Figure>
  );
}

function said(item: Belief): string {
  if (!item.testable) return "not tested by the record";
  if (item.probability === null) return `prior ${percent(item.prior)}`;
  const words = `${item.word ?? ""} ${percent(item.probability)} (${percentRange(item.low, item.high)})`.trim();
  return item.identified === false ? `${words}, not identified` : words;
}
