import { scaleLinear } from "d3-scale";
import { DaysAxis, RowsAxis } from "../charts/axes";
import { Figure } from "../charts/figure";
import { bandPath } from "../charts/paths";
import { useWidth } from "../charts/size";
import { kindColor } from "../numbers/colors";
import { capital, percent, plainName } from "../numbers/format";
import { useWorkbench } from "../state/context";

const HEIGHT = 170;
const LEFT = 40;

/** What people in the streets ask for, as shares of all of them by day. */
export function DemandsChart() {
  const [{ page, day }] = useWorkbench();
  const [ref, width] = useWidth<HTMLDivElement>();
  const kinds = Object.keys(page.street.demands);
  const x = scaleLinear([0, page.days.length - 1], [LEFT, width - 20]);
  const y = scaleLinear([0, 1], [HEIGHT - 24, 6]);
  const sums: (number | null)[][] = [page.days.map(() => 0)];
  for (const kind of kinds) {
    const last = sums.at(-1)!;
    sums.push(last.map((sum, at) => add(sum, page.street.demands[kind]![at])));
  }
  return (
    <Figure
      name="demands"
      title="What people ask for"
      note="Mean share of each demand among all people in the streets."
      legend={kinds.map((kind, at) => ({ color: kindColor(at), label: capital(plainName(kind)) }))}
      dataset="street"
      table={() => ({
        columns: ["day", ...kinds],
        rows: page.days.map((iso, at) => [iso, ...kinds.map((kind) => page.street.demands[kind]![at])]),
      })}
    >
      <div ref={ref}>
        <svg class="chart" role="img" aria-label="Demands by day" width={width} height={HEIGHT}>
          {kinds.map((kind, at) => (
            <path key={kind} d={bandPath(sums[at]!, sums[at + 1]!, x, y)} fill={kindColor(at)} class="layer" />
          ))}
          <RowsAxis scale={y} ticks={[0, 0.5, 1]} left={LEFT} right={width - 20} format={percent} />
          <line class="cursor-line" x1={x(day)} x2={x(day)} y1="6" y2={HEIGHT - 24} />
          <DaysAxis days={page.days} x={x} y={HEIGHT - 24} />
        </svg>
      </div>
    </Figure>
  );
}

const add = (sum: number | null, share: number | null | undefined): number | null =>
  sum === null || share === null || share === undefined ? null : sum + share;
