import { Fan } from "../charts/fan";
import { Figure } from "../charts/figure";
import { Dumbbells } from "../charts/dumbbell";
import { extent, roundScale } from "../charts/ticks";
import type { Band, Point } from "../page";
import { BAND, INK, MEDIAN } from "../numbers/colors";
import { number, percent, percentRange, short } from "../numbers/format";
import { AlignmentChart } from "../parts/alignment_chart";
import { SanctionsTable } from "../parts/sanctions_table";
import { useWorkbench } from "../state/context";

/** What lasts after the streets are empty. */
export function AftermathScreen() {
  const [{ page }] = useWorkbench();
  const { aftermath } = page;
  const share = (value: number) => percent(value);
  return (
    <>
      <h1>Aftermath</h1>
      <p class="lead">
        What the crisis leaves behind by the last day that was run: where the state leans, what its ally can
        still do elsewhere, which rulers name an heir, and how neighbors and sanctions fare.
      </p>
      <AlignmentChart />
      <div class="columns">
        <ByDay name="alignment-days" title="Alignment of the state" note="−1 West, +1 East." band={aftermath.alignment} format={(value) => number(value, 2)} />
        <ByDay name="other-front" title="Pressure on the other front" note="1 is the pressure without the crisis." band={aftermath.other_front} format={(value) => number(value, 3)} />
        <ByDay name="credit" title="Credit of the intervener as guarantor" note="How far rulers rely on it." band={aftermath.credit} format={(value) => number(value, 2)} />
        <ByDay name="nationalism" title="Nationalism" note="In the model's measure." band={aftermath.nationalism} format={short} />
      </div>
      <div class="columns">
        <Pairs
          name="heirs"
          title="Rulers: whether to name an heir"
          note="Probability that the ruler names one, before (ring) and after (dot); the bar holds 90% of the runs after."
          rows={aftermath.heirs.map((heir) => ({ title: heir.title, before: heir.naming_before, after: heir.naming_after }))}
          format={share}
        />
        <Pairs
          name="neighbors"
          title="Neighbors: public chance that the regime would fall"
          note="Before (ring) and after (dot); the bar holds 90% of the runs after."
          rows={aftermath.neighbors.map((item) => ({ title: item.title, before: item.before, after: item.after }))}
          format={share}
        />
      </div>
      <SanctionsTable />
    </>
  );
}

interface ByDayProps {
  name: string;
  title: string;
  note: string;
  band: Band;
  format: (value: number) => string;
}

function ByDay({ name, title, note, band, format }: ByDayProps) {
  const [{ page }] = useWorkbench();
  const { days } = page.aftermath;
  const [low, high] = extent(band.low, band.high);
  const { bottom, top, ticks } = roundScale(low, high);
  return (
    <Figure
      name={name}
      title={title}
      note={note}
      legend={[
        { color: MEDIAN, label: "median", mark: "line" },
        { color: BAND, label: "90% of the runs" },
      ]}
      dataset="aftermath"
      table={() => ({
        columns: ["day", "median", "5%", "95%"],
        rows: days.map((iso, at) => [iso, band.median[at], band.low[at], band.high[at]]),
      })}
    >
      <Fan label={title} days={days} band={band} bottom={bottom} top={top} ticks={ticks} format={format} height={170} />
    </Figure>
  );
}

interface PairsProps {
  name: string;
  title: string;
  note: string;
  rows: { title: string; before: Point; after: Point }[];
  format: (value: number) => string;
}

function Pairs({ name, title, note, rows, format }: PairsProps) {
  const most = Math.max(0.05, ...rows.flatMap((row) => [row.after.high ?? 0, row.before.median ?? 0]));
  const { top, ticks } = roundScale(0, Math.min(1, most));
  return (
    <Figure
      name={name}
      title={title}
      note={note}
      legend={[
        { color: INK, label: "before", mark: "ring" },
        { color: MEDIAN, label: "after", mark: "dot" },
      ]}
      dataset="aftermath"
      table={() => ({
        columns: ["", "before", "before 5%", "before 95%", "after", "after 5%", "after 95%"],
        rows: rows.map(({ title: who, before, after }) => [
          who, before.median, before.low, before.high, after.median, after.low, after.high,
        ]),
      })}
    >
      <Dumbbells
        label={title}
        rows={rows.map((row) => ({
          name: row.title,
          words: `${percent(row.before.median)} → ${percent(row.after.median)} (${percentRange(row.after.low, row.after.high)})`,
          before: row.before.median,
          after: row.after.median,
          low: row.after.low,
          high: row.after.high,
        }))}
        bottom={0}
        top={top}
        ticks={ticks}
        format={format}
      />
    </Figure>
  );
}
