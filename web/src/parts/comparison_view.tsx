import { Dumbbells } from "../charts/dumbbell";
import { Fan } from "../charts/fan";
import { Figure } from "../charts/figure";
import { crowdScale } from "../charts/ticks";
import type { Comparison, PairedDifference } from "../page";
import { BAND, INK, MEDIAN, outcomeColor } from "../numbers/colors";
import { known, moment, number, percent, points, range, signed } from "../numbers/format";
import { useWorkbench } from "../state/context";
import { Copy } from "./copy";
import { FlowChart } from "./flow_chart";
import { PeaksChart } from "./peaks_chart";
import { Trace } from "./trace";

/** Baseline against now: outcomes, quantities, the peak, who ends where, and why. */
export function ComparisonView({ result, name }: { result: Comparison; name: string }) {
  const [{ page }] = useWorkbench();
  if (result.identical) return <p>Every recorded number of every pair is the same: the change reaches nothing.</p>;
  const rank = new Map(page.outcomes.map((outcome) => [outcome.name, outcome.rank]));
  return (
    <>
      <p class="note">
        {number(result.replicates)} pairs
        {known(result.saved) &&
          ` with shared luck; independent runs would need about ${number(result.saved, 2)} pairs for the same precision`}
        .
      </p>
      <div class="columns">
        <div>
        <Figure
          name={`what-if-${name}-outcomes`}
          title="How it ends"
          note="Share of runs without (ring) and with the change (dot); the bar is the 90% range of the difference."
          legend={[
            { color: INK, label: "baseline", mark: "ring" },
            { color: MEDIAN, label: "with the change", mark: "dot" },
          ]}
          table={() => differences(result.outcomes)}
        >
          <Dumbbells
            label="Outcome shares without and with the change"
            rows={result.outcomes.map((item) => ({
              name: item.title,
              words: `${percent(item.baseline)} → ${percent(item.changed)}: ${points(item.difference)} (${points(item.low)} to ${points(item.high)})`,
              before: item.baseline,
              after: item.changed,
              low: clamp(add(item.baseline, item.low)),
              high: clamp(add(item.baseline, item.high)),
              color: outcomeColor(rank.get(item.name) ?? 0, page.outcomes.length),
            }))}
            bottom={0}
            top={1}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            format={percent}
          />
        </Figure>
          <FlowChart result={result} name={name} />
          <PeaksChart result={result} name={name} />
        </div>
        <div>
          {result.baseline_street && <Overlaid result={result} />}
          <Measures result={result} name={name} />
        </div>
      </div>
      {result.trace && <Trace trace={result.trace} />}
      <Copy label="The same from the command line" text={result.command} />
    </>
  );
}

function Measures({ result, name }: { result: Comparison; name: string }) {
  const [{ page }] = useWorkbench();
  const told = (item: PairedDifference, value: number | null) =>
    item.kind === "time" && known(value) ? moment(page.scenario.start, value) : number(value);
  return (
    <Figure
      name={`what-if-${name}-measures`}
      title="What else changes"
      note="Means over the pairs; dates over the pairs in which both worlds come to it. Bold: the 90% range, written below, leaves out zero."
      picture={false}
      table={() => differences(result.measures)}
    >
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Quantities without and with the change">
        <table class="data cards">
          <thead>
            <tr>
              <th scope="col">Quantity</th>
              <th scope="col" class="n">Baseline</th>
              <th scope="col" class="n">Changed</th>
              <th scope="col" class="n">Difference (90%)</th>
            </tr>
          </thead>
          <tbody>
            {result.measures.map((item) => (
              <tr key={item.name}>
                <td>
                  {item.title}
                  {!["1", "person", "day"].includes(item.unit) && <span class="quiet-text"> ({item.unit})</span>}
                </td>
                <td class="n" data-label="Baseline">{told(item, item.baseline)}</td>
                <td class="n" data-label="Changed">{told(item, item.changed)}</td>
                <td class={item.clear ? "n clear" : "n"} data-label="Difference">
                  {signed(item.difference)}
                  {item.kind === "time" && known(item.difference) && " days"}
                  <span class="quiet-text block">{range(item.low, item.high)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function Overlaid({ result }: { result: Comparison }) {
  const [{ page, day }, workbench] = useWorkbench();
  const before = result.baseline_street!;
  const { top, ticks } = crowdScale([...page.street.total.high, ...before.high]);
  return (
    <Figure
      name="what-if-streets"
      title="People in the streets: now, and the baseline"
      note="Log scale."
      legend={[
        { color: MEDIAN, label: "median with the change", mark: "line" },
        { color: BAND, label: "90% of its runs" },
        { color: INK, label: "median of the baseline", mark: "dashed" },
      ]}
      table={() => ({
        columns: ["day", "now", "now 5%", "now 95%", "baseline", "baseline 5%", "baseline 95%"],
        rows: page.days.map((iso, at) => [
          iso, page.street.total.median[at], page.street.total.low[at], page.street.total.high[at],
          before.median[at], before.low[at], before.high[at],
        ]),
      })}
    >
      <Fan
        label="People in the streets with and without the change"
        days={page.days}
        band={page.street.total}
        compare={before.median}
        log
        top={top}
        ticks={ticks}
        day={day}
        onDay={(next) => workbench.setDay(next)}
        height={220}
      />
    </Figure>
  );
}

const differences = (rows: PairedDifference[]) => ({
  columns: ["quantity", "unit", "baseline", "changed", "difference", "low", "high", "pairs"],
  rows: rows.map((item) => [
    item.title, item.unit, item.baseline, item.changed, item.difference, item.low, item.high, item.pairs,
  ]),
});

const add = (a: number | null, b: number | null): number | null => (known(a) && known(b) ? a + b : null);
const clamp = (share: number | null): number | null =>
  known(share) ? Math.max(0, Math.min(1, share)) : null;
